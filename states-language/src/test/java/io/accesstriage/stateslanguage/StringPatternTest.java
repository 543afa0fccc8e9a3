package io.accesstriage.stateslanguage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class StringPatternTest {
  private static final long SEED = 20261125;

  private static boolean matches(String pattern, String value) {
    return StringPattern.parse(pattern).orElseThrow().matches(value);
  }

  @Test
  void matches_escapedStarAndBackslash_areLiteral() {
    assertEquals(true, matches("a\\*b", "a*b"));
    assertEquals(false, matches("a\\*b", "axb"));
    assertEquals(true, matches("a\\\\*", "a\\xyz"));
    assertEquals(false, matches("a\\\\", "a\\\\"));
  }

  @Test
  void matches_wildcardOverlap_isNotCountedTwice() {
    assertEquals(false, matches("ab*ba", "aba"));
    assertEquals(true, matches("ab*ba", "abba"));
    assertEquals(false, matches("a*b*b", "ab"));
  }

  @Test
  void matches_lineBreaks_areCharacters() {
    assertEquals(true, matches("a*b", "a\n\nb"));
  }

  @Test
  void parse_otherEscape_isEmpty() {
    assertEquals(Optional.empty(), StringPattern.parse("a\\b"));
    assertEquals(Optional.empty(), StringPattern.parse("a\\"));
  }

  @Test
  void matches_anyPattern_agreesWithRegularExpressions() {
    Random random = new Random(SEED);
    for (int i = 0; i < 50_000; i++) {
      String pattern = draw(random, "aab*", 6);
      String value = draw(random, "aab", 8);
      boolean expected = Pattern.matches(pattern.replace("*", ".*"), value);
      assertEquals(
          expected,
          matches(pattern, value),
          "seed " + SEED + ", case " + i + ": " + pattern + " on " + value);
    }
  }

  private static String draw(Random random, String alphabet, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(maxLength + 1); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
