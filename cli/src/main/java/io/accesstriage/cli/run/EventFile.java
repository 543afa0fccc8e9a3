package io.accesstriage.cli.run;

import io.accesstriage.cli.CommandLineError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A file with one event.
 *
 * @param label as the user named it: the argument, for a folder followed by the path below it
 */
record EventFile(String label, Path path) {
  private static final Set<String> LEFT_OUT = Set.of("malformed", "functions");

  /**
   * The files that an argument names: itself, or the JSON files of a folder in bytewise order of
   * their paths, without those of what is no sample of a finding event.
   *
   * @throws CommandLineError where it does not exist or has none
   */
  static List<EventFile> of(String argument, Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(new EventFile(argument, path));
    }
    if (!Files.isDirectory(path)) {
      throw new CommandLineError("%s: there is no such file or folder".formatted(argument));
    }
    String folder =
        argument.endsWith("/") && argument.length() > 1
            ? argument.substring(0, argument.length() - 1)
            : argument;
    List<EventFile> files =
        relativePaths(path).stream()
            .map(relative -> new EventFile(folder + "/" + relative, path.resolve(relative)))
            .toList();
    if (files.isEmpty()) {
      throw new CommandLineError("%s: the folder has no event file (*.json)".formatted(argument));
    }
    return files;
  }

  byte[] read() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new CommandLineError("%s: could not be read: %s".formatted(label, e.getMessage()), e);
    }
  }

  private static List<String> relativePaths(Path folder) {
    List<String> relative = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean leftOut =
                  !dir.equals(folder) && LEFT_OUT.contains(String.valueOf(dir.getFileName()));
              return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".json")) {
                relative.add(folder.relativize(file).toString().replace('\\', '/'));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    relative.sort(
        Comparator.comparing(
            path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    return relative;
  }
}
