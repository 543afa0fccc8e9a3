package io.accesstriage.rules.testing;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One case of a test file.
 *
 * @param file its name
 * @param line of the file where it begins
 * @param leaves the archive rules that this finding is meant to be an example against
 */
record RuleTestCase(
    String name,
    String file,
    int line,
    Subject subject,
    Expectation expected,
    List<String> leaves) {

  /** The rule that has to archive the finding. */
  Optional<String> archivedBy() {
    return expected.outcome() == Outcome.ARCHIVE ? Optional.of(expected.rule()) : Optional.empty();
  }

  /** The notify rule that has to alert, if it does since it is true and not for want of facts. */
  Optional<String> alertedBy(RuleSet rules) {
    return expected.outcome() == Outcome.NOTIFY
        ? Optional.of(expected.rule())
            .filter(rule -> rules.judge(subject).notifies(rule) == Truth.TRUE)
        : Optional.empty();
  }

  RuleTestReport.Result run(RuleSet rules) {
    Judgement judgement = rules.judge(subject);
    Expectation actual = Expectation.of(judgement);
    List<String> mistakes = new ArrayList<>();
    if (!expected.isMetBy(actual)) {
      mistakes.add("expected " + expected.text());
      mistakes.add("     got " + actual.text());
      if (isUnknown(rules, expected.rule())) {
        mistakes.add("there is no rule \"%s\"".formatted(expected.rule()));
      }
      mistakes.addAll(why(judgement, actual, expected));
    }
    for (String rule : leaves) {
      leave(rules, judgement, rule).ifPresent(mistakes::add);
    }
    return new RuleTestReport.Result(name, file, line, mistakes);
  }

  private static Optional<String> leave(RuleSet rules, Judgement judgement, String rule) {
    boolean archives = rules.archiveRules().contains(rule) || rule.equals(Decision.RISK_THRESHOLD);
    if (!archives) {
      return Optional.of("leaves: there is no archive rule \"%s\"".formatted(rule));
    }
    return judgement.archives(rule) == Truth.TRUE
        ? Optional.of(
            "leaves: %s is true of this finding, so it would archive it if nothing else forbade it"
                .formatted(rule))
        : Optional.empty();
  }

  private static boolean isUnknown(RuleSet rules, String rule) {
    return !rule.equals(Expectation.NO_RULE)
        && !rule.equals(Decision.RISK_THRESHOLD)
        && !rules.archiveRules().contains(rule)
        && !rules.notifyRules().contains(rule);
  }

  private static List<String> why(Judgement judgement, Expectation actual, Expectation expected) {
    List<String> why = new ArrayList<>();
    Explanation explanation = judgement.explainNotify(judgement.guards(), List.of());
    if (actual.outcome() == Outcome.ARCHIVE) {
      why.add("because " + judgement.archiveReason());
    } else {
      for (Explanation.Applied rule : explanation.applied()) {
        why.add(
            rule.certain()
                ? "rule %s (%s) is true".formatted(rule.rule(), rule.effect())
                : "rule %s (%s) could not be checked: %s"
                    .formatted(rule.rule(), rule.effect(), String.join("; ", rule.unread())));
      }
      why.addAll(explanation.guards());
      why.addAll(explanation.notes());
    }
    Optional<Explanation.Near> missing = judgement.missing(expected.rule());
    if (missing.isPresent()) {
      why.addAll(
          text(
              expected.outcome() == Outcome.NOTIFY ? "notify rule" : "archive rule",
              missing.get()));
    } else if (expected.outcome() == Outcome.ARCHIVE) {
      explanation.nearest().stream()
          .limit(1)
          .forEach(near -> why.addAll(text("nearest archive rule", near)));
    }
    return why;
  }

  private static List<String> text(String what, Explanation.Near near) {
    List<String> text = new ArrayList<>();
    text.add(
        "%s %s: %d of %d conditions not true"
            .formatted(what, near.rule(), near.failed().size(), near.conditions()));
    for (Explanation.Condition condition : near.failed()) {
      text.add(
          "  %s%s: %s"
              .formatted(
                  condition.expression(),
                  condition.certain() ? "" : " (undetermined)",
                  String.join("; ", condition.saw())));
    }
    return text;
  }
}
