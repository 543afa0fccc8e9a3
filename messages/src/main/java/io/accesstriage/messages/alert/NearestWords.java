package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.Words;

/** Says that no rule archives a finding, and which comes nearest. */
final class NearestWords {
  private static final int LONGEST_REASON = 600;
  private static final int LONGEST_RULE = 300;

  private NearestWords() {}

  static String sentence(Decision decision) {
    Explanation why = decision.explanation();
    return why.nearestRule()
        .map(near -> "No archive rule covers it. Nearest: %s.".formatted(name(near)))
        .orElseGet(() -> none(decision));
  }

  private static String none(Decision decision) {
    if (decision.explanation().otherArchiveRules() > 0) {
      return "No archive rule covers it.";
    }
    return decision.reason().isEmpty()
        ? "No archive rule covers it."
        : Words.sentence(Defanged.text(decision.reason(), LONGEST_REASON));
  }

  static String name(Explanation.Near near) {
    return Defanged.text(near.rule(), LONGEST_RULE);
  }
}
