package io.accesstriage.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"plain text, \"quoted\"", "Größe 中文 😀", "C:\\dir\\u0041", ""})
  void line_harmlessText_isUnchanged(String text) {
    assertEquals(text, SafeText.line(text, 100));
  }

  @Test
  void line_invisibleOrSteeringCharacters_areEscaped() {
    assertEquals("a\\u000ab\\u000d\\u0009c", SafeText.line("a\nb\r\tc", 100));
    assertEquals("\\u0000\\u007f\\u0085", SafeText.line("\0\u007f\u0085", 100));
    assertEquals("\\u001b[31mred\\u001b[0m", SafeText.line("\u001b[31mred\u001b[0m", 100));
    assertEquals("\\u009b31m", SafeText.line("\u009b31m", 100));
    assertEquals("user\\u202etxt.exe\\u202c", SafeText.line("user\u202etxt.exe\u202c", 100));
    assertEquals("\\u2066a\\u2069\\u200f", SafeText.line("\u2066a\u2069\u200f", 100));
    assertEquals(
        "a\\u200bd\\u200c\\u200dm\\ufeffin\\u00ad",
        SafeText.line("a\u200bd\u200c\u200dm\ufeffin\u00ad", 100));
    assertEquals("\\u2028\\u2029", SafeText.line("\u2028\u2029", 100));
    assertEquals("\\ue000", SafeText.line("\ue000", 100));
    assertEquals("\\udb40\\udc41", SafeText.line(Character.toString(0xe0041), 100));
  }

  @Test
  void line_spacesOfUnusualWidth_areEscaped() {
    assertEquals("a\\u00a0b\\u2003\\u3000 c", SafeText.line("a\u00a0b\u2003\u3000 c", 100));
  }

  @Test
  void isBlank_charactersThatShowNothing_isTrue() {
    assertTrue(SafeText.isBlank("\ufffc \u00a0" + Character.toString(0x16fe4)));
    assertTrue(SafeText.isBlank(Character.toString(0x1d159)));
  }

  @Test
  void line_unpairedSurrogates_areEscaped() {
    assertEquals("a\\ud800b", SafeText.line("a\ud800b", 100));
    assertEquals("\\udc00\\ud800", SafeText.line("\udc00\ud800", 100));
    assertEquals("😀", SafeText.line("\ud83d\ude00", 100));
  }

  @Test
  void line_longerThanMax_isCutWithAnEllipsis() {
    assertEquals("abc", SafeText.line("abc", 3));
    assertEquals("ab…", SafeText.line("abcd", 3));
    assertEquals("…", SafeText.line("abcd", 1));
    assertEquals("", SafeText.line("", 1));
  }

  @Test
  void line_cut_neverSplitsACharacterOrAnEscape() {
    assertEquals("a…", SafeText.line("a😀b", 3));
    assertEquals("a😀…", SafeText.line("a😀bc", 4));
    assertEquals("ab…", SafeText.line("ab\u202e", 7));
    assertEquals("ab\\u202e", SafeText.line("ab\u202e", 8));
  }

  @Test
  void line_lettersAndMarksThatShowNothing_areEscaped() {
    assertEquals("\\u3164x\\u2800", SafeText.line("\u3164x\u2800", 100));
    assertEquals("a\\u034f\\u115f\\u1160\\uffa0", SafeText.line("a\u034f\u115f\u1160\uffa0", 100));
    assertEquals("x\\ufe0f\\u200d", SafeText.line("x\ufe0f\u200d", 100));
    assertEquals("a\\u180b\\u17b4", SafeText.line("a\u180b\u17b4", 100));
    assertEquals("a\\udb40\\udd00", SafeText.line("a" + Character.toString(0xe0100), 100));
  }

  @Test
  void line_marksOverALetter_areKeptIfTheyAreFew() {
    assertEquals(
        "e\u0302\u0301 \u05d0\u05bc\u05b8", SafeText.line("e\u0302\u0301 \u05d0\u05bc\u05b8", 100));
    assertEquals("a\u0301\u0302\\u0303\\u0304b", SafeText.line("a\u0301\u0302\u0303\u0304b", 100));
    assertEquals("\\u0301a", SafeText.line("\u0301a", 100));
    assertEquals("\\u200b\\u0301", SafeText.line("\u200b\u0301", 100));
    assertEquals("\"\\u0301\"", SafeText.quoted("\u0301", 100));
    String flood = SafeText.line("a" + "\u0301".repeat(50), 10_000);
    assertEquals(flood, SafeText.line(flood, 10_000));
  }

  @Test
  void line_anyText_isHarmlessAndNeverLongerThanMax() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String text = randomText(random);
      int max = 1 + random.nextInt(40);

      String line = SafeText.line(text, max);

      assertTrue(line.length() <= max, "seed " + seed + ": " + line.length() + " > " + max);
      assertTrue(line.codePoints().noneMatch(SafeTextTest::isHarmful), "seed " + seed);
      if (line.length() < max && !line.endsWith("…")) {
        assertEquals(line, SafeText.line(text, Integer.MAX_VALUE), "seed " + seed);
      }
    }
  }

  @Test
  void quoted_quotesAndBackslashes_areEscaped() {
    assertEquals("\"say \\\"hi\\\" \\\\ bye\"", SafeText.quoted("say \"hi\" \\ bye", 100));
    assertEquals("\"ab…\"", SafeText.quoted("abcd", 3));
  }

  @Test
  void quoted_harmlessText_parsesBack() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(30), 0x20, 0x3000)
          .filter(c -> !isHarmful(c) && Character.isDefined(c))
          .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
          .filter(c -> Character.getType(c) != Character.ENCLOSING_MARK)
          .forEach(text::appendCodePoint);
      text.append(random.nextBoolean() ? "\"" : "\\");

      assertEquals(
          TextNode.valueOf(text.toString()),
          Json.read(SafeText.quoted(text.toString(), 1_000), "quoted"),
          "seed " + seed);
    }
  }

  @Test
  void quoted_anyText_isOneHarmlessJsonText() {
    for (long seed = 0; seed < 2_000; seed++) {
      String quoted = SafeText.quoted(randomText(new Random(seed)), 1_000);

      assertTrue(quoted.codePoints().noneMatch(SafeTextTest::isHarmful), "seed " + seed);
      assertTrue(Json.read(quoted, "quoted").isTextual(), "seed " + seed);
    }
  }

  @Test
  void ascii_anyText_isPrintableAsciiOfAtMostMax() {
    assertEquals("Gr??e \\u000a ?", SafeText.ascii("Größe \n 😀", 100));
    assertEquals("abcde", SafeText.ascii("abcde", 5));
    assertEquals("ab...", SafeText.ascii("abcdef", 5));
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int max = 3 + random.nextInt(60);

      String ascii = SafeText.ascii(randomText(random), max);

      assertTrue(ascii.length() <= max, "seed " + seed);
      assertFalse(ascii.chars().anyMatch(c -> c < 0x20 || c > 0x7e), "seed " + seed);
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(60); length > 0; length--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append((char) random.nextInt(0x100));
        case 1 -> text.append((char) (0x2000 + random.nextInt(0x80)));
        case 2 -> text.append((char) (0xd700 + random.nextInt(0x900)));
        case 3 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  /** Written independently of the class under test. */
  private static boolean isHarmful(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
        || (c >= 0xd800 && c <= 0xdfff)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
