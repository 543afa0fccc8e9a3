package io.accesstriage.yaml;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A text of a YAML file that knows where each of its characters stands in the file. */
public final class YamlText {
  private static final Pattern CUT = Pattern.compile("[ \\t]+#[^\\s#]");

  private final YamlFile file;
  private final ScalarNode node;

  YamlText(YamlFile file, ScalarNode node) {
    this.file = file;
    this.node = node;
  }

  public String value() {
    return node.getValue();
  }

  /** Whether a comment without a space begins where it ends, as in {@code ticket #4711}. */
  public boolean isCutByComment() {
    String text = file.text();
    return node.getEndMark()
        .map(file::index)
        .filter(end -> CUT.matcher(text).region(end, text.length()).lookingAt())
        .isPresent();
  }

  /** The name of the file that it is of. */
  public String file() {
    return file.name();
  }

  /** Notes a mistake at the text's start. */
  public void problem(String message) {
    file.problem(node, message);
  }

  /**
   * Notes a mistake inside the text.
   *
   * @param offset of the character in {@link #value}
   */
  public void problem(int offset, String message) {
    Place place = place(offset);
    file.problem(place.line(), place.column(), message);
  }

  /** Whether anybody wants to know of what is no mistake. */
  public boolean takesWarnings() {
    return file.takesWarnings();
  }

  /** Notes at the text's start what is no mistake. */
  public void warning(String message) {
    Place place = start();
    file.warning(place.line(), place.column(), message);
  }

  /** Notes inside the text what is no mistake. */
  public void warning(int offset, String message) {
    Place place = place(offset);
    file.warning(place.line(), place.column(), message);
  }

  private Place place(int offset) {
    int index = indexInFile(offset);
    if (index < 0) {
      return start();
    }
    String before = file.text().substring(0, index);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(file.name(), line, index - before.lastIndexOf('\n'));
  }

  private Place start() {
    return node.getStartMark()
        .map(mark -> new Place(file.name(), mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Place(file.name(), 1, 1));
  }

  /**
   * YAML folds and indents only by white space, so the n-th other character of the value is the
   * n-th of the source, where an escape in a quoted text counts as what it stands for.
   */
  private int indexInFile(int offset) {
    Mark start = node.getStartMark().orElse(null);
    if (start == null) {
      return -1;
    }
    String text = file.text();
    int begin = file.index(start);
    int index =
        switch (node.getScalarStyle()) {
          case FOLDED, LITERAL -> afterLine(text, begin);
          case SINGLE_QUOTED, DOUBLE_QUOTED -> begin + 1;
          case PLAIN, JSON_SCALAR_STYLE -> begin;
        };
    long wanted =
        value()
            .substring(0, Math.min(offset, value().length()))
            .chars()
            .filter(YamlText::isInk)
            .count();
    long seen = 0;
    while (index < text.length()) {
      int length = escapeLength(text, index);
      if (length > 1 ? isInkEscape(text, index) : isInk(text.charAt(index))) {
        if (seen == wanted) {
          return index;
        }
        seen++;
      }
      index += length;
    }
    return -1;
  }

  /** The length of the escape that begins here, 1 where none does. */
  private int escapeLength(String text, int index) {
    char c = text.charAt(index);
    char next = index + 1 < text.length() ? text.charAt(index + 1) : ' ';
    return switch (node.getScalarStyle()) {
      case SINGLE_QUOTED -> c == '\'' && next == '\'' ? 2 : 1;
      case DOUBLE_QUOTED ->
          c != '\\'
              ? 1
              : switch (next) {
                case 'x' -> 4;
                case 'u' -> 6;
                case 'U' -> 10;
                default -> 2;
              };
      case FOLDED, LITERAL, PLAIN, JSON_SCALAR_STYLE -> 1;
    };
  }

  /** Whether an escape stands for something other than white space, or for a line that goes on. */
  private static boolean isInkEscape(String text, int index) {
    return "nrt \t\n\rNLPfv_".indexOf(text.charAt(index + 1)) < 0;
  }

  private static int afterLine(String text, int index) {
    int end = text.indexOf('\n', index);
    return end < 0 ? text.length() : end + 1;
  }

  private static boolean isInk(int c) {
    return !Character.isWhitespace(c);
  }
}
