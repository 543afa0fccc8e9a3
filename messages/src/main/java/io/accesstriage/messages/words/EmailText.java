package io.accesstriage.messages.words;

import io.accesstriage.messages.MessageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lays out plain text: paragraphs, sections, fields. Lines are broken between words at {@value
 * #WIDTH} columns; a longer word, such as an ARN, is never broken, since it is there to be copied.
 */
public final class EmailText {
  public static final int WIDTH = 80;

  /** A sign stays beside what it is of: "+ s3:PutObject". */
  private static final Pattern WORD_END = Pattern.compile("(?<! [+-]) ");

  private static final String INDENT = "  ";
  private static final int LABEL = 12;

  private final List<String> lines = new ArrayList<>();

  public EmailText paragraph(String text) {
    return wrapped("", "", text);
  }

  /** An empty line and a heading. */
  public EmailText section(String heading) {
    lines.add("");
    lines.add(heading);
    return this;
  }

  public EmailText gap() {
    lines.add("");
    return this;
  }

  /** How many lines there are so far. */
  public int lineCount() {
    return lines.size();
  }

  /** A sentence inside a section. */
  public EmailText sentence(String text) {
    return wrapped(INDENT, INDENT, text);
  }

  public EmailText bullet(String text) {
    return wrapped(INDENT + "- ", INDENT + "  ", text);
  }

  /** What belongs to the bullet before. */
  public EmailText detail(String text) {
    return wrapped(INDENT.repeat(3), INDENT.repeat(4), text);
  }

  public EmailText field(String label, String value) {
    return wrapped(
        INDENT + label + " ".repeat(Math.max(1, LABEL - Columns.of(label))),
        INDENT + " ".repeat(LABEL),
        value);
  }

  /** Lines to be copied, indented and otherwise as they are. */
  public EmailText block(String text) {
    text.lines().forEach(line -> lines.add(line.isEmpty() ? "" : INDENT.repeat(3) + line));
    return this;
  }

  /**
   * The text, cut at the end of a line to {@code maxBytes}, as {@link MessageSize} counts them.
   *
   * @return lines that end with a line feed
   */
  public String text(int maxBytes) {
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i) + "\n";
      bytes += MessageSize.of(line);
      if (bytes > maxBytes) {
        return text.append("(%d more lines were cut)\n".formatted(lines.size() - i)).toString();
      }
      text.append(line);
    }
    return text.toString();
  }

  private EmailText wrapped(String first, String next, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : WORD_END.split(text, -1)) {
      if (word.isEmpty()) {
        continue;
      }
      if (!empty && Columns.of(line + " " + word) > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(next);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
    return this;
  }
}
