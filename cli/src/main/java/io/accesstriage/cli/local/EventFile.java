package io.accesstriage.cli.local;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.text.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A file with one event.
 *
 * @param label as the user named it: the argument, for a folder followed by the path below it
 */
public record EventFile(String label, Path path) {
  private static final Set<String> LEFT_OUT = Set.of("malformed", "functions");
  private static final String SUFFIX = ".json";

  /**
   * The files that an argument names: itself, or the JSON files of a folder in bytewise order of
   * their paths, without those of what is no sample of a finding event.
   *
   * @throws CommandLineError where it does not exist or has none
   */
  static List<EventFile> of(String argument) {
    try {
      // An empty path would be the working directory, but is a shell variable without a value.
      if (!argument.isEmpty()) {
        return of(argument, Path.of(argument));
      }
    } catch (InvalidPathException e) {
      // No file has a name that is none.
    }
    throw missing(argument);
  }

  /** The same where the argument does not stand for itself, because it is the default. */
  static List<EventFile> of(String argument, Path path) {
    if (Files.isDirectory(path)) {
      return ofFolder(argument, path);
    }
    if (!Files.exists(path)) {
      throw missing(argument);
    }
    return List.of(new EventFile(argument, path));
  }

  public byte[] read() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new CommandLineError(
          "%s: the event file could not be read: %s".formatted(label, InputFile.why(e)), e);
    }
  }

  private static CommandLineError missing(String argument) {
    return new CommandLineError(
        "%s: there is no such file or folder"
            .formatted(argument.isEmpty() ? "\"\"" : SafeText.line(argument, 500)));
  }

  private static List<EventFile> ofFolder(String argument, Path folder) {
    String prefix = argument.replaceFirst("/+$", "") + "/";
    List<EventFile> files = new ArrayList<>();
    for (Path file : filesBelow(folder)) {
      files.add(new EventFile(prefix + portable(folder.relativize(file)), file));
    }
    if (files.isEmpty()) {
      throw new CommandLineError("%s: the folder has no event file (*.json)".formatted(argument));
    }
    // All begin with the same folder, so this is the order of the paths below it.
    files.sort(
        Comparator.comparing(
            file -> file.label.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    return files;
  }

  private static String portable(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  private static List<Path> filesBelow(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean leftOut =
                  !dir.equals(folder) && LEFT_OUT.contains(String.valueOf(dir.getFileName()));
              return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              // Others are pipes and the like, whose reading may never end.
              if (!attributes.isOther() && String.valueOf(file.getFileName()).endsWith(SUFFIX)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof FileSystemLoopException) {
                // A link to a folder above, whose files are visited anyway.
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw new CommandLineError(
          "%s: the folder could not be read: %s".formatted(folder, InputFile.why(e)), e);
    }
    return files;
  }
}
