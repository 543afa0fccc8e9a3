package io.accesstriage.cli.io;

import io.accesstriage.text.InputText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** Reads the files that a command line names. */
public final class InputFile {
  private InputFile() {}

  /**
   * @param what names the file's purpose in error messages, such as "rules file"
   * @throws CommandLineError where it cannot be read
   */
  public static String text(Path file, String what) {
    try {
      return InputText.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /**
   * The meaning of a file.
   *
   * @param parser takes the file's name and text
   * @throws CommandLineError where it cannot be read, or is nested deeper than a parser can follow
   */
  public static <T> T parsed(Path file, String what, BiFunction<String, String, T> parser) {
    String text = text(file, what);
    try {
      return parser.apply(file.toString(), text);
    } catch (StackOverflowError e) {
      throw new CommandLineError("%s:1:1: the %s is nested too deep".formatted(file, what), e);
    }
  }

  /** Why reading failed, without the file's name: the message of many exceptions is no more. */
  public static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof CharacterCodingException) {
      return "it is no text in UTF-8 or UTF-16";
    }
    return String.valueOf(e.getMessage());
  }

  /** That a file or folder could not be read, and why. */
  public static CommandLineError unreadable(Path file, String what, IOException e) {
    return new CommandLineError(
        e instanceof NoSuchFileException
            ? "%s: there is no such %s".formatted(file, what)
            : "%s: the %s could not be read: %s".formatted(file, what, why(e)),
        e);
  }
}
