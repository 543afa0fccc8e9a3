package io.accesstriage.rules;

import io.accesstriage.text.SafeText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a text is no expression of CEL, in words of those who write rules. The parser names the
 * tokens that it expects; people write "and", one "=" or a backslash too few, which is found here
 * by reading the text once.
 *
 * @param offset of the mistake in the text
 */
record SyntaxMistake(int offset, String message) {
  private static final Map<String, String> WORDS =
      Map.of(
          "and", "write && for \"and\"",
          "or", "write || for \"or\"",
          "not", "write !(…) for \"not\", such as !(principal.account in lists.partners)",
          "like", "write resource.arn.matches(r\"…\") for \"like\"",
          "is", "write == for \"is\"",
          "if", "write condition ? this : that for \"if\"");

  private static final Map<String, String> SIGNS =
      Map.of(
          "===", "write == for \"===\"",
          "=~", "write resource.arn.matches(r\"…\") for \"=~\"",
          "=", "write == to compare; = means nothing in a condition",
          "<>", "write != for \"<>\"",
          "&", "write && to join conditions; & means nothing in a condition",
          "|", "write || between alternatives; | means nothing in a condition",
          "~", "write resource.arn.matches(r\"…\") to compare with a pattern",
          "#", "write a comment as a YAML comment above the rule, or after // in the condition",
          ";", "a condition is one expression: join its parts by && or ||");

  /** Of several characters, the longer ones first. */
  private static final List<String> SEVERAL =
      List.of("===", "==", "=~", "!=", "<=", ">=", "<>", "&&", "||");

  private static final String CLOSING = ")]}";
  private static final String OPENING = "([{";
  private static final String OPERATORS = "&|=!<>+-*/%?:.,";

  /**
   * @param unexpected where the parser met the first thing that it did not expect; negative where
   *     that was the end
   */
  static SyntaxMistake in(String text, int unexpected) {
    if (text.isBlank()) {
      return new SyntaxMistake(0, "the condition is empty");
    }
    Scan scan = new Scan(text);
    Optional<SyntaxMistake> known = scan.run();
    if (known.isPresent()) {
      return known.get();
    }
    if (unexpected >= 0 && unexpected < text.stripTrailing().length()) {
      return new SyntaxMistake(
          unexpected, "%s is not expected here".formatted(tokenAt(text, unexpected)));
    }
    Integer open = scan.open.peekLast();
    if (open != null) {
      return new SyntaxMistake(open, "\"%s\" is not closed".formatted(text.charAt(open)));
    }
    return new SyntaxMistake(
        text.stripTrailing().length() - 1, "the condition ends here, but something has to follow");
  }

  private static String tokenAt(String text, int offset) {
    int end = offset;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    if (end > offset) {
      return SafeText.quoted(text.substring(offset, end), 60);
    }
    return text.charAt(offset) == '"' || text.charAt(offset) == '\''
        ? "a text"
        : SafeText.quoted(signAt(text, offset), 10);
  }

