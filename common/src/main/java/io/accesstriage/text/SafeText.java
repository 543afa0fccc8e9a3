package io.accesstriage.text;

import java.util.HexFormat;

/**
 * Makes hostile text harmless: names, tags and conditions are written by whoever owns a resource.
 *
 * <p>Control characters, line and paragraph separators, bidirectional and other invisible
 * characters, unpaired surrogates and spaces of unusual width become {@code \\uXXXX}, so that they
 * can neither end a line, push words to where a heading would stand, steer a terminal, reorder what
 * a reader sees nor make two names look the same. Of the marks that are drawn over the character
 * before them, only the first few are kept: a flood of them covers the lines around.
 */
public final class SafeText {
  private static final String CUT = "…";

  /** As many as a letter of most living languages has. */
  private static final int MOST_MARKS = 2;

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
    line(text.replace("…", "..."), Integer.MAX_VALUE)
        .codePoints()
        .forEach(c -> ascii.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
    return ascii.length() <= max ? ascii.toString() : ascii.substring(0, max - 3) + "...";
  }

  private static String shown(String text, int max, boolean inQuotes) {
    if (!inQuotes && text.length() <= max && isPrintableAscii(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(Math.min(text.length(), max) + 8);
    int marks = MOST_MARKS;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean isMark = isMark(c);
      boolean isShown = isHarmless(c) && (!isMark || marks < MOST_MARKS);
      marks = isMark ? marks + 1 : isShown ? 0 : MOST_MARKS;
      String shown = isShown ? shown(c, inQuotes) : escaped(c);
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
    return inQuotes && (c == '"' || c == '\\') ? "\\" + (char) c : Character.toString(c);
  }

  /** Drawn over the character before it. */
  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  /**
   * Whether it can stand in a text as it is: it neither steers nor hides. Only the ordinary space
   * can.
   */
  public static boolean isHarmless(int c) {
    return isCharacter(c)
        && !isInvisible(c)
        && (c == ' ' || Character.getType(c) != Character.SPACE_SEPARATOR);
  }

  /** Whether a reader sees nothing of the text, be it of spaces of any kind or invisible. */
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(c -> c == ' ' || !isHarmless(c));
  }

  private static boolean isCharacter(int c) {
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

  /**
   * The letters, marks and symbols that show nothing: what is to be ignored by default and not of
   * the types above, and the empty Braille pattern, notehead, object and Khitan filler.
   *
   * @see <a
   *     href="https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt">Default_Ignorable_Code_Point</a>
   */
  private static boolean isInvisible(int c) {
    return switch (c) {
      case 0x34f,
          0x115f,
          0x1160,
          0x17b4,
          0x17b5,
          0x2800,
          0x3164,
          0xffa0,
          0xfffc,
          0x16fe4,
          0x1d159 ->
          true;
      default ->
          (c >= 0x180b && c <= 0x180f)
              || (c >= 0xfe00 && c <= 0xfe0f)
              || (c >= 0xe0000 && c <= 0xe0fff);
    };
  }

  private static String escaped(int c) {
    StringBuilder escaped = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      escaped.append("\\u").append(HexFormat.of().toHexDigits(unit));
    }
    return escaped.toString();
  }
}
