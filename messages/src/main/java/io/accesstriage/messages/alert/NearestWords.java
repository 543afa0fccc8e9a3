package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.finding.Finding;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.Words;
import java.util.List;
import java.util.Optional;

/** Why no rule archives a finding, and which comes nearest. */
final class NearestWords {
  private static final int LONGEST_REASON = 600;
  private static final int LONGEST_RULE = 300;

  private NearestWords() {}

  /** What forbids archiving it, without what an alert's first sentence says. */
  static List<String> guards(Finding finding, Decision decision) {
    Optional<String> first = finding.whyNotAnalyzed();
    return decision.explanation().guards().stream()
        .filter(guard -> !first.equals(Optional.of(guard)))
        .toList();
  }

  static String sentence(Finding finding, Decision decision) {
    if (finding.isError()) {
      return "No rule archives what could not be analyzed.";
    }
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
