package io.accesstriage.messages.words;

/** How wide a text is where every letter has the same width, as in a terminal. */
public final class Columns {
  private Columns() {}

  /** Two for what East Asian scripts and emoji take, none for marks drawn over a letter. */
  public static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /**
   * The blocks of wide and full-width characters, and emoji.
   *
   * @see <a href="https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt">East Asian
   *     Width</a>
   */
  private static boolean isWide(int c) {
    return isIn(c, 0x1100, 0x115f)
        || isIn(c, 0x2e80, 0xa4cf)
        || isIn(c, 0xa960, 0xa97f)
        || isIn(c, 0xac00, 0xd7a3)
        || isIn(c, 0xf900, 0xfaff)
        || isIn(c, 0xfe30, 0xfe6f)
        || isIn(c, 0xff01, 0xff60)
        || isIn(c, 0xffe0, 0xffe6)
        || isIn(c, 0x16fe0, 0x1b2ff)
        || isIn(c, 0x1f300, 0x1faff)
        || isIn(c, 0x20000, 0x3fffd);
  }

  private static boolean isIn(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
