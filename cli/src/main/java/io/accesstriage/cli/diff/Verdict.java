package io.accesstriage.cli.diff;

import io.accesstriage.cli.dryrun.PreviewOutcome;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.decision.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What rules say of a finding.
 *
 * @param rule that decides; null where none does
 * @param severity of an alert
 * @param byTagsAlone whether it would be archived by tags or aliases alone, whoever has the access
 * @param doubt the rule that might archive it if more were read; null for none
 */
record Verdict(
    boolean archives,
    @Nullable String rule,
    Severity severity,
    boolean byTagsAlone,
    @Nullable String doubt) {

  static Verdict of(PreviewedFinding finding, @Nullable String doubt) {
    return new Verdict(
        finding.outcome() == PreviewOutcome.ARCHIVE,
        finding.decision().rule(),
        finding.decision().severity(),
        finding.byTagsAlone(),
        doubt);
  }
}
