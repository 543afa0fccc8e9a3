package io.accesstriage.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads a text file in the jar. */
public final class PackagedFile {
  private PackagedFile() {}

  /**
   * The rows of a table, a line each, without empty lines and comments, which begin with {@code #}.
   *
   * @param owner the class in whose package the file is
   */
  public static List<String> rows(Class<?> owner, String file) {
    return Stream.of(text(owner, file).split("\n", -1))
        .filter(row -> !row.isEmpty() && !row.startsWith("#"))
        .toList();
  }

  /**
   * The whole file.
   *
   * @param owner as of {@link #rows}
   */
  public static String text(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not packaged beside " + owner);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the packaged " + file, e);
    }
  }
}
