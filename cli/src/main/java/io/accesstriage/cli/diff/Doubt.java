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

  /** Whether any might archive it where the others, were all read, do not surely archive it. */
  boolean mightArchiveMoreThan(Doubt others) {
    boolean othersMay = others.judgement.mayBeArchived() && !hasLostAlertOf(others);
    return doubtful().stream().anyMatch(rule -> !othersMay || !isWithin(rule, others));
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
