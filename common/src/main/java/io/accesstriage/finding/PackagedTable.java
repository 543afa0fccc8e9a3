package io.accesstriage.finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A text file in the jar, a row a line; its comments begin with {@code #}. */
public final class PackagedTable {
  private PackagedTable() {}

  /**
   * The rows, without comments and empty lines.
   *
   * @param owner the class in whose package the file is
   */
  public static List<String> rows(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not packaged beside " + owner);
      }
      return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1))
          .filter(row -> !row.isEmpty() && !row.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the packaged " + file, e);
    }
  }
}
