package io.accesstriage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that a command line names. */
public final class InputFile {
  private InputFile() {}

  /**
   * @param what names the file's purpose in error messages, such as "rules file"
   * @throws CommandLineError where it cannot be read
   */
  public static String text(Path file, String what) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandLineError("%s: there is no such %s".formatted(file, what), e);
    } catch (IOException e) {
      throw new CommandLineError(
          "%s: the %s could not be read: %s".formatted(file, what, e.getMessage()), e);
    }
  }
}
