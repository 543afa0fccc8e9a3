package io.accesstriage.text;

/**
 * Makes hostile text harmless: names, tags and conditions are written by whoever owns a resource.
 *
 * <p>Control characters, line and paragraph separators, bidirectional and other invisible format
 * characters and unpaired surrogates become {@code \\uXXXX}, so that they can neither end a line,
 * steer a terminal nor reorder what a reader sees.
 */
public final class SafeText {
  private static final String CUT = "…";

  private SafeText() {}

  /** The text on one line, at most {@code max} characters long; a cut is marked by an ellipsis. */
  public static String line(String text, int max) {
    return shown(text, max, false);
  }

  /** The same in double quotes, with quotes and backslashes inside escaped. */
  public static String quoted(String text, int max) {
    return '"' + shown(text, max, true) + '"';
  }

  /**
   * The text of printable ASCII characters only, as an email subject needs; others become {@code
   * ?}.
   */
  public static String ascii(String text, int max) {
    StringBuilder ascii = new StringBuilder();
    line(text, Integer.MAX_VALUE)
        .codePoints()
        .forEach(c -> ascii.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
    return ascii.length() <= max ? ascii.toString() : ascii.substring(0, max - 3) + "...";
  }

  private static String shown(String text, int max, boolean inQuotes) {
    if (!inQuotes && text.length() <= max && isPrintableAscii(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(Math.min(text.length(), max) + 8);
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      String shown = shown(c, inQuotes);
      int room = max - (i < text.length() ? CUT.length() : 0);
      if (line.length() + shown.length() > room) {
        return line.append(CUT).toString();
      }
      line.append(shown);
    }
    return line.toString();
  }

  /** As almost every text is. */
  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static String shown(int c, boolean inQuotes) {
    if (inQuotes && (c == '"' || c == '\\')) {
      return "\\" + (char) c;
    }
    return isHarmless(c) ? Character.toString(c) : escaped(c);
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escaped(int c) {
    StringBuilder escaped = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      escaped.append("\\u%04x".formatted((int) unit));
    }
    return escaped.toString();
  }
}
