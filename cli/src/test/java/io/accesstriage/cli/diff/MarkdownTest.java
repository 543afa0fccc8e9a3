package io.accesstriage.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          plain                       ~ `plain`
          a`b``c                      ~ `a\\u0060b\\u0060\\u0060c`
          a|b                         ~ `a\\u007cb`
          <img src=x onerror=alert>   ~ `<img src=x onerror=alert>`
          @octocat #1 [x](http://e.x) ~ `@octocat #1 [x](http://e.x)`
          ''                          ~ (none)
          '  '                        ~ (none)
          """)
  void code_ofText_isOneSpan(String text, String expected) {
    assertEquals(expected, Markdown.code(text, 100));
  }

  @Test
  void code_ofLines_isOnOne() {
    assertEquals("`a\\u000a### b\\u2028c\\u202e`", Markdown.code("a\n### b\u2028c\u202e", 100));
  }

  @Test
  void code_ofALongText_isCut() {
    assertEquals("`" + "x".repeat(9) + "…`", Markdown.code("x".repeat(1_000), 10));
    assertTrue(Markdown.code("`".repeat(1_000), 10).length() <= 12);
  }

  /** Whatever it is, it neither ends its span nor its cell nor its line. */
  @Test
  void code_ofAnyText_staysInItsSpan() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(30); j > 0; j--) {
        text.append("`|\\\n\r\t <>&[]()!*_#@$~-".charAt(random.nextInt(22)));
      }
      String code = Markdown.code(text.toString(), 40);
      if (!code.equals("(none)")) {
        String inside = code.substring(1, code.length() - 1);
        assertTrue(code.startsWith("`") && code.endsWith("`"), code);
        assertFalse(inside.matches("(?s).*[`|\\p{Cntrl}].*"), code);
      }
    }
  }
}
