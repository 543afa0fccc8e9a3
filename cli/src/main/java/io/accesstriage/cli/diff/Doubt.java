package io.accesstriage.cli.diff;

import io.accesstriage.decision.Decision;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which rule some rules might archive a finding by, of which too little was read to tell. */
final class Doubt {
  private final RuleSet rules;
  private final Judgement judgement;

  Doubt(RuleSet rules, Subject subject) {
    this.rules = rules;
    this.judgement = rules.judge(subject);
  }

  /** The first rule that might archive it, or "risk" for the threshold; nothing where none may. */
  Optional<String> rule() {
    return doubtful().stream().findFirst();
  }

  /**
   * The first one that might archive it where others do not.
   *
   * @return nothing where the others surely archive whatever these rules do, were all read
   */
  Optional<String> mightArchiveMoreThan(Doubt others) {
    return !others.judgement.mayBeArchived() || hasLostAlertOf(others)
        ? rule()
        : doubtful().stream().filter(rule -> !isWithin(rule, others)).findFirst();
  }

  private List<String> doubtful() {
    return judgement.mayBeArchived()
        ? Stream.concat(rules.archiveRules().stream(), Stream.of(Decision.RISK_THRESHOLD))
            .filter(rule -> judgement.archives(rule) != Truth.FALSE)
            .toList()
        : List.of();
  }

  /** Whether a notify rule of the others may keep it from being archived, and none here does. */
  private boolean hasLostAlertOf(Doubt others) {
    return others.rules.notifyRules().stream()
        .anyMatch(
            rule -> others.judgement.notifies(rule) != Truth.FALSE && !others.isWithin(rule, this));
  }

  private boolean isWithin(String rule, Doubt others) {
    return rules.isWithin(rule, judgement, others.rules, others.judgement);
  }
}
