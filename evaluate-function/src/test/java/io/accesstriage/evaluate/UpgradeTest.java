package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.fixtures.StateBuilder;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing.Kind;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An upgrade alerts and un-archives nothing whose content is the same: entries as the version
 * before wrote them, with its hash and without what is new, are still understood.
 */
final class UpgradeTest {
  private static final Instant NOW = Findings.NOW;
  private static final RuleSet RULES =
      RuleSet.parse(
          "rules.yaml",
          """
          rules:
            - id: everything-of-april
              effect: archive
              owner: o
              reason: Shared in April.
              when: finding.updatedAt < timestamp("2026-05-01T00:00:00Z") && principal.account == "444455556666"
          """);

  private final InMemoryLedger ledger = new InMemoryLedger();

  private static Stream<Arguments> entries() {
    return Stream.of(Findings.external(), Findings.internal(), Findings.unused())
        .flatMap(
            finding ->
                Stream.of(
                    Arguments.of(finding, Kind.ALERTED, FindingStatus.ACTIVE, "rules: []"),
                    Arguments.of(finding, Kind.LEFT_TO_PERSON, FindingStatus.ACTIVE, "rules: []"),
                    Arguments.of(
                        finding, Kind.ARCHIVED_BY_OTHER, FindingStatus.ARCHIVED, "rules: []"),
                    Arguments.of(finding, Kind.RESOLVED, FindingStatus.RESOLVED, "rules: []")));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void evaluate_sameContentUnderTheHashOfTheVersionBefore_isLeftAlone(
      Finding finding, Kind kind, FindingStatus status, String rules) {
    written(finding, kind);

    Decision decision = evaluate(RuleSet.parse("rules.yaml", rules), finding.withStatus(status));

    assertEquals(Outcome.IGNORE, decision.outcome());
    assertEquals(kind, ledger.read(finding.id()).orElseThrow().standing().kind());
  }

  /** The version before did not keep when the finding was changed before its own update. */
  @ParameterizedTest
  @MethodSource("updatesOfOurs")
  void evaluate_archivedByTheVersionBefore_isNotMadeActiveByATimeThatIsNotKnown(String updatedAt) {
    Finding finding = Findings.external();
    written(finding, Kind.ARCHIVED_BY_US);
    Finding archived =
        Findings.with(finding, "/updatedAt", updatedAt).withStatus(FindingStatus.ARCHIVED);

    assertEquals(Outcome.IGNORE, evaluate(RULES, archived).outcome());
    assertEquals(Outcome.IGNORE, evaluate(RULES, archived).outcome());
  }

  private static List<String> updatesOfOurs() {
    return List.of("2026-04-01T00:00:00Z", "2026-05-20T00:00:00Z");
  }

  /** Anything that the version before compared is a change still. */
  @ParameterizedTest
  @MethodSource("entries")
  void evaluate_otherContentThanTheVersionBeforeKnew_isAlerted(
      Finding finding, Kind kind, FindingStatus status, String rules) {
    written(Findings.with(finding, "/resource/type", "AWS::Other::Type"), kind);

    Decision decision =
        evaluate(RuleSet.parse("rules.yaml", rules), finding.withStatus(FindingStatus.ACTIVE));

    assertEquals(Outcome.NOTIFY, decision.outcome());
  }

  /** The version before had no hash of what it only knew from an event. */
  @Test
  void evaluate_leftToAPersonByAnEventAlone_isNotArchivedWhateverWasUpdatedSince() {
    Finding finding = Findings.external();
    written(finding, Kind.LEFT_TO_PERSON);
    LedgerEntry entry = ledger.read(finding.id()).orElseThrow();
    ledger.write(entry.withStanding(entry.standing().ofContent(null)));
    Finding updated = Findings.with(finding, "/updatedAt", "2026-04-20T00:00:00Z");

    Decision decision = evaluate(RULES, updated);

    assertEquals(Outcome.NOTIFY, decision.outcome());
  }

  /** An entry as the version before wrote it. */
  private void written(Finding finding, Kind kind) {
    String hash = String.valueOf(finding.contentHash());
    String ofVersion1 = "1:" + hash.substring(2, hash.indexOf(':', 2));
    ledger.write(
        LedgerEntry.first(finding.id(), finding.analyzerArn())
            .withStanding(
                StandingBuilder.of(kind)
                    .contentHash(ofVersion1)
                    .severity(Severity.HIGH)
                    .rulesVersion("version before")
                    .reason("Why.")
                    .at(NOW.minus(Duration.ofDays(1)))
                    .execution("execution before")
                    .build())
            .withReview(new Review(NOW, "version before", finding.updatedAt(), null)));
  }

  private Decision evaluate(RuleSet rules, Finding finding) {
    var config =
        Json.object()
            .put("mode", "archive")
            .put("analyzerArns", Findings.ANALYZER)
            .put("maxArchivesPerRulePerDay", "1000")
            .put("reviewAfterDays", "30")
            .put("busyWaitSeconds", "30")
            .put("immediateAlerts", "low")
            .put("ledger", "t");
    return new FindingEvaluator(rules, table -> ledger, Clock.fixed(NOW, ZoneOffset.UTC))
        .evaluate(
            new StepRequest(
                StateBuilder.of(finding).readAt(NOW).build(),
                "execution now",
                new Settings(Fields.of(config, "config"))))
        .requireDecision();
  }
}
