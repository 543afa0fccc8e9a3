package io.accesstriage.evaluate;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What about the deployment forbids archiving whatever the rules say.
 *
 * @param archived how many findings the rule that archives has archived today
 */
record DeploymentGuards(EvaluateConfig config, int archived) {

  /**
   * What forbids archiving a finding, a sentence each: its analyzer is not among the configured
   * ones or belongs to an AWS service, or the rule has archived too many today. A finding that was
   * counted for it is free.
   *
   * @param count of the rule that would archive it
   * @param entry of the finding
   */
  List<String> against(Finding finding, Optional<ArchiveCount> count, LedgerEntry entry) {
    List<String> guards = new ArrayList<>();
    if (Arn.isServiceLinkedAnalyzer(finding.analyzerArn())) {
      guards.add("An AWS service manages the analyzer: its findings are never archived here.");
    } else if (!config.analyzers().contains(finding.analyzerArn())) {
      guards.add("The analyzer is not among the configured ones (AnalyzerArns).");
    }
    int most = config.maxArchivesPerRulePerDay();
    count
        .filter(today -> !today.equals(entry.archiveCount()) && archived >= most)
        .ifPresent(
            today ->
                guards.add(
                    "Rule %s has archived %d findings today, as many as MaxArchivesPerRulePerDay allows."
                        .formatted(today.rule(), most)));
    return guards;
  }
}
