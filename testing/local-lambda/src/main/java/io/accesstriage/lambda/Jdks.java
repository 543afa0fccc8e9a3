package io.accesstriage.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JDKs of this machine. */
public final class Jdks {
  private Jdks() {}

  /**
   * Their programs by their major versions, lowest first: this JVM's own, JAVA_HOME, and those
   * where Linux has them.
   */
  public static SortedMap<Integer, Path> installed() {
    try (Stream<Path> installed =
        Files.isDirectory(Path.of("/usr/lib/jvm"))
            ? Files.list(Path.of("/usr/lib/jvm"))
            : Stream.empty()) {
      return Stream.concat(
              Stream.of(
                      Optional.ofNullable(System.getenv("JAVA_HOME")),
                      Optional.ofNullable(System.getProperty("java.home")))
                  .flatMap(Optional::stream)
                  .map(Path::of),
              installed)
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> Files.isReadable(home.resolve("release")))
          .collect(
              Collectors.toMap(
                  Jdks::version,
                  home -> home.resolve("bin/java"),
                  (first, second) -> first,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest, which is the one that functions run on. */
  public static Path newest() {
    SortedMap<Integer, Path> installed = installed();
    return installed.get(installed.lastKey());
  }

  private static int version(Path home) {
    try {
      return Files.readString(home.resolve("release"))
          .lines()
          .filter(line -> line.startsWith("JAVA_VERSION=\""))
          .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
          .map(Integer::valueOf)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
