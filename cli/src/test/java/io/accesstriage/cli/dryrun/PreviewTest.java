package io.accesstriage.cli.dryrun;

import static io.accesstriage.cli.dryrun.SampleFindings.NOW;
import static io.accesstriage.cli.dryrun.SampleFindings.denied;
import static io.accesstriage.cli.dryrun.SampleFindings.finding;
import static io.accesstriage.cli.dryrun.SampleFindings.tagged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.cli.source.Unread;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.rules.RuleSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreviewTest {
  private static final RuleSet RULES =
      RuleSet.parse(
          "rules.yaml",
          """
          rules:
            - id: secrets
              effect: notify
              severity: critical
              reason: Secrets are told at once.
              when: tag("Class") == "Secret"
            - id: development
              effect: archive
              owner: team@example.com
              reason: Development is open.
              trustTags: true
              when: tag("Environment") == "development"
            - id: partner
              effect: archive
              owner: team@example.com
              reason: The partner reads it.
              when: principal.account == "444455556666" && hasTag("Shared")
            - id: never
              effect: archive
              owner: team@example.com
              reason: Never.
              when: resource.account == "999999999999"
          """);

  private final DryRun dryRun = new DryRun(RULES);

  @Test
  void judge_tagOfATrustingRule_isArchivedByTagsAlone() {
    PreviewedFinding previewed = dryRun.judge(tagged("a", Map.of("Environment", "development")));

    assertEquals(PreviewOutcome.ARCHIVE, previewed.outcome());
    assertEquals("development", previewed.decision().rule());
    assertTrue(previewed.byTagsAlone());
    assertEquals(Map.of("Environment", "development"), previewed.decision().tagsUsed());
    assertEquals(NOW, previewed.decision().decidedAt());
    assertEquals(List.of(), previewed.decision().explanation().notes());
  }

  @Test
  void judge_ruleThatReadsThePrincipal_isNotByTagsAlone() {
    PreviewedFinding previewed = dryRun.judge(tagged("a", Map.of("Shared", "")));

    assertEquals("partner", previewed.decision().rule());
    assertFalse(previewed.byTagsAlone());
  }

  @Test
  void judge_tagsDenied_alertsAndSaysWhatWasNotRead() {
    PreviewedFinding previewed = dryRun.judge(denied("a"));

    assertEquals(PreviewOutcome.ALERT, previewed.outcome());
    assertEquals("Rule secrets could not be checked.", previewed.decision().reason());
    assertEquals(
        List.of(new Unread("tags", Fact.Cause.DENIED, "The tags could not be read: AccessDenied.")),
        previewed.unread());
    assertTrue(previewed.notChecked().contains("secrets"), previewed.notChecked()::toString);
  }

  @Test
  void judge_unexplained_isTheSameBesidesWhatExplainsIt() {
    DryRun unexplained = DryRun.unexplained(RULES);
    for (SourcedFinding sourced :
        List.of(
            tagged("a", Map.of("Environment", "development")),
            tagged("b", Map.of("Class", "Secret")),
            tagged("c", Map.of()),
            denied("d"))) {
      PreviewedFinding whole = dryRun.judge(sourced);

      assertEquals(
          new PreviewedFinding(
              whole.finding(),
              whole.facts(),
              whole.decision().explained(Explanation.NONE, Map.of(), null, null),
              whole.outcome(),
              whole.byTagsAlone(),
              whole.unread(),
              whole.notChecked(),
              whole.archivedByOther()),
          unexplained.judge(sourced));
    }
  }

  @Test
  void judge_archivedOrResolved_isLeftAlone() {
    for (FindingStatus status : List.of(FindingStatus.ARCHIVED, FindingStatus.RESOLVED)) {
      PreviewedFinding previewed =
          dryRun.judge(
              new SourcedFinding(
                  finding("a", status),
                  new Facts(Fact.known(Map.of()), Fact.known(List.of())),
                  NOW,
                  List.of()));

      assertEquals(PreviewOutcome.LEAVE, previewed.outcome());
    }
  }

  @Test
  void add_findings_countsEachOnce() {
    Preview preview = new Preview("findings.json", RULES, NOW);
    preview.add(dryRun.judge(tagged("a", Map.of("Environment", "development"))));
    preview.add(dryRun.judge(tagged("b", Map.of("Shared", ""))));
    preview.add(dryRun.judge(tagged("c", Map.of("Class", "Secret"))));
    preview.add(dryRun.judge(tagged("d", Map.of())));
    preview.add(dryRun.judge(denied("e")));

    assertEquals(new Tally(2, 3, 0), preview.total());
    assertEquals(
        Map.of("secrets", 2, "development", 1, "partner", 1, "never", 0), preview.byRule());
    assertEquals(1, preview.alertsByDefault());
    assertEquals(1, preview.archivedByTagsAlone());
    assertEquals(0, preview.publicArchived());
    assertEquals(
        Map.of(
            Severity.LOW,
            Tally.NONE,
            Severity.MEDIUM,
            new Tally(2, 2, 0),
            Severity.HIGH,
            Tally.NONE,
            Severity.CRITICAL,
            new Tally(0, 1, 0)),
        preview.bySeverity());
    assertEquals(Map.of("ExternalAccess", new Tally(2, 3, 0)), preview.byFindingType());
    assertEquals(Map.of("AWS::S3::Bucket", new Tally(2, 3, 0)), preview.byResourceType());
    assertEquals(Map.of("111122223333", new Tally(2, 3, 0)), preview.byAccount());
    assertEquals(
        List.of(
            new Preview.UnreadTotal(
                "tags", Fact.Cause.DENIED, 1, "The tags could not be read: AccessDenied.")),
        preview.unread());
  }
}