  /** The longest sign that CEL, or somebody else's language, has here. */
  private static String signAt(String text, int start) {
    for (String sign : SEVERAL) {
      if (text.startsWith(sign, start)) {
        return sign;
      }
    }
    return text.substring(start, text.offsetByCodePoints(start, 1));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** One way through the text. */
  private static final class Scan {
    private final String text;
    private final Deque<Integer> open = new ArrayDeque<>();

    /** Those of the brackets that "in" stands before: a list is meant. */
    private final Deque<Boolean> afterIn = new ArrayDeque<>();

    private int at;
    private String lastWord = "";
    private @Nullable SyntaxMistake found;

    Scan(String text) {
      this.text = text;
    }

    Optional<SyntaxMistake> run() {
      while (found == null && at < text.length()) {
        char c = text.charAt(at);
        if (c == '/' && next() == '/') {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        } else if (c == '"' || c == '\'') {
          text();
        } else if (isWord(c)) {
          word();
        } else if (Character.isWhitespace(c)) {
          at++;
        } else {
          sign(c);
        }
      }
      return Optional.ofNullable(found);
    }

    private char next() {
      return at + 1 < text.length() ? text.charAt(at + 1) : 0;
    }

    private void word() {
      int start = at;
      while (at < text.length() && isWord(text.charAt(at))) {
        at++;
      }
      String word = text.substring(start, at);
      if (at < text.length()
          && (text.charAt(at) == '"' || text.charAt(at) == '\'')
          && word.matches("(?i)r|b|rb|br")) {
        lastWord = word;
        return;
      }
      boolean isField = start > 0 && text.charAt(start - 1) == '.';
      boolean isCall = at < text.length() && text.charAt(at) == '(';
      String advice = WORDS.get(word.toLowerCase(Locale.ROOT));
      if (advice != null && !isField && !(isCall && !word.equalsIgnoreCase("not"))) {
        found = new SyntaxMistake(start, advice);
      }
      lastWord = word;
    }

    private void text() {
      int start = at;
      char quote = text.charAt(at);
      boolean isRaw =
          lastWord.matches("(?i)r|rb|br") && start > 0 && isWord(text.charAt(start - 1));
      String three = String.valueOf(quote).repeat(3);
      String end = text.startsWith(three, at) ? three : String.valueOf(quote);
      at += end.length();
      while (at < text.length() && !text.startsWith(end, at)) {
        char c = text.charAt(at);
        if (c == '\n' && end.length() == 1) {
          break;
        }
        if (c == '\\' && !isRaw && !isEscape(at)) {
          found =
              new SyntaxMistake(
                  at,
                  "\"%s\" means nothing in a text: write r before the quotes, r\"…\", so that a backslash stands for itself"
                      .formatted(
                          SafeText.line(text.substring(at, Math.min(at + 2, text.length())), 10)));
          return;
        }
        at += c == '\\' && !isRaw ? 2 : 1;
      }
      if (!text.startsWith(end, Math.min(at, text.length()))) {
        found = new SyntaxMistake(start, "the text that begins here has no closing quote");
        return;
      }
      at += end.length();
      lastWord = "";
    }

    private boolean isEscape(int backslash) {
      char c = backslash + 1 < text.length() ? text.charAt(backslash + 1) : 0;
      return switch (c) {
        case 'x', 'X' -> areHex(backslash + 2, 2);
        case 'u' -> areHex(backslash + 2, 4);
        case 'U' -> areHex(backslash + 2, 8);
        case '0', '1', '2', '3' -> text.substring(backslash + 1).matches("(?s)[0-3][0-7]{2}.*");
        default -> "abfnrtv\\?\"'`".indexOf(c) >= 0;
      };
    }

    private boolean areHex(int start, int digits) {
      return start + digits <= text.length()
          && text.substring(start, start + digits).matches("[0-9a-fA-F]+");
    }

    private void sign(char c) {
      if (OPENING.indexOf(c) >= 0) {
        open.addLast(at);
        afterIn.addLast(lastWord.equals("in"));
      } else if (CLOSING.indexOf(c) >= 0) {
        close(c);
      } else if (c == '“' || c == '”' || c == '„' || c == '‘' || c == '’') {
        found = new SyntaxMistake(at, "write straight quotes, \"…\", around a text");
      } else if (c == ','
          && Boolean.TRUE.equals(afterIn.peekLast())
          && text.charAt(open.getLast()) != '[') {
        found =
            new SyntaxMistake(open.getLast(), "write a list in square brackets, [\"…\", \"…\"]");
      } else if (c == ':'
          && open.stream().noneMatch(i -> text.charAt(i) == '{')
          && text.lastIndexOf('?', at) < 0) {
        found =
            new SyntaxMistake(
                at,
                text.startsWith("::", at) || lastWord.equals("arn")
                    ? "write a text in quotes, such as \"AWS::S3::Bucket\""
                    : "write a key that has a colon in it in brackets and quotes, such as access.condition[\"aws:PrincipalOrgID\"]");
      } else {
        operator(c);
      }
      lastWord = "";
      at++;
    }

    private void close(char c) {
      Integer opening = open.pollLast();
      afterIn.pollLast();
      if (opening == null) {
        found = new SyntaxMistake(at, "\"%s\" closes nothing that is open".formatted(c));
      } else if (OPENING.indexOf(text.charAt(opening)) != CLOSING.indexOf(c)) {
        found =
            new SyntaxMistake(
                opening, "\"%s\" is not closed before \"%s\"".formatted(text.charAt(opening), c));
      }
    }

    private void operator(char c) {
      int start = at;
      String sign = signAt(text, start);
      String advice = SIGNS.get(sign);
      if (advice != null) {
        found = new SyntaxMistake(start, advice);
      } else if (OPERATORS.indexOf(c) < 0) {
        found =
            new SyntaxMistake(
                start, "%s means nothing in a condition".formatted(SafeText.quoted(sign, 20)));
      }
      at = start + sign.length() - 1;
    }
  }
}
