package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternLanguageTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          ":",
          "\\.",
          ".",
          "^",
          "$",
          "[ab]",
          "[^a]",
          "[^:]*",
          "(a|b)",
          "(?:ab)+",
          "a*",
          "b?",
          "\\d",
          "\\w",
          "[a-c-]",
          "a{2}",
          "b{1,2}",
          "|",
          "(^|:)",
          "[0-9]{2}",
          "\\s",
          "x+?",
          "é",
          "😀");
  private static final List<String> TEXTS =
      List.of(
          "", "a", "b", "ab", "aa", "ba", ":a", "a:b", ".", "a.b", "abab", "12", "a1", "a\n", "\n",
          "é", "😀", "a😀b", "xx", "b:", "aab", "abb", "-", "c", " ");

  @Test
  void of_randomPatterns_haveTheTextsInWhichRe2FindsThem() {
    Random random = new Random(5);
    int read = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int j = random.nextInt(6); j >= 0; j--) {
        pattern.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      Pattern re2;
      try {
        re2 = Pattern.compile(pattern.toString());
      } catch (PatternSyntaxException e) {
        continue;
      }
      Optional<Language> language = PatternLanguage.of(pattern.toString());
      if (language.isEmpty()) {
        continue;
      }
      read++;
      for (String text : TEXTS) {
        assertEquals(
            re2.matcher(text).find(), language.get().has(text), pattern + " in \"" + text + "\"");
      }
    }
    assertTrue(read > 2_000, read + " were read");
  }

  /** Its automaton would have 2^20 states, or be as large as no memory. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a|b)*a(a|b){20}$",
        "a.{30}b",
        "((a{1000}){1000}){1000}",
        "(x?y?z?){1000}",
        "^(([a-z]{1,50}:){1,50}){1,50}$"
      })
  void of_patternWhoseAutomatonExplodes_isNothingSoon(String pattern) {
    assertTimeout(
        Duration.ofSeconds(10), () -> assertEquals(Optional.empty(), PatternLanguage.of(pattern)));
  }

  @Test
  void of_charactersThatStandForSomethingHere_isNothing() {
    for (String pattern : List.of("\ufdd0a", "a\ufdd1", "[\ufdd2]", "[a\ufdef]")) {
      assertEquals(Optional.empty(), PatternLanguage.of(pattern));
    }
  }

  /** A repetition after a value repeats its last character, in a class it is several. */
  @Test
  void of_valueThatIsRepeatedOrInAClass_isNothing() {
    List<Language> values = List.of(Language.of("ab"));
    for (String pattern : List.of("^\ufdd2+$", "^\ufdd2{2}$", "^[\ufdd2]$", "^x\ufdd2?$")) {
      assertEquals(Optional.empty(), PatternLanguage.of(pattern, values));
    }
    assertTrue(PatternLanguage.of("^\ufdd2c+$", values).orElseThrow().has("abcc"));
  }

  @Test
  void of_whatIsNotRead_isNothing() {
    for (String pattern :
        List.of("(?i)a", "\\bword\\b", "\\pL", "[[:alpha:]]", "a{2}{3}", "\\Qa\\E", "\\x41")) {
      assertEquals(Optional.empty(), PatternLanguage.of(pattern), pattern);
    }
  }
}
