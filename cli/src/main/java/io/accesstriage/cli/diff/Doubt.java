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

  Doubt(RuleSet rules) {
    this.rules = rules;
  }

  /**
   * The first one that might archive it, or "risk" for the threshold, where others might not
   * archive it, too.
   *
   * @return nothing where it is certain that they do not archive it, and where all that is
   *     uncertain about it is as uncertain by the others
   */
  Optional<String> mightArchive(Subject subject, RuleSet others) {
    Judgement judgement = rules.judge(subject);
    if (!judgement.mayBeArchived()) {
      return Optional.empty();
    }
    List<String> doubtful =
        Stream.concat(rules.archiveRules().stream(), Stream.of(Decision.RISK_THRESHOLD))
            .filter(rule -> judgement.archives(rule) != Truth.FALSE)
            .toList();
    Judgement byOthers = others.judge(subject);
    if (!byOthers.mayBeArchived() || hasLostAlert(byOthers, others)) {
      return doubtful.stream().findFirst();
    }
    return doubtful.stream().filter(rule -> !rules.isSame(rule, others)).findFirst();
  }

  /** Whether a notify rule of the others, which may keep it from being archived, is not here. */
  private boolean hasLostAlert(Judgement byOthers, RuleSet others) {
    return byOthers.checked().rules().stream()
        .anyMatch(
            rule ->
                !rule.archives()
                    && rule.applies() != Truth.FALSE
                    && !rules.isSame(rule.id(), others));
  }
}
