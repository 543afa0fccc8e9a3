package io.accesstriage.cli.explain;

import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.prover.ExampleCase;
import io.accesstriage.rules.Checked;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.SuggestedRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A finding, what is decided about it, and all that the decision rests on.
 *
 * @param decision as the evaluate function would take it, were nothing done about it before
 * @param guards what about the finding itself forbids archiving it, a sentence each
 * @param nearest the archive rule that comes nearest; null where none does, or one archives it
 * @param offeredRule as YAML, however long it is; null where none is offered
 * @param whyNoRuleIsOffered null where one is
 */
record ExplainedFinding(
    SourcedFinding sourced,
    Decision decision,
    List<String> guards,
    Checked checked,
    Explanation.@Nullable Near nearest,
    @Nullable String offeredRule,
    @Nullable String whyNoRuleIsOffered) {

  static ExplainedFinding of(SourcedFinding sourced, RuleSet rules) {
    Judgement judgement =
        rules.judge(new Subject(sourced.finding(), sourced.facts(), sourced.readAt()));
    Decision decision = new DryRun(rules).judge(sourced).decision();
    SuggestedRule rule = judgement.suggestedRule();
    SuggestedRule offer =
        alerts(decision) ? rule : SuggestedRule.none(whyNot(sourced.finding(), rule));
    return new ExplainedFinding(
        sourced,
        decision,
        judgement.guards(),
        judgement.checked(),
        judgement.isArchived()
            ? null
            : judgement.explainNotify(List.of(), List.of()).nearestRule().orElse(null),
        offer.text(),
        offer.whyNot());
  }

  /**
   * The finding as a case for a file of rule tests, an element of its list; nothing where no case
   * can say all that decides it. A case is of an active finding, whatever this one's status.
   */
  Optional<String> asCase(RuleSet rules) {
    Finding finding = sourced.finding();
    Subject subject = new Subject(finding, sourced.facts(), sourced.readAt());
    String name = "finding " + finding.id();
    Explanation.Near near = nearest;
    return near == null
        ? ExampleCase.asRead(name, rules, subject, List.of())
        : ExampleCase.asRead(name, rules, subject, List.of(near.rule()))
            .or(() -> ExampleCase.asRead(name, rules, subject, List.of()));
  }

  private static boolean alerts(Decision decision) {
    return decision.outcome() == Outcome.NOTIFY || decision.outcome() == Outcome.UNARCHIVE;
  }

  private static String whyNot(Finding finding, SuggestedRule rule) {
    return finding.status() == FindingStatus.ACTIVE
        ? Objects.requireNonNullElse(rule.whyNot(), "Nothing is left to do about the finding.")
        : "The finding is %s.".formatted(finding.status());
  }
}
