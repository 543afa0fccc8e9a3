package io.accesstriage.cli.dryrun;

import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.decision.Decision;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.KnownTruths;
import io.accesstriage.rules.RuleOutline;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.time.Clock;
import java.util.List;

/** Says what rules would do to a finding, by the evaluate function's own classes. Thread-safe. */
public final class DryRun {
  private final RuleSet rules;
  private final List<String> ids;
  private final boolean explains;
  private final KnownTruths known = new KnownTruths();
  private final FindingEvaluator evaluator;

  public DryRun(RuleSet rules) {
    this(rules, true);
  }

  private DryRun(RuleSet rules, boolean explains) {
    this.rules = rules;
    this.ids = rules.outlines().stream().map(RuleOutline::id).toList();
    this.explains = explains;
    this.evaluator =
        new FindingEvaluator(
            rules,
            table -> {
              throw new IllegalStateException("a preview has no ledger");
            },
            Clock.systemUTC());
  }

  /** One whose decisions have no explanation, where none is shown: it takes longest. */
  public static DryRun unexplained(RuleSet rules) {
    return new DryRun(rules, false);
  }

  /** The rules that it asks. */
  public RuleSet rules() {
    return rules;
  }

  public PreviewedFinding judge(SourcedFinding sourced) {
    Subject subject = new Subject(sourced.finding(), sourced.facts(), sourced.readAt());
    Judgement judgement = rules.judge(subject, known);
    Decision decision =
        explains
            ? evaluator.preview(subject, judgement)
            : evaluator.previewUnexplained(subject, judgement);
    PreviewOutcome outcome = PreviewOutcome.of(decision);
    return new PreviewedFinding(
        sourced.finding(),
        sourced.facts(),
        decision,
        outcome,
        outcome == PreviewOutcome.ARCHIVE && rules.archivesByTagsAlone(subject),
        outcome == PreviewOutcome.LEAVE ? List.of() : AskedInVain.of(sourced, judgement.unread()),
        outcome == PreviewOutcome.LEAVE ? List.of() : notChecked(sourced.finding(), judgement),
        sourced.finding().status() == FindingStatus.ARCHIVED && !judgement.isArchived());
  }

  /** Of an error finding hardly a rule can be checked, so that says nothing of any. */
  private List<String> notChecked(Finding finding, Judgement judgement) {
    if (finding.isError()) {
      return List.of();
    }
    return ids.stream()
        .filter(
            rule ->
                judgement.notifies(rule) == Truth.UNDETERMINED
                    || judgement.archives(rule) == Truth.UNDETERMINED)
        .toList();
  }
}
