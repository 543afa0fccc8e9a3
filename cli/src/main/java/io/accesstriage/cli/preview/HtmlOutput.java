package io.accesstriage.cli.preview;

import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.preview.report.PageEnd;
import io.accesstriage.cli.preview.report.ReportPage;
import io.accesstriage.cli.preview.report.SuggestedRules;
import io.accesstriage.cli.proof.Proof;
import io.accesstriage.prover.suggest.Suggester;
import io.accesstriage.rules.Lint;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page for a browser. Keeps findings, to suggest rules for them, but not more than so many. */
final class HtmlOutput implements PreviewOutput {
  /** Of more, {@code triage suggest} is for those who have the time and the memory. */
  private static final int MOST_KEPT = 50_000;

  /** As {@code triage suggest} has it. */
  private static final int LEAST_ALIKE = 3;

  private final ReportPage page;
  private final RuleSet rules;
  private final Instant now;
  private final Proof proof;
  private final List<Subject> seen = new ArrayList<>();
  private boolean areTooMany;

  /**
   * @param rulesFile as a reader knows it
   * @param proof of these rules
   */
  HtmlOutput(OutputStream out, Preview preview, RuleSet rules, String rulesFile, Proof proof) {
    this.rules = rules;
    this.now = preview.startedAt();
    this.proof = proof;
    this.page = ReportPage.begin(out, preview, rulesFile);
  }

  @Override
  public Runnable adding(PreviewedFinding finding) {
    return () -> add(finding);
  }

  private void add(PreviewedFinding finding) {
    page.add(finding);
    areTooMany |= seen.size() == MOST_KEPT;
    if (areTooMany) {
      seen.clear();
    } else {
      seen.add(new Subject(finding.finding(), finding.facts(), now));
    }
  }

  @Override
  public void end(Preview preview, List<String> warnings) {
    // The page names these itself, with links.
    Optional<String> named = Warnings.archivedByOthers(preview);
    page.end(
        new PageEnd(
            warnings.stream().filter(warning -> named.filter(warning::equals).isEmpty()).toList(),
            proof.notProved(),
            Lint.of(rules),
            preview.notChecked(),
            suggested()));
  }

  private SuggestedRules suggested() {
    return areTooMany
        ? SuggestedRules.NONE
        : SuggestedRules.of(
            new Suggester(rules, Proof.hasReadableTags(), now, false, LEAST_ALIKE), seen);
  }
}
