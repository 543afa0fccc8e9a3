package io.accesstriage.yaml;

import io.accesstriage.text.SafeText;

/**
 * A mistake in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what to do
 */
public record Problem(int line, int column, String message) implements Comparable<Problem> {
  /** A message quotes names of the file, a line is of the file: nobody reads more of them. */
  private static final int LONGEST_MESSAGE = 2_000;

  private static final int LONGEST_SOURCE = 160;

  @Override
  public int compareTo(Problem other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  /** The problem as compilers print it: place, message, the line and a caret under the place. */
  String render(String file, String[] lines) {
    String head =
        "%s:%d:%d: %s".formatted(file, line, column, SafeText.line(message, LONGEST_MESSAGE));
    if (line > lines.length || lines[line - 1].isBlank()) {
      return head;
    }
    String source = SafeText.line(lines[line - 1].replace('\t', ' '), LONGEST_SOURCE);
    return head + "\n  " + source + "\n  " + " ".repeat(Math.min(column - 1, LONGEST_SOURCE)) + "^";
  }
}
