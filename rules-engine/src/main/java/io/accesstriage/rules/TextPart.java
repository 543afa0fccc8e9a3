package io.accesstriage.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a condition asks of a text without comparing all of it: how it begins or ends, what it
 * contains, or which pattern it matches.
 *
 * @param words to follow what is asked, such as "a kind of principal"
 * @param literal what is asked for as it is written; empty for a pattern
 * @param wholeTexts that the text has to be one of; empty where it may be others
 */
record TextPart(String words, String literal, Predicate<String> fits, List<String> wholeTexts) {
  /** Anchored at both ends, nothing but texts, such as {@code ^(Role|User)$}. */
  private static final Pattern ALTERNATIVES =
      Pattern.compile("\\^(?:([\\w :-]+)|\\((?:\\?:)?([\\w :-]+(?:\\|[\\w :-]+)*)\\))\\$");

  TextPart {
    wholeTexts = List.copyOf(wholeTexts);
  }

  /** Nothing for a function that asks no such thing, and for what is no pattern. */
  static Optional<TextPart> of(String function, String text) {
    String quoted = SafeText.quoted(text, 100);
    return switch (function) {
      case "startsWith" -> part("begins with " + quoted, text, known -> known.startsWith(text));
      case "endsWith" -> part("ends with " + quoted, text, known -> known.endsWith(text));
      case "contains" -> part("contains " + quoted, text, known -> known.contains(text));
      case "matches" -> pattern(text, "matches " + quoted);
      default -> Optional.empty();
    };
  }

  private static Optional<TextPart> part(String words, String literal, Predicate<String> fits) {
    return Optional.of(new TextPart(words, literal, fits, List.of()));
  }

  private static Optional<TextPart> pattern(String pattern, String words) {
    Pattern compiled;
    try {
      compiled = Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      // Noted where patterns are compiled.
      return Optional.empty();
    }
    return Optional.of(
        new TextPart(words, "", known -> compiled.matcher(known).find(), alternatives(pattern)));
  }

  private static List<String> alternatives(String pattern) {
    Matcher matcher = ALTERNATIVES.matcher(pattern);
    return matcher.matches()
        ? Stream.of(matcher.group(1), matcher.group(2))
            .filter(Objects::nonNull)
            .flatMap(texts -> Stream.of(texts.split("\\|", -1)))
            .toList()
        : List.of();
  }
}
