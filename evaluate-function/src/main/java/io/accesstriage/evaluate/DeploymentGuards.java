package io.accesstriage.evaluate;

import io.accesstriage.finding.Finding;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What about the deployment forbids archiving whatever the rules say. */
record DeploymentGuards(EvaluateConfig config, Ledger ledger, Instant now) {

  /**
   * What forbids archiving a finding, a sentence each: its analyzer is not among the configured
   * ones, or the rule has archived too many today. A finding that was counted for it is free.
   *
   * @param rule that would archive it
   * @param entry of the finding
   */
  List<String> against(Finding finding, Optional<String> rule, LedgerEntry entry) {
    List<String> guards = new ArrayList<>();
    if (!config.analyzers().contains(finding.analyzerArn())) {
      guards.add("The analyzer is not among the configured ones (AnalyzerArns).");
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    int most = config.maxArchivesPerRulePerDay();
    rule.filter(id -> !new ArchiveCount(id, today).equals(entry.archiveCount()))
        .filter(id -> ledger.archived(id, today) >= most)
        .ifPresent(
            id ->
                guards.add(
                    "Rule %s has archived %d findings today, as many as MaxArchivesPerRulePerDay allows."
                        .formatted(id, most)));
    return guards;
  }
}
