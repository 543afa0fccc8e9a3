package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextTest {
  private static final long SEED = 20261130;

  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "ab",
          "ba",
          "é",
          "\uD83D\uDE00",
          ".",
          "^",
          "$",
          "*",
          "+",
          "?",
          "??",
          "{2}",
          "{0,1}",
          "{",
          "}",
          "(",
          "(?:",
          "(?i)",
          "(?P<n>",
          ")",
          "|",
          "[ab]",
          "[^b]",
          "[]a]",
          "[a\\]]",
          "[[:alpha:]]",
          "\\d",
          "\\.",
          "\\Qa+\\E",
          "\\pL",
          "\\x61",
          "\\x{62}",
          "\\101",
          "\\b",
          "\\(",
          "\\\\");

  @ParameterizedTest
  @CsvSource({
    "'^arn:aws:iam::[0-9]{12}:role/vendor-[a-z]+$', ':role/vendor-'",
    "'.*:key/[0-9a-f]{8}-team-7-.*', '-team-7-'",
    "'^(dev|test)-', '-'",
    "'reports?-2026', report",
    "'ab+c', ab",
    "'deploy|release', ''",
    "'(?i)deploy', ''",
    "'', ''",
  })
  void usualPatterns_requireTheirLongestText(String regex, String required) {
    assertEquals(required, RequiredText.of(regex));
  }

  /** Of RE2's whole syntax: what is not understood requires nothing. */
  @Test
  void text_thatAPatternFinds_containsWhatItRequires() {
    Random random = new Random(SEED);
    int required = 0;
    for (int i = 0; i < 200_000; i++) {
      String regex = joined(PIECES, random, 7);
      Pattern pattern;
      try {
        pattern = Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        continue;
      }
      String text = RequiredText.of(regex);
      String searched =
          joined(
              List.of("a", "b", "é", "\uD83D\uDE00", "A", ".", "+", "(", "\\", "{", "}", "1"),
              random,
              8);
      if (!text.isEmpty() && pattern.matcher(searched).find()) {
        required++;
        assertTrue(
            searched.contains(text), () -> "%s of %s in %s".formatted(text, regex, searched));
      }
    }
    assertTrue(required > 1_000, "seldom required: " + required);
  }

  private static String joined(List<String> pieces, Random random, int most) {
    StringBuilder joined = new StringBuilder();
    for (int i = random.nextInt(most) + 1; i > 0; i--) {
      joined.append(pieces.get(random.nextInt(pieces.size())));
    }
    return joined.toString();
  }
}
