package io.accesstriage.yaml;

/**
 * A mistake in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what to do
 */
public record Problem(int line, int column, String message) implements Comparable<Problem> {
  @Override
  public int compareTo(Problem other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  /** The problem as compilers print it: place, message, the line and a caret under the place. */
  String render(String file, String[] lines) {
    String head = "%s:%d:%d: %s".formatted(file, line, column, message);
    if (line > lines.length || lines[line - 1].isBlank()) {
      return head;
    }
    String source = io.accesstriage.text.SafeText.line(lines[line - 1].replace('\t', ' '), 160);
    return head + "\n  " + source + "\n  " + " ".repeat(Math.min(column - 1, 160)) + "^";
  }
}
