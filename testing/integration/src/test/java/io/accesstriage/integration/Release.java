package io.accesstriage.integration;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A release, made of a copy of the sources as {@code make release} makes it.
 *
 * @param dist the folder with the zip and what lies beside it
 */
record Release(Path dist) {
  /** What is made, not written. */
  private static final Set<String> MADE =
      Set.of("target", "dist", ".git", ".aws-sam", "__pycache__", "node_modules");

  /**
   * One that the test classes of a build share and do not change: that of the folder which the
   * system property triage.release names, or else what the first of them makes. Each class has a
   * JVM of its own, so the build's process tells builds apart.
   */
  static Release shared() throws IOException, InterruptedException {
    String dist = System.getProperty("triage.release");
    if (dist != null) {
      return new Release(Path.of(dist));
    }
    ProcessHandle build = ProcessHandle.current().parent().orElseThrow();
    Path sources =
        Path.of(
            "target",
            "release-%d-%s"
                .formatted(
                    build.pid(),
                    build.info().startInstant().map(Instant::getEpochSecond).orElse(0L)));
    Release made = new Release(sources.resolve("dist").toAbsolutePath());
    // Two classes run at a time.
    try (FileChannel lock =
        FileChannel.open(
            Path.of(sources + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      // The sums are written last.
      return Files.exists(made.dist().resolve("SHA256SUMS"))
          ? made
          : make(sources.toAbsolutePath());
    }
  }

  /**
   * Makes one.
   *
   * @param sources an empty folder for the copy of the sources
   */
  static Release make(Path sources) throws IOException, InterruptedException {
    copy(Local.root().toAbsolutePath().normalize(), sources);
    ProcessBuilder builder =
        new ProcessBuilder("make", "release")
            .directory(sources.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("make release failed:\n" + output);
    }
    return new Release(sources.resolve("dist").toAbsolutePath());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (MADE.contains(String.valueOf(folder.getFileName()))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The names of the files beside each other, sorted. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dist)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** The one file with an ending. */
  Path file(String ending) throws IOException {
    List<String> found = files().stream().filter(name -> name.endsWith(ending)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "expected one file *%s in %s, found %s".formatted(ending, dist, files()));
    }
    return dist.resolve(found.get(0));
  }

  /**
   * Unzips it, with the files' modes.
   *
   * @return its folder
   */
  Path unzipped(Path empty) throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(file(".zip"), Map.of("enablePosixFileAttributes", true));
        Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Path target = empty.resolve(entry.toString().substring(1));
        if (Files.isDirectory(entry)) {
          Files.createDirectories(target);
        } else {
          Files.copy(entry, target);
          Set<PosixFilePermission> mode = Files.getPosixFilePermissions(entry);
          Files.setPosixFilePermissions(target, mode);
        }
      }
    }
    List<Path> tops = new ArrayList<>();
    try (Stream<Path> files = Files.list(empty)) {
      files.forEach(tops::add);
    }
    if (tops.size() != 1) {
      throw new IllegalStateException("expected one folder in the zip, found " + tops);
    }
    return tops.get(0);
  }
}
