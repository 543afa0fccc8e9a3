package io.accesstriage.cli.proof;

import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.prover.Example;
import io.accesstriage.prover.suggest.Suggestion;
import io.accesstriage.text.SafeText;
import java.util.stream.Collectors;

/** What is said of a suggestion in sentences. What findings say is made harmless. */
public final class SuggestionWords {
  public static final int LONGEST_SENTENCE = 400;

  private SuggestionWords() {}

  /** The nearest finding seen that it does not archive, and why. */
  public static String left(Suggestion suggestion) {
    Suggestion.Left left = suggestion.left();
    if (left == null) {
      return "no other finding of this kind was seen";
    }
    String sentence =
        SafeText.line(FindingWords.sentence(left.subject().finding()), LONGEST_SENTENCE);
    return left.missing().isEmpty()
        ? sentence + " (a guard holds it back)"
        : "%s (not true: %s)"
            .formatted(
                sentence,
                left.missing().stream()
                    .map(missing -> SafeText.line(missing.expression(), LONGEST_SENTENCE))
                    .collect(Collectors.joining("; ")));
  }

  /** The nearest imaginable finding that it archives. */
  public static String beyond(Suggestion suggestion) {
    Example beyond = suggestion.beyond();
    return beyond == null
        ? "no resource or principal that was not seen"
        : SafeText.line(FindingWords.sentence(beyond.subject().finding()), LONGEST_SENTENCE);
  }
}
