package io.accesstriage.cli.diff;

import io.accesstriage.text.SafeText;

/**
 * Hostile text in Markdown. In a code span there are no links, images, HTML, mentions of people or
 * references to issues; only its end and a table cell's end have to be kept out.
 */
final class Markdown {
  private Markdown() {}

  /** The text in a code span that fits into a table cell, at most {@code max} characters long. */
  static String code(String text, int max) {
    String line = SafeText.line(text, max).replace("`", "\\u0060").replace("|", "\\u007c").strip();
    String cut = line.length() <= max ? line : line.substring(0, max - 1) + "…";
    return cut.isEmpty() ? "(none)" : "`" + cut + "`";
  }
}
