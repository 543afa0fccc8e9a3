package io.accesstriage.yaml;

import io.accesstriage.text.SafeText;

/**
 * Something in a file that loads and is probably not meant.
 *
 * @param file its name
 * @param line from 1
 * @param column from 1
 * @param message what it is and what may be meant
 */
public record Warning(String file, int line, int column, String message) {
  private static final int LONGEST_MESSAGE = 2_000;

  /** On one line, as compilers print it. */
  public String text() {
    return "%s:%d:%d: warning: %s"
        .formatted(file, line, column, SafeText.line(message, LONGEST_MESSAGE));
  }
}
