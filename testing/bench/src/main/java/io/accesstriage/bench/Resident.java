package io.accesstriage.bench;

import io.accesstriage.lambda.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a JVM holds once garbage is collected, in megabytes but for the classes: a restore pages it
 * in.
 *
 * @param heap what is live
 * @param classes that are loaded
 * @param metaspace what the classes take
 */
record Resident(double heap, long classes, double metaspace) {
  private static final double MEGABYTE = 1e6;

  /** Collects garbage in another JVM, then reads its counters. */
  static Resident of(long pid) {
    jcmd(pid, "GC.run");
    Map<String, Long> counters = new LinkedHashMap<>();
    jcmd(pid, "PerfCounter.print")
        .lines()
        .map(line -> line.split("=", 2))
        .filter(counter -> counter.length == 2 && counter[1].matches("\\d+"))
        .forEach(counter -> counters.put(counter[0], Long.parseLong(counter[1])));
    long heap =
        counters.entrySet().stream()
            .filter(counter -> counter.getKey().matches("sun\\.gc\\.generation\\..*space\\..*used"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Resident(
        heap / MEGABYTE,
        counters.get("java.cls.loadedClasses")
            + counters.get("java.cls.sharedLoadedClasses")
            - counters.get("java.cls.unloadedClasses")
            - counters.get("java.cls.sharedUnloadedClasses"),
        counters.get("sun.gc.metaspace.used") / MEGABYTE);
  }

  private static String jcmd(long pid, String command) {
    Path jcmd = Jdks.newest().resolveSibling("jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("jcmd could not be run", e);
    }
  }
}
