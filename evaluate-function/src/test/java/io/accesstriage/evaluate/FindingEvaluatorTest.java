package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.facts.Owner;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.fixtures.StateBuilder;
import io.accesstriage.fixtures.ledger.ClaimBuilder;
import io.accesstriage.fixtures.ledger.ForwardingLedger;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.fixtures.ledger.Stored;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.history.History;
import io.accesstriage.ledger.history.Question;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.state.Origin;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingEvaluatorTest {
  private static final Instant NOW = Findings.NOW;
  private static final String THIS = "arn:aws:states:us-east-1:111122223333:execution:triage:this";
  private static final String OTHER =
      "arn:aws:states:us-east-1:111122223333:execution:triage:other";
  private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

  private static final RuleSet RULES =
      RuleSet.parse(
          "rules.yaml",
          """
          rules:
            - {id: secret, effect: notify, severity: high, reason: It is secret., when: tag("Class") == "secret"}
            - id: partner
              effect: archive
              owner: a@example.com
              reason: Partners read.
              when: principal.account == "444455556666" && tag("Keep") != "yes"
          """);

  private static final Finding PARTNER = Findings.external();
  private static final Finding STRANGER =
      Findings.with(
          Findings.with(PARTNER, "/principal/account", "999988887777"),
          "/principal/value",
          "999988887777");

  private final InMemoryLedger ledger = new InMemoryLedger();

  @Test
  void evaluate_newFindingThatARuleArchives_claimsItBeforeItIsArchived() {
    Decision decision = evaluate(PARTNER, Findings.tags(Map.of("Owner", "x")));

    assertEquals(Outcome.ARCHIVE, decision.outcome());
    assertEquals("partner", decision.rule());
    assertEquals("Partners read.", decision.reason());
    assertEquals(RULES.version(), decision.rulesVersion());
    assertEquals(
        List.of("partner"),
        decision.explanation().applied().stream().map(Explanation.Applied::rule).toList());
    assertNull(decision.offeredRule());
    assertNull(decision.whyNoRuleIsOffered());
    assertEquals(
        LedgerEntry.builder("f-1", Findings.ANALYZER)
            .version(1)
            .claim(
                ClaimBuilder.of(Outcome.ARCHIVE)
                    .execution(THIS)
                    .until(NOW.plus(Duration.ofMinutes(15)))
                    .contentHash(PARTNER.contentHash())
                    .rule("partner")
                    .leadsTo(Standing.Kind.ARCHIVED_BY_US)
                    .build())
            .review(
                new Review(
                    NOW.plus(ReviewInterval.of(PARTNER.id(), 30)),
                    RULES.version(),
                    PARTNER.updatedAt(),
                    null,
                    null,
                    new ArchiveEnd("partner", "a@example.com", null)))
            .summary(FindingSummary.of(PARTNER, Owner.UNKNOWN, Findings.noFacts().account(), null))
            .build(),
        entry());
  }

  @Test
  void evaluate_newFindingThatNoRuleArchives_claimsItForAnAlertAndOffersARule() {
    Decision decision = evaluate(STRANGER);

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertNull(decision.rule());
    assertEquals("No archive rule applies.", decision.reason());
    assertEquals(Severity.MEDIUM, decision.severity());
    assertNotNull(decision.offeredRule());
    assertNull(decision.whyNoRuleIsOffered());
    assertEquals(Outcome.NOTIFY, claim().effect());
    assertEquals(Standing.Kind.ALERTED, claim().leadsTo());
  }

  @Test
  void evaluate_principalOfAnAccountThatHasAName_saysItInAlertsOnly() {
    RuleSet named =
        RuleSet.parse(
            "rules.yaml",
            """
            accounts: {"999988887777": Example Partner, "444455556666": Another}
            rules:
              - {id: other, effect: archive, owner: o, reason: r, when: principal.account == "444455556666"}
            """);
    Finding datadog =
        Findings.with(
            Findings.with(PARTNER, "/principal/account", "464622532012"),
            "/principal/value",
            "464622532012");

    assertEquals("Example Partner", preview(named, STRANGER).principalAccountName());
    assertEquals("Datadog", preview(named, datadog).principalAccountName());
    assertNull(preview(RULES, STRANGER).principalAccountName());
    assertEquals(Outcome.ARCHIVE, preview(named, PARTNER).outcome());
    assertNull(preview(named, PARTNER).principalAccountName());
  }

  private static Decision preview(RuleSet rules, Finding finding) {
    Subject subject = new Subject(finding, Findings.noFacts(), NOW);
    return new FindingEvaluator(
            rules,
            table -> {
              throw new AssertionError("a preview asks no ledger");
            },
            Clock.fixed(NOW, ZoneOffset.UTC))
        .preview(subject, rules.judge(subject));
  }

  @Test
  void evaluate_ruleThatWouldBeTooLongForAnAlert_saysHowToGetIt() {
    Decision decision =
        evaluate(
            Findings.with(
                STRANGER,
                "/access/actions",
                IntStream.range(0, 200).mapToObj("s3:GetObjectNumber%d"::formatted).toList()));

    assertNull(decision.offeredRule());
    assertEquals(
        "The rule would be longer than 4,000 characters; triage explain prints it.",
        decision.whyNoRuleIsOffered());
  }

  @Test
  void evaluate_ruleThatIsJustShortEnoughForAnAlert_isOffered() {
    String empty =
        evaluate(Findings.with(STRANGER, "/access/actions", List.of("s3:A"))).offeredRule();
    String rest = "A".repeat(4_001 - present(empty).length());

    assertEquals(
        4_000,
        present(
                evaluate(Findings.with(STRANGER, "/access/actions", List.of("s3:" + rest)))
                    .offeredRule())
            .length());
  }

  @Test
  void evaluate_tags_areSaidWhereARuleArchivedByThem() {
    Facts facts = Findings.tags(Map.of("Keep", "no", "Class", "public", "Name", "x"));

    assertEquals(Map.of("Keep", "no"), evaluate(PARTNER, facts).tagsUsed());
    assertEquals(Map.of(), evaluate(STRANGER, facts).tagsUsed());
  }

  private static final String ACCESS = AccessBaseline.accessOf(STRANGER).orElseThrow();

  /** What rule partner accepted half a year before of the stranger's access. */
  private static AccessBaseline accepted(String findingId) {
    return new AccessBaseline(
        new AccessChange.Since(
            findingId, AccessChange.Act.ACCEPTED, "partner", Instant.parse("2026-03-02T10:00:00Z")),
        false,
        List.of("s3:ListBucket"),
        Map.of("aws:SourceVpc", "vpc-1", "aws:SourceVpce", "vpce-1"));
  }

  @Test
  void evaluate_alertOfAChangedAccess_saysWhatChangedSinceItWasAccepted() {
    Stored.baseline(ledger, ACCESS, accepted("f-1"));

    Decision decision = evaluate(STRANGER);

    assertEquals(
        new AccessChange(
            accepted("f-1").since(),
            null,
            List.of("s3:GetObject"),
            List.of(),
            Map.of(),
            Map.of("aws:SourceVpce", "vpce-1")),
        decision.change());
    assertEquals(
        List.of(
            "Since rule partner accepted it on 2026-03-02: + s3:GetObject, - condition"
                + " aws:SourceVpce."),
        decision.explanation().notes());
  }

  @Test
  void evaluate_alertOfAFindingThatReplacesAnother_isComparedWithIt() {
    Stored.baseline(ledger, ACCESS, accepted("f-0"));

    assertEquals(
        List.of(
            "Since rule partner accepted finding f-0 of this resource and principal on 2026-03-02:"
                + " + s3:GetObject, - condition aws:SourceVpce."),
        evaluate(STRANGER).explanation().notes());
  }

  @Test
  void evaluate_alertOfAnAccessThatIsTheSameOrNotRead_saysNothingOfAChange() {
    Stored.baseline(
        ledger,
        ACCESS,
        new AccessBaseline(
            accepted("f-0").since(),
            false,
            List.of("s3:GetObject", "s3:ListBucket"),
            Map.of("aws:SourceVpc", "vpc-1")));

    Decision same = evaluate(STRANGER);
    Decision unread =
        evaluate(Findings.with(Findings.without(STRANGER, "/access/condition"), "/id", "f-9"));

    assertNull(same.change());
    assertEquals(List.of(), same.explanation().notes());
    assertNull(unread.change());
  }

  @Test
  void evaluate_whatIsArchived_isNotCompared() {
    Stored.baseline(ledger, AccessBaseline.accessOf(PARTNER).orElseThrow(), accepted("f-0"));

    assertNull(evaluate(PARTNER).change());
  }

  @Test
  void evaluate_archivedFindingThatStaysSo_keepsItsAccess() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofHours(2));

    evaluate(Findings.with(PARTNER, "/status", "ARCHIVED"));

    assertEquals(
        Optional.of(
            new AccessBaseline(
                new AccessChange.Since(
                    "f-1", AccessChange.Act.ACCEPTED, "old", NOW.minusSeconds(7_200)),
                false,
                List.of("s3:GetObject", "s3:ListBucket"),
                Map.of("aws:SourceVpc", "vpc-1"))),
        Stored.baseline(ledger, AccessBaseline.accessOf(PARTNER).orElseThrow()));
  }

  /** The rules did not accept on that day what it became while it was archived. */
  @Test
  void evaluate_archivedFindingOfOtherContent_isNotKeptAsAcceptedThen() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofHours(2));

    evaluate(
        Findings.with(
            Findings.with(PARTNER, "/access/actions", List.of("s3:PutObject")),
            "/status",
            "ARCHIVED"));

    assertEquals(
        Optional.empty(), Stored.baseline(ledger, AccessBaseline.accessOf(PARTNER).orElseThrow()));
  }

  @Test
  void evaluate_notifyRule_namesItAndOffersNoRule() {
    Decision decision = evaluate(PARTNER, Findings.tags(Map.of("Class", "secret")));

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertEquals("secret", decision.rule());
    assertEquals("It is secret.", decision.reason());
    assertEquals(Severity.HIGH, decision.severity());
    assertNull(decision.offeredRule());
    assertEquals(
        "Notify rule secret applies, which no archive rule overrides.",
        decision.whyNoRuleIsOffered());
  }

  @Test
  void evaluate_observeMode_leadsToObserved() {
    evaluator(ledger, NOW).evaluate(request(PARTNER, Findings.noFacts(), "observe", "t"));

    assertEquals(Standing.Kind.OBSERVED, claim().leadsTo());
  }

  private static final Finding OF_A_SERVICE =
      Findings.with(
          PARTNER,
          "/analyzerArn",
          "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/_AccessAnalyzerForSecurityHubV2-1");

  private Decision ofAService(String serviceLinkedFindings) {
    StepRequest request = request(OF_A_SERVICE, Findings.noFacts(), "archive", "t");
    ((ObjectNode) request.config().fields().node())
        .put("serviceLinkedFindings", serviceLinkedFindings)
        .put("analyzerArns", OF_A_SERVICE.analyzerArn());
    return evaluator(ledger, NOW).evaluate(request).requireDecision();
  }

  /** Whatever AnalyzerArns and the rules say. */
  @Test
  void evaluate_analyzerOfAService_isLeftAloneOrAlerted_neverArchived() {
    assertEquals(Outcome.IGNORE, ofAService("ignore").outcome());
    assertEquals(
        Standing.Kind.LEFT_ALONE, entry().standing() == null ? null : entry().standing().kind());
    assertNull(entry().claim());

    Decision alerted = ofAService("alert");

    assertEquals(Outcome.NOTIFY, alerted.outcome());
    assertEquals(
        "An AWS service manages the analyzer: its findings are never archived here.",
        alerted.reason());
    assertNull(alerted.offeredRule());
  }

  @Test
  void evaluate_unknownSetting_isRefused() {
    assertThrows(MalformedInput.class, () -> ofAService("maybe"));
  }

  @Test
  void evaluate_analyzerThatIsNotConfigured_isNotArchived() {
    Decision decision =
        evaluate(Findings.with(PARTNER, "/analyzerArn", Findings.ANALYZER + "-of-others"));

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertEquals(
        "The analyzer is not among the configured ones (AnalyzerArns).", decision.reason());
    assertNull(decision.offeredRule());
    assertEquals(decision.reason(), decision.whyNoRuleIsOffered());
    assertEquals(List.of(decision.reason()), decision.explanation().guards());
  }

  @Test
  void evaluate_eventOnly_isNotArchivedAndDueAgainSoon() {
    Decision decision = evaluate(PARTNER.asAnnounced("GetFindingV2: AccessDenied"));

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertTrue(decision.reason().endsWith("which may be old: GetFindingV2: AccessDenied"));
    assertNull(decision.offeredRule());
    assertEquals(NOW, review().undeterminedSince());
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1_000, 1_001})
  void evaluate_ruleThatArchivedTooMuchToday_isBraked(int archived) {
    for (int i = 0; i < archived; i++) {
      Stored.count(ledger, "partner", TODAY, "finding-" + i);
      Stored.count(ledger, "another", TODAY, "finding-" + i);
      Stored.count(ledger, "partner", TODAY.minusDays(1), "finding-" + i);
    }

    Decision decision = evaluate(PARTNER);

    assertEquals(archived < 1_000 ? Outcome.ARCHIVE : Outcome.NOTIFY, decision.outcome());
    if (archived >= 1_000) {
      assertEquals(
          "Rule partner has archived 1000 findings today, as many as MaxArchivesPerRulePerDay"
              + " allows.",
          decision.reason());
    }
  }

  @Test
  void evaluate_brakedRule_unarchivesNothing() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    brake();

    Decision decision = evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED));

    assertEquals(Outcome.IGNORE, decision.outcome());
  }

  @Test
  void evaluate_notifyRuleDefinitelyTrueOfAnArchivedFinding_unarchivesItAlsoUnderABrake() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    brake();

    Decision decision =
        evaluate(
            PARTNER.withStatus(FindingStatus.ARCHIVED), Findings.tags(Map.of("Class", "secret")));

    assertEquals(Outcome.UNARCHIVE, decision.outcome());
    assertEquals("secret", decision.rule());
    assertEquals(Outcome.UNARCHIVE, claim().effect());
    assertEquals(Standing.Kind.ALERTED, claim().leadsTo());
  }

  @Test
  void evaluate_archivedFindingOfAnAnalyzerThatIsNotConfigured_isWhatTheRulesSay() {
    Finding other =
        Findings.with(PARTNER, "/analyzerArn", Findings.ANALYZER + "-of-others")
            .withStatus(FindingStatus.ARCHIVED);
    stand(Standing.Kind.ARCHIVED_BY_US, other, Duration.ofDays(1));

    assertEquals(Outcome.IGNORE, evaluate(other).outcome());
    assertEquals(
        Outcome.UNARCHIVE, evaluate(other, Findings.tags(Map.of("Class", "secret"))).outcome());
  }

  @Test
  void evaluate_archivedFindingThatIsPublicNow_isUnarchived() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));

    assertEquals(
        Outcome.UNARCHIVE,
        evaluate(Findings.with(PARTNER, "/isPublic", true).withStatus(FindingStatus.ARCHIVED))
            .outcome());
  }

  @Test
  void evaluate_archivedFindingWhoseTagsSayOtherwiseNow_isUnarchived() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));

    assertEquals(
        Outcome.UNARCHIVE,
        evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED), Findings.tags(Map.of("Keep", "yes")))
            .outcome());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tags unread", "error", "event", "isPublic unread"})
  void evaluate_archivedFindingInDoubt_staysArchived(String doubt) {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    Finding archived = PARTNER.withStatus(FindingStatus.ARCHIVED);
    Finding finding =
        switch (doubt) {
          case "error" ->
              Findings.with(
                  Findings.with(archived, "/error", "ACCESS_DENIED"), "/principal/account", "1");
          case "event" -> STRANGER.withStatus(FindingStatus.ARCHIVED).asAnnounced("refused");
          case "isPublic unread" -> Findings.without(archived, "/isPublic");
          default -> archived;
        };

    Decision decision =
        evaluate(
            finding, doubt.equals("tags unread") ? Findings.unreadFacts() : Findings.noFacts());

    assertEquals(Outcome.IGNORE, decision.outcome());
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing().kind());
  }

  @Test
  void evaluate_contentThatOnlyAnEventTold_isKnownFromTheNextReadingOn() {
    alertedByEvent(STRANGER);

    Decision same = evaluate(STRANGER);
    assertEquals(Outcome.IGNORE, same.outcome());
    assertEquals(STRANGER.contentHash(), standing().contentHash());

    assertEquals(Outcome.NOTIFY, evaluate(STRANGER.asRead("1:other")).outcome());
  }

  @Test
  void evaluate_contentThatOnlyAnEventToldAndThatWasUpdatedSince_isComparedWithTheEvent() {
    alertedByEvent(STRANGER);

    Finding updated = Findings.with(STRANGER, "/updatedAt", "2026-11-01T00:00:00Z");
    Decision byEventAgain = evaluate(updated.asAnnounced("GetFindingV2: AccessDenied"));
    assertEquals(Outcome.IGNORE, byEventAgain.outcome());
    assertNotNull(review().undeterminedSince(), "still to be looked at");
    assertEquals(NOW, review().findingUpdatedAt());

    Finding worse = Findings.with(updated, "/access/actions", List.of("s3:*"));
    assertEquals(Outcome.NOTIFY, evaluate(worse).outcome());
  }

  @Test
  void evaluate_eventOfBeforeOneThatSaidWhatWasAlerted_isNoNews() {
    alertedByEvent(STRANGER);
    Finding again = Findings.with(STRANGER, "/updatedAt", "2026-05-02T00:00:00Z");
    Finding between =
        Findings.with(
            Findings.with(STRANGER, "/error", "ACCESS_DENIED"),
            "/updatedAt",
            "2026-05-01T00:00:00Z");
    evaluate(again.asAnnounced("GetFindingV2: AccessDenied"));

    assertEquals(
        Outcome.IGNORE, evaluate(between.asAnnounced("GetFindingV2: AccessDenied")).outcome());
    // Nor is the one before those.
    evaluate(STRANGER.asAnnounced("GetFindingV2: AccessDenied"));
    assertEquals(again.updatedAt(), review().findingUpdatedAt());
  }

  /** That it was looked at again settles nothing of what is archived by us. */
  @Test
  void evaluate_eventOfAboutOurArchive_isStillToBeLookedAt() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofSeconds(10));
    Instant seen = NOW.minus(Duration.ofMinutes(5));
    ledger.write(entry().withReview(new Review(NOW, RULES.version(), seen, null)));
    Finding moment = Findings.with(PARTNER, "/updatedAt", NOW.toString());

    assertEquals(
        Outcome.IGNORE, evaluate(moment.asAnnounced("GetFindingV2: AccessDenied")).outcome());
    assertEquals(seen, review().findingUpdatedAt());
  }

  @Test
  void evaluate_findingThatIsMissing_isStillToBeLookedAt() {
    stand(Standing.Kind.ALERTED, STRANGER, Duration.ofHours(1));
    ledger.write(entry().withReview(new Review(NOW, RULES.version(), STRANGER.updatedAt(), null)));

    evaluate(Finding.notFound(STRANGER.id(), STRANGER.analyzerArn()));
    assertEquals(STRANGER.updatedAt(), review().findingUpdatedAt());
  }

  /** The version before had no hash of an event: then a later update is alerted again. */
  @Test
  void evaluate_contentThatTheVersionBeforeOnlyHadByEvent_isToldAgainWhereItWasUpdated() {
    alertedByEvent(STRANGER);
    alertedByEventInVersion1();
    assertEquals(Outcome.IGNORE, evaluate(STRANGER).outcome());

    alertedByEventInVersion1();
    assertEquals(
        Outcome.NOTIFY,
        evaluate(Findings.with(STRANGER, "/updatedAt", "2026-11-01T00:00:00Z")).outcome());
  }

  private void alertedByEventInVersion1() {
    ledger.write(
        entry()
            .withStanding(
                StandingBuilder.of(Standing.Kind.ALERTED)
                    .contentHash(null)
                    .rulesVersion("old")
                    .reason("Old.")
                    .at(NOW.minusSeconds(3600))
                    .execution(OTHER)
                    .build()));
  }

  /** Of an analyzer that is not configured, events are all that is known. */
  @Test
  void evaluate_eventOnlyFindingWhoseContentChanges_isAlertedAgain() {
    alertedByEvent(STRANGER);
    Finding worse =
        Findings.with(
            Findings.with(STRANGER, "/access/actions", List.of("s3:*")),
            "/updatedAt",
            "2026-11-01T00:00:00Z");

    assertEquals(Outcome.NOTIFY, evaluate(worse.asAnnounced("refused")).outcome());
  }

  @Test
  void evaluate_olderEventWithOtherContent_isNoNews() {
    alertedByEvent(STRANGER);
    Finding older =
        Findings.with(
            Findings.with(STRANGER, "/access/actions", List.of("s3:*")),
            "/updatedAt",
            "2025-01-01T00:00:00Z");

    Decision decision = evaluate(older.asAnnounced("refused"));

    assertEquals(Outcome.IGNORE, decision.outcome());
    assertEquals(
        "The finding could not be read, and the event is older than what was read before.",
        decision.reason());
    assertEquals(NOW.plus(Duration.ofHours(1)), review().at());
  }

  /** Else what is archived would count as archived by others, and stay so. */
  @Test
  void evaluate_olderEventWhileAnUnarchiveIsOpen_leavesTheArchiveOurs() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofHours(2));
    ledger.write(entry().withClaim(open(Outcome.UNARCHIVE)));

    leavesTheArchiveOurs();
  }

  /** Whether the archive took effect, nobody knows. */
  @Test
  void evaluate_olderEventWhileAnArchiveIsOpen_leavesTheArchiveOurs() {
    ledger.write(
        LedgerEntry.first(STRANGER.id(), STRANGER.analyzerArn()).withClaim(open(Outcome.ARCHIVE)));

    leavesTheArchiveOurs();
  }

  @Test
  void evaluate_olderEventLikeTheLastAlertWhileAnArchiveIsOpen_leavesTheArchiveOurs() {
    stand(Standing.Kind.ALERTED, STRANGER, Duration.ofHours(2));
    ledger.write(entry().withClaim(open(Outcome.ARCHIVE)));

    leavesTheArchiveOurs();
  }

  private static final Instant ARCHIVED_AT = NOW.minus(Duration.ofMinutes(30));
  private static final Instant LATER = ARCHIVED_AT.plusMillis(60_001);

  private static Claim open(Outcome effect) {
    return ClaimBuilder.of(effect)
        .execution(OTHER)
        .until(NOW.minusSeconds(60))
        .contentHash(STRANGER.contentHash())
        .leadsTo(effect == Outcome.ARCHIVE ? Standing.Kind.ARCHIVED_BY_US : Standing.Kind.ALERTED)
        .build();
  }

  private void leavesTheArchiveOurs() {
    ledger.write(entry().withReview(new Review(NOW, "old", STRANGER.updatedAt(), null)));
    LedgerEntry before = entry();
    Finding older = Findings.with(STRANGER, "/updatedAt", "2025-01-01T00:00:00Z");

    assertEquals(Outcome.IGNORE, evaluate(older.asAnnounced("refused")).outcome());
    // That of the very reading that the claim is about says nothing new either.
    assertEquals(Outcome.IGNORE, evaluate(STRANGER.asAnnounced("refused")).outcome());

    assertEquals(before.standing(), entry().standing());
    assertEquals(before.claim(), entry().claim());
    assertEquals(
        Outcome.UNARCHIVE, evaluate(STRANGER.withStatus(FindingStatus.ARCHIVED)).outcome());
  }

  /** Events come in any order, and clocks differ. */
  @ParameterizedTest
  @ValueSource(longs = {-13, 60_000})
  void evaluate_eventFromBeforeOurArchiveAfterTheOneOfIt_leavesTheArchiveOurs(long millis) {
    LedgerEntry before = archivedHalfAnHourAgo();

    Decision decision = evaluate(announcedAt(PARTNER, ARCHIVED_AT.plusMillis(millis)));

    assertEquals(Outcome.IGNORE, decision.outcome());
    assertEquals(
        "The finding could not be read, and the event may be of before it was archived.",
        decision.reason());
    assertEquals(before.standing(), entry().standing());
    assertEquals(NOW.plus(Duration.ofHours(1)), review().at());
    assertEquals(Outcome.NOTIFY, evaluate(announcedAt(PARTNER, LATER)).outcome());
  }

  /** Other access is told at once; whose archive it is stays known. */
  @ParameterizedTest
  @ValueSource(longs = {-13, 60_000})
  void evaluate_eventOfOtherAccessAboutOurArchive_alertsAndLeavesTheArchiveOurs(long millis) {
    LedgerEntry before = archivedHalfAnHourAgo();
    Finding changed = Findings.with(PARTNER, "/access/actions", List.of("s3:*"));
    Finding event = announcedAt(changed, ARCHIVED_AT.plusMillis(millis));

    Decision decision = evaluate(event);

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertEquals(before.standing(), entry().standing());
    assertNull(entry().claim().leadsTo());
    assertEquals(NOW.plus(Duration.ofHours(1)), review().at());
    ledger.write(entry().withoutClaim());
    assertEquals(Outcome.IGNORE, evaluate(event).outcome());
  }

  private LedgerEntry archivedHalfAnHourAgo() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofMinutes(30));
    ledger.write(entry().withReview(new Review(NOW, "old", PARTNER.updatedAt(), null)));
    return entry();
  }

  /** When the archive took effect, if it did, nobody knows. */
  @Test
  void evaluate_eventFromBeforeTheEndOfAnOpenArchive_leavesTheArchiveOurs() {
    Claim open = open(Outcome.ARCHIVE);
    ledger.write(
        LedgerEntry.first(STRANGER.id(), STRANGER.analyzerArn())
            .withClaim(open)
            .withReview(new Review(NOW, "old", STRANGER.updatedAt(), null)));

    Instant effect = open.until().minusSeconds(30);
    assertEquals(Outcome.IGNORE, evaluate(announcedAt(STRANGER, effect)).outcome());

    assertEquals(open, entry().claim());
    assertEquals(
        Outcome.UNARCHIVE, evaluate(STRANGER.withStatus(FindingStatus.ARCHIVED)).outcome());
  }

  /** Else the alert would be sent once more, and the rules could archive it once more. */
  @Test
  void evaluate_eventFromBeforeOurUnarchive_leavesTheAlertOpen() {
    Instant unarchivedAt = NOW.minus(Duration.ofMinutes(30));
    stand(Standing.Kind.ALERTED, PARTNER, Duration.ofMinutes(30));
    ledger.write(
        entry()
            .withStanding(standing().unarchivedUnder("facts"))
            .withReview(new Review(NOW, "old", PARTNER.updatedAt(), null)));
    Finding archived = announcedAt(PARTNER, unarchivedAt.minusMillis(13));

    Decision decision = evaluate(archived.withStatus(FindingStatus.ARCHIVED));

    assertEquals(
        "The finding was made active a moment ago; this may be an old answer.", decision.reason());
    assertEquals(Standing.Kind.ALERTED, standing().kind());
  }

  private static Finding announcedAt(Finding finding, Instant updatedAt) {
    return Findings.with(finding, "/updatedAt", updatedAt.toString()).asAnnounced("refused");
  }

  @Test
  void evaluate_eventOfATimeThatHasNotCome_makesNoLaterEventOld() {
    Finding forged = Findings.with(STRANGER, "/updatedAt", "2099-01-01T00:00:00Z");

    evaluate(forged.asAnnounced("refused"));

    assertEquals(NOW, review().findingUpdatedAt());
  }

  /** Our own archive moves updatedAt, which no rule may take for news. */
  @Test
  void evaluate_archivedByUs_isJudgedAsBeforeOurUpdate() {
    RuleSet byTime = archivingWhatIsOld();
    Finding archived =
        Findings.with(PARTNER, "/updatedAt", "2026-05-01T00:00:00Z")
            .withStatus(FindingStatus.ARCHIVED);
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    assertEquals(
        Outcome.IGNORE, evaluateBy(byTime, archived).outcome(), "the time before is not known");

    ledger.write(entry().withStanding(standing().updatedAt(PARTNER.updatedAt())));
    assertEquals(Outcome.IGNORE, evaluateBy(byTime, archived).outcome());

    ledger.write(entry().withStanding(standing().updatedAt(Instant.parse("2026-04-03T00:00:00Z"))));
    assertEquals(Outcome.UNARCHIVE, evaluateBy(byTime, archived).outcome());
  }

  /** Nor the analysis that it may bring; a later one is news. */
  @Test
  void evaluate_archivedByUs_isNotMadeActiveByATimeOfThatUpdate() {
    RuleSet byTime = archivingWhatIsOld("analyzedAt");
    Finding archived =
        Findings.with(PARTNER, "/updatedAt", "2026-05-01T00:00:00Z")
            .withStatus(FindingStatus.ARCHIVED);
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    ledger.write(entry().withStanding(standing().updatedAt(PARTNER.updatedAt())));

    assertEquals(
        Outcome.IGNORE,
        evaluateBy(byTime, Findings.with(archived, "/analyzedAt", "2026-05-01T00:00:00Z"))
            .outcome());
    assertEquals(
        Outcome.UNARCHIVE,
        evaluateBy(byTime, Findings.with(archived, "/analyzedAt", "2026-05-01T00:00:01Z"))
            .outcome());
  }

  private static RuleSet archivingWhatIsOld() {
    return archivingWhatIsOld("updatedAt");
  }

  private static RuleSet archivingWhatIsOld(String time) {
    return RuleSet.parse(
        "rules.yaml",
        """
        rules:
          - id: old
            effect: archive
            owner: o
            reason: Old sharing.
            when: |
              principal.account == "444455556666"
              && finding.%s < timestamp("2026-04-02T00:00:00Z")
        """
            .formatted(time));
  }

  /** Nor is it judged as it was before it was archived the first time. */
  @Test
  void evaluate_archivedOnceMoreByAnExecutionThatEnded_isJudgedAsBeforeThat() {
    RuleSet byTime = archivingWhatIsOld();
    Instant readAt = Instant.parse("2026-04-03T00:00:00Z");
    Finding archived =
        Findings.with(PARTNER, "/updatedAt", "2026-05-01T00:00:00Z")
            .withStatus(FindingStatus.ARCHIVED);
    stand(Standing.Kind.RESOLVED, PARTNER, Duration.ofDays(1));
    ledger.write(
        entry()
            .withStanding(standing().updatedAt(Instant.parse("2026-04-01T00:00:00Z")))
            .withReview(new Review(NOW, "old", readAt, null))
            .withClaim(
                ClaimBuilder.of(Outcome.ARCHIVE)
                    .execution(OTHER)
                    .until(NOW.minus(Duration.ofHours(1)))
                    .contentHash(PARTNER.contentHash())
                    .rule("old")
                    .leadsTo(Standing.Kind.ARCHIVED_BY_US)
                    .build()));

    assertEquals(Outcome.UNARCHIVE, evaluateBy(byTime, archived).outcome());

    // What was learned outlives the execution that has learned it.
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing().kind());
    assertEquals(readAt, standing().findingUpdatedAt());
    assertEquals("old", standing().rule());
    assertEquals(NOW.minus(Duration.ofHours(1)), standing().at());
    ledger.write(entry().withClaim(claim().abandonedAt(NOW.minus(Duration.ofHours(1)))));
    assertEquals(Outcome.UNARCHIVE, evaluateBy(byTime, archived).outcome());

    // And an un-archive that took effect is ours, however short ago it was.
    ledger.write(entry().withClaim(claim().abandonedAt(NOW.minus(Duration.ofMinutes(2)))));
    Finding active = archived.withStatus(FindingStatus.ACTIVE);
    assertEquals(Outcome.NOTIFY, evaluateBy(byTime, active).outcome());
  }

  /** For seconds Access Analyzer may answer as it did before. */
  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "ARCHIVED", "RESOLVED"})
  void evaluate_answerOfBeforeWhatWasReadAMomentAgo_isReadAgain(FindingStatus status) {
    Instant seen = NOW.minusSeconds(60);
    ledger.write(
        LedgerEntry.first(PARTNER.id(), PARTNER.analyzerArn())
            .withClaim(open(Outcome.ARCHIVE).abandonedAt(NOW.minus(Duration.ofMinutes(5))))
            .withReview(new Review(NOW, "old", seen, null)));
    LedgerEntry before = entry();

    Decision decision = evaluate(PARTNER.withStatus(status));

    assertEquals(Outcome.BUSY, decision.outcome());
    assertEquals("This answer is older than what was read a moment ago.", decision.reason());
    assertEquals(before, entry());
    // Later it is what there is: the time may be one that somebody has made up.
    ledger.write(entry().withReview(new Review(NOW, "old", seen.minusMillis(1), null)));
    assertNotEquals(Outcome.BUSY, evaluate(PARTNER.withStatus(status)).outcome());
  }

  private Decision evaluateBy(RuleSet rules, Finding finding) {
    return evaluateBy(rules, finding, Findings.noFacts());
  }

  @Test
  void evaluate_madeActiveAgainByTheSameRulesAndFacts_isLeftToAPerson() {
    stand(Standing.Kind.ALERTED, PARTNER, Duration.ofHours(1));
    Facts facts = Findings.noFacts();
    Standing unarchived = unarchivedBy(RULES, facts);
    ledger.write(entry().withStanding(unarchived));

    Decision decision = evaluate(PARTNER, facts);

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertEquals(Standing.Kind.LEFT_TO_PERSON, claim().leadsTo());
    ledger.write(entry().withoutClaim().withStanding(unarchived));
    assertEquals(Outcome.ARCHIVE, evaluate(PARTNER, Findings.tags(Map.of("Owner", "x"))).outcome());
  }

  private static Standing unarchivedBy(RuleSet rules, Facts facts) {
    return StandingBuilder.of(Standing.Kind.ALERTED)
        .contentHash(PARTNER.contentHash())
        .rulesVersion(rules.version())
        .reason("The rules no longer archive this finding.")
        .at(NOW.minus(Duration.ofHours(1)))
        .execution(OTHER)
        .build()
        .unarchivedUnder(FactsFingerprint.of(facts));
  }

  /** Whether the facts have changed since, nobody knows. */
  @Test
  void evaluate_madeActiveAgainByTheSameRulesAndFactsUnread_isLookedAtAgain() {
    RuleSet rules = archivingWhatIsOld();
    stand(Standing.Kind.ALERTED, PARTNER, Duration.ofHours(1));
    ledger.write(entry().withStanding(unarchivedBy(rules, Findings.noFacts())));
    Facts unread = new Facts(Fact.unread(Fact.Cause.DENIED, "No."), NO_KEY);

    Decision decision = evaluateBy(rules, PARTNER, unread);

    assertEquals(Outcome.IGNORE, decision.outcome());
    assertEquals(
        "These rules have made it active again before, and not all could be read that may have"
            + " changed since.",
        decision.reason());
    assertEquals(NOW.plus(Duration.ofHours(1)), review().at());
    assertEquals(
        Outcome.ARCHIVE, evaluateBy(rules, PARTNER, Findings.tags(Map.of("A", "x"))).outcome());
  }

  private static final Fact<List<String>> NO_KEY = Fact.known(List.of());

  @Test
  void evaluate_requestThatNamesAnotherAnalyzer_fails() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    LedgerEntry before = entry();
    Finding typo =
        Finding.notFound("f-1", "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/typo");

    PermanentFailure failure = assertThrows(PermanentFailure.class, () -> evaluate(typo));

    assertEquals(
        "Finding f-1 is known as one of analyzer %s, but this request names analyzer %s: look at both in the console, and at who started this execution."
            .formatted(Findings.ANALYZER, typo.analyzerArn()),
        failure.getMessage());
    assertEquals(before, entry());
  }

  /** Somebody who may start executions cannot keep a finding from being triaged. */
  @Test
  void evaluate_entryOfAnotherAnalyzerThatNobodyRead_givesWayToTheFinding() {
    String madeUp = Findings.ANALYZER + "-that-is-none";
    Finding announced =
        Findings.with(STRANGER, "/analyzerArn", madeUp).asAnnounced("GetFinding was refused");
    stand(Standing.Kind.ALERTED, announced, Duration.ofHours(1));

    Decision decision = evaluate(STRANGER);

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertEquals(Findings.ANALYZER, entry().analyzerArn());
    assertThrows(PermanentFailure.class, () -> evaluate(announced), "it takes nothing back");
  }

  /** What was closed too early, and is found archived, is still ours to make active again. */
  @Test
  void evaluate_archivedByUsAndResolvedAndArchivedAgain_isOurs() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    ledger.write(entry().withStanding(standing().updatedAt(PARTNER.updatedAt())));
    evaluate(PARTNER.withStatus(FindingStatus.RESOLVED));
    assertEquals(Standing.Kind.RESOLVED, standing().kind());
    assertEquals("old", standing().rule());

    Finding archived = STRANGER.withStatus(FindingStatus.ARCHIVED);
    Decision decision = evaluateAt(NOW.plusSeconds(60), archived, Findings.noFacts());

    assertEquals(Outcome.UNARCHIVE, decision.outcome());
  }

  @Test
  void evaluate_braked_findingThatWasCountedTodayIsFree() {
    LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
    for (int i = 0; i < 1000; i++) {
      Stored.count(ledger, "partner", today, "finding-" + i);
    }
    assertEquals(Outcome.NOTIFY, evaluate(PARTNER).outcome());

    ledger.write(entry().withoutClaim().withArchiveCount(new ArchiveCount("partner", today)));
    assertEquals(Outcome.ARCHIVE, evaluate(PARTNER).outcome());
  }

  @Test
  void evaluate_contentOfAnotherHashVersion_isKnownFromThisVersionOn() {
    String hash = String.valueOf(STRANGER.contentHash());
    String ofVersion1 = "1:" + hash.substring(2, hash.indexOf(':', 2));
    stand(Standing.Kind.ALERTED, STRANGER.asRead(ofVersion1), Duration.ofHours(1));

    assertEquals(Outcome.IGNORE, evaluate(STRANGER).outcome());
    assertEquals(STRANGER.contentHash(), standing().contentHash());
  }

  /** An alert of which only the event was read. */
  private void alertedByEvent(Finding finding) {
    Finding event = finding.asAnnounced("GetFindingV2: AccessDenied");
    stand(Standing.Kind.ALERTED, event, Duration.ofHours(1));
    ledger.write(entry().withReview(new Review(NOW, RULES.version(), finding.updatedAt(), NOW)));
  }

  @Test
  void evaluate_unreadFacts_keepSinceWhen() {
    evaluate(PARTNER, Findings.unreadFacts());
    Instant first = review().undeterminedSince();
    ledger.write(entry().withoutClaim());

    evaluateAt(NOW.plus(Duration.ofDays(1)), PARTNER, Findings.unreadFacts());
    assertEquals(NOW, first);
    assertEquals(NOW, review().undeterminedSince());

    ledger.write(entry().withoutClaim());
    evaluateAt(NOW.plus(Duration.ofDays(2)), PARTNER, Findings.noFacts());
    assertNull(review().undeterminedSince());
  }

  @Test
  void evaluate_anotherExecutionsLiveClaim_isBusyAndWritesNothing() {
    ledger.write(first().withClaim(claim(OTHER, NOW.plusMillis(1), Outcome.NOTIFY)));

    Decision decision = evaluate(PARTNER);

    assertEquals(Outcome.BUSY, decision.outcome());
    assertEquals(30, decision.waitSeconds());
    assertNull(decision.rule());
    assertEquals(1, entry().version());
  }

  @Test
  void evaluate_anotherExecutionsAbandonedClaim_isTakenOver() {
    ledger.write(first().withClaim(claim(OTHER, NOW, Outcome.NOTIFY)));

    Decision decision = evaluate(PARTNER);

    assertEquals(Outcome.ARCHIVE, decision.outcome());
    assertEquals(THIS, claim().execution());
    assertEquals(0, claim().changes());
  }

  @Test
  void evaluate_ownClaim_isRenewedWithItsCount() {
    ledger.write(
        first().withClaim(claim(THIS, NOW.plusSeconds(1), Outcome.ARCHIVE).changed().changed()));

    evaluate(PARTNER);

    assertEquals(NOW.plus(Duration.ofMinutes(15)), claim().until());
    assertEquals(2, claim().changes());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void evaluate_findingThatChangedEachTime_isToldToAPerson(int changes) {
    Claim claim = claim(THIS, NOW.plusSeconds(1), Outcome.ARCHIVE);
    for (int i = 0; i < changes; i++) {
      claim = claim.changed();
    }
    ledger.write(first().withClaim(claim));

    Decision decision = evaluate(PARTNER);

    assertEquals(changes < 3 ? Outcome.ARCHIVE : Outcome.NOTIFY, decision.outcome());
    if (changes == 3) {
      assertEquals(
          "The finding changed each of the 3 times that it was about to be updated.",
          decision.reason());
      assertNull(decision.offeredRule());
      assertEquals("Rule partner archives it already.", decision.whyNoRuleIsOffered());
      assertEquals(Standing.Kind.ALERTED, claim().leadsTo());
    }
  }

  @Test
  void evaluate_archivedFindingThatChangedEachTime_isToldToAPersonAndStaysOurs() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofDays(1));
    Claim claim = claim(THIS, NOW.plusSeconds(1), Outcome.UNARCHIVE).changed().changed().changed();
    ledger.write(entry().withClaim(claim));

    Decision decision =
        evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED), Findings.tags(Map.of("Keep", "yes")));

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertEquals(
        "The finding changed each of the 3 times that it was about to be updated.",
        decision.reason());
    assertNull(claim().leadsTo());
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing().kind());
  }

  @Test
  void evaluate_entryWrittenMeanwhile_isEvaluatedAgain() {
    Ledger contended =
        new Contended(
            ledger,
            1,
            inner ->
                inner.write(first().withClaim(claim(OTHER, NOW.plusSeconds(9), Outcome.NOTIFY))));

    Decision decision =
        evaluator(contended, NOW)
            .evaluate(request(PARTNER, Findings.noFacts(), "archive", "t"))
            .requireDecision();

    assertEquals(Outcome.BUSY, decision.outcome(), "what was written meanwhile decides");
  }

  @Test
  void evaluate_entryThatKeepsChanging_isTriedAgainLater() {
    List<Integer> attempts = new ArrayList<>();
    Ledger contended = new Contended(ledger, Integer.MAX_VALUE, inner -> attempts.add(1));

    TransientFailure e =
        assertThrows(
            TransientFailure.class,
            () ->
                evaluator(contended, NOW)
                    .evaluate(request(PARTNER, Findings.noFacts(), "archive", "t")));

    assertEquals("the ledger entry of finding f-1 keeps changing", e.getMessage());
    assertEquals(5, attempts.size());
  }

  @Test
  void evaluate_noLedger_decidesAndSaysSo() {
    Decision decision =
        evaluator(ledger, NOW)
            .evaluate(request(PARTNER, Findings.noFacts(), "archive", "none"))
            .requireDecision();

    assertEquals(Outcome.ARCHIVE, decision.outcome());
    assertEquals(
        List.of("Decided without history: no ledger is configured."),
        decision.explanation().notes());
    assertEquals(Optional.empty(), ledger.read("f-1"));
  }

  @Test
  void evaluate_resolved_writesThatAndForgetsItLater() {
    ledger.write(first().withClaim(claim(OTHER, NOW, Outcome.NOTIFY)));

    Decision decision = evaluate(PARTNER.withStatus(FindingStatus.RESOLVED));

    assertEquals(Outcome.IGNORE, decision.outcome());
    assertNull(decision.rule());
    assertEquals("The finding is resolved.", decision.reason());
    assertEquals(Standing.Kind.RESOLVED, standing().kind());
    assertNull(entry().claim());
    assertEquals(NOW.plus(Duration.ofDays(90)), entry().expiresAt());
  }

  @Test
  void evaluate_activeAgainAfterItWasResolved_isNotForgotten() {
    evaluate(PARTNER.withStatus(FindingStatus.RESOLVED));

    evaluateAt(NOW.plusSeconds(60), PARTNER, Findings.noFacts());

    assertNull(entry().expiresAt());
  }

  @Test
  void evaluate_archivedBySomebodyElse_isRecordedAsTheirs() {
    evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED));

    assertEquals(Standing.Kind.ARCHIVED_BY_OTHER, standing().kind());
    assertEquals(PARTNER.contentHash(), standing().contentHash());
    assertEquals(NOW, standing().at());
  }

  @Test
  void evaluate_archivedUnderAnAbandonedClaim_isRecordedAsOurs() {
    stand(Standing.Kind.ALERTED, PARTNER, Duration.ofDays(1));
    ledger.write(entry().withClaim(claim(OTHER, NOW.minus(Question.OLD_ANSWERS), Outcome.ARCHIVE)));

    evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED), Findings.tags(Map.of("Keep", "no")));

    assertEquals(
        StandingBuilder.of(Standing.Kind.ARCHIVED_BY_US)
            .contentHash(PARTNER.contentHash())
            .rule("partner")
            .rulesVersion(RULES.version())
            .reason("Partners read.")
            .tagsUsed(Map.of("Keep", "no"))
            .at(NOW)
            .execution(THIS)
            .build(),
        standing());
    assertNull(entry().claim());
  }

  /** An event says less of the content than the reading that the claim rests on. */
  @Test
  void evaluate_archivedUnderAnAbandonedClaimAsAnEventTells_keepsTheContentThatWasRead() {
    stand(Standing.Kind.ALERTED, STRANGER, Duration.ofDays(1));
    ledger.write(entry().withClaim(claim(OTHER, NOW.minus(Question.OLD_ANSWERS), Outcome.ARCHIVE)));

    evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED).asAnnounced("refused"));

    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing().kind());
    assertEquals(PARTNER.contentHash(), standing().contentHash());
  }

  @Test
  void evaluate_alertBegunUnderAnAbandonedClaim_countsOnForTheSameContentOnly() {
    stand(Standing.Kind.OBSERVED, STRANGER, Duration.ofDays(1));
    Claim begun = open(Outcome.NOTIFY).alerting().abandonedAt(NOW.minus(Duration.ofHours(1)));
    ledger.write(entry().withClaim(begun));
    evaluate(STRANGER);
    assertEquals(1, claim().alerts());

    ledger.write(entry().withClaim(begun));
    evaluate(Findings.with(STRANGER, "/access/actions", List.of("s3:*")));
    assertEquals(0, claim().alerts());
  }

  @Test
  void evaluate_notFound_isMissingSinceItWasFirstMissedInTheLastHour() {
    Finding missing = Finding.notFound(STRANGER.id(), STRANGER.analyzerArn());
    evaluateAt(NOW, missing, Findings.noFacts());
    evaluateAt(NOW.plusSeconds(60), missing, Findings.noFacts());
    assertEquals(NOW, review().missingSince());

    Instant later = NOW.plus(History.LOOK_AGAIN).plusMillis(1);
    evaluateAt(later, missing, Findings.noFacts());
    assertEquals(later, review().missingSince());
  }

  @Test
  void evaluate_readAMomentAfterAnArchiveOfUnknownEnd_keepsTheClaimAndWaits() {
    stand(Standing.Kind.ALERTED, PARTNER, Duration.ofDays(1));
    ledger.write(entry().withClaim(claim(OTHER, NOW, Outcome.ARCHIVE)));
    LedgerEntry before = entry();

    assertEquals(Outcome.BUSY, evaluate(PARTNER).outcome());

    assertEquals(before, entry());
  }

  @Test
  void evaluate_archivedAgainUnderAClaimOfOtherContent_isRecordedAsTheClaimSays() {
    stand(Standing.Kind.ARCHIVED_BY_US, STRANGER, Duration.ofDays(9));
    ledger.write(entry().withClaim(claim(OTHER, NOW.minus(Question.OLD_ANSWERS), Outcome.ARCHIVE)));

    evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED));

    assertEquals(PARTNER.contentHash(), standing().contentHash());
    assertEquals("partner", standing().rule());
    assertEquals(NOW, standing().at());
  }

  @Test
  void evaluate_archivedFindingOfOtherContent_staysOursWithThatContent() {
    stand(Standing.Kind.ARCHIVED_BY_US, STRANGER, Duration.ofDays(9));
    Standing before = standing();

    evaluate(PARTNER.withStatus(FindingStatus.ARCHIVED));

    assertEquals(PARTNER.contentHash(), standing().contentHash());
    assertEquals(before.at(), standing().at());
    assertEquals(before.execution(), standing().execution());

    // So that whoever makes it active again is not overruled.
    Decision activeAgain = evaluateAt(NOW.plusSeconds(3600), PARTNER, Findings.noFacts());
    assertEquals(Outcome.NOTIFY, activeAgain.outcome());
    assertEquals(Standing.Kind.LEFT_TO_PERSON, claim().leadsTo());
  }

  @Test
  void evaluate_findingThatIsGone_keepsTheSummaryOfWhatItWas() {
    evaluate(STRANGER);

    Finding missing = Finding.notFound(STRANGER.id(), STRANGER.analyzerArn());
    Decision first = evaluateAt(NOW.plus(Duration.ofHours(1)), missing, Findings.noFacts());
    assertEquals(Outcome.BUSY, first.outcome());
    assertEquals(120, first.waitSeconds());
    evaluateAt(NOW.plus(Duration.ofMinutes(62)), missing, Findings.noFacts());

    assertEquals(
        FindingSummary.of(STRANGER, Owner.UNKNOWN, Findings.noFacts().account(), null),
        entry().summary());
    assertTrue(entry().stands(Standing.Kind.RESOLVED));
  }

  @Test
  void evaluate_ofAVendorsAccess_recordsItsNameForTheDigest() {
    Finding datadog =
        Findings.with(
            Findings.with(STRANGER, "/principal/account", "464622532012"),
            "/principal/value",
            "464622532012");

    evaluator(ledger, NOW).evaluate(request(datadog, Findings.noFacts(), "archive", "t"));

    assertEquals("Datadog", present(entry().summary()).principalAccountName());
  }

  @Test
  void evaluate_withFactsOfAlerts_recordsOwnerAndAccountForTheDigest() {
    StepRequest request = request(STRANGER, Findings.noFacts(), "archive", "t");
    Facts none = Findings.noFacts();
    Facts facts =
        new Facts(
            Fact.known(Map.of("Team", "Payments")),
            none.keyAliases(),
            Fact.known(new Account("payments-prod", Map.of(), "ou-1", null)),
            none.principalInOrganization());
    TriageState state =
        StateBuilder.of(STRANGER)
            .facts(facts)
            .readAt(NOW)
            .alertTags(List.of("Owner", "Team"))
            .build();

    evaluator(ledger, NOW).evaluate(new StepRequest(state, THIS, request.config()));

    assertEquals(
        FindingSummary.of(STRANGER, Owner.named("Payments"), facts.account(), null),
        present(entry().summary()));
    assertEquals("payments-prod", present(entry().summary()).accountName());
  }

  @Test
  void evaluate_ignoredWithoutAStandingToWrite_writesOnlyWhatWasSeen() {
    stand(Standing.Kind.ALERTED, STRANGER, Duration.ofDays(9));
    LedgerEntry before = entry();

    Decision decision = evaluate(STRANGER);

    assertEquals(Outcome.IGNORE, decision.outcome());
    assertEquals(
        before
            .withSummary(
                FindingSummary.of(STRANGER, Owner.UNKNOWN, Findings.noFacts().account(), null))
            .withReview(
                new Review(
                    NOW.plus(ReviewInterval.of(STRANGER.id(), 30)),
                    RULES.version(),
                    STRANGER.updatedAt(),
                    null))
            .stored(),
        entry());
  }

  @Test
  void evaluate_archivedAMomentAgoButActive_isReviewedInAnHour() {
    stand(Standing.Kind.ARCHIVED_BY_US, PARTNER, Duration.ofMinutes(15));

    assertEquals(Outcome.IGNORE, evaluate(PARTNER).outcome());
    assertEquals(NOW.plus(Duration.ofHours(1)), review().at());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 60})
  void evaluate_ruleThatExpires_isReviewedWhenItsLastDayIsOverOrBefore(int days) {
    LocalDate last = TODAY.plusDays(days);
    RuleSet expiring =
        RuleSet.parse(
            "rules.yaml",
            """
            rules:
              - id: partner
                effect: archive
                owner: a@example.com
                reason: Partners read.
                expires: %s
                when: principal.account == "444455556666"
            """
                .formatted(last));

    new FindingEvaluator(expiring, table -> ledger, Clock.fixed(NOW, ZoneOffset.UTC))
        .evaluate(request(PARTNER, Findings.noFacts(), "archive", "t"));

    Instant end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant usual = NOW.plus(ReviewInterval.of(PARTNER.id(), 30));
    assertEquals(end.isBefore(usual) ? end : usual, review().at());
    assertEquals(days == 60, review().at().equals(usual));
    assertEquals(new ArchiveEnd("partner", "a@example.com", last), review().archiveEnd());
  }

  @Test
  void evaluate_severityRoseSinceTheAlert_alertsAgain() {
    stand(Standing.Kind.ALERTED, STRANGER, Duration.ofDays(9));

    Decision decision = evaluate(STRANGER, Findings.tags(Map.of("Class", "secret")));

    assertEquals(Outcome.NOTIFY, decision.outcome());
    assertEquals(List.of("The severity rose from medium to high."), decision.explanation().notes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void evaluate_hugeChange_leavesOutTheLeastNearRulesFirstAndTheChangeLast(int times) {
    Facts facts = Findings.unreadFacts();
    Decision whole = evaluateBy(thousandRules(), STRANGER, facts);
    int room = 32_000 - Json.bytes(RecordJson.STATE.write(whole)).length;
    AccessBaseline baseline = accepted("f-1");
    Stored.baseline(
        ledger,
        ACCESS,
        new AccessBaseline(
            baseline.since(),
            false,
            List.of("s3:" + "x".repeat(times == 1 ? room : 32_000)),
            baseline.condition()));

    Decision bounded = evaluateBy(thousandRules(), STRANGER, facts);

    Explanation before = whole.explanation();
    Explanation after = bounded.explanation();
    int size = Json.bytes(RecordJson.STATE.write(bounded)).length;
    assertTrue(size <= 32_000, "size " + size);
    assertTrue(before.nearest().size() > 1 && before.applied().size() > 1, before::toString);
    assertEquals(
        before.nearest().size() + before.otherArchiveRules(),
        after.nearest().size() + after.otherArchiveRules());
    if (times == 1) {
      assertEquals(before.nearest().subList(0, before.nearest().size() - 1), after.nearest());
      assertEquals(before.applied(), after.applied());
      assertNotNull(bounded.change());
    } else {
      assertEquals(List.of(), after.nearest());
      assertEquals(before.applied().subList(0, 1), after.applied());
      assertNull(bounded.change());
    }
  }

  private Decision evaluateBy(RuleSet rules, Finding finding, Facts facts) {
    return new FindingEvaluator(rules, table -> ledger, Clock.fixed(NOW, ZoneOffset.UTC))
        .evaluate(request(finding, facts, "archive", "t"))
        .requireDecision();
  }

  private static RuleSet thousandRules() {
    StringBuilder file = new StringBuilder("rules:\n");
    for (int i = 0; i < 1_000; i++) {
      String effect = i % 3 == 0 ? "notify" : "archive";
      file.append("  - id: r%04d-%s\n".formatted(i, "x".repeat(90)));
      file.append("    effect: %s\n    reason: %s\n".formatted(effect, "reäson ".repeat(140)));
      if (i % 3 != 0) {
        file.append("    owner: a\n    trustTags: true\n");
      }
      if (i % 3 == 2) {
        file.append("    expires: 2020-01-01\n    when: 'true'\n");
      } else {
        file.append(
            "    when: >\n      tag('a') != 'b' && principal.value != 'x' && access.condition != {'a': 'b'} && access.actions != ['a']%s\n"
                .formatted(i % 3 == 0 ? "" : " && finding.isPublic && resource.arn == tag('c')"));
      }
    }
    return RuleSet.parse("rules.yaml", file.toString());
  }

  @Test
  void evaluate_thousandRulesAndHugeValues_theDecisionStaysSmall() {
    RuleSet rules = thousandRules();
    String huge = "漢\u0000".repeat(2_000);
    Finding finding =
        Findings.with(
            Findings.with(
                Findings.with(PARTNER, "/access/condition", Map.of(huge, huge, "b" + huge, huge)),
                "/access/actions",
                List.of(huge, huge, huge)),
            "/principal/value",
            huge);

    for (Facts facts :
        List.of(Findings.tags(Map.of("a", huge, "c", huge)), Findings.unreadFacts())) {
      Decision decision =
          new FindingEvaluator(
                  rules, table -> new InMemoryLedger(), Clock.fixed(NOW, ZoneOffset.UTC))
              .evaluate(request(finding, facts, "archive", "t"))
              .requireDecision();

      int size = Json.bytes(RecordJson.STATE.write(decision)).length;
      assertTrue(size <= 32_000, "size " + size);
      assertEquals(Outcome.NOTIFY, decision.outcome());
      assertFalse(decision.explanation().applied().isEmpty());
      assertNotEquals(0, decision.explanation().otherArchiveRules());
    }
  }

  @Test
  void evaluate_alertOfAFindingThatTheSweepNamed_waitsForTheDigestAndSaysWhy() {
    Finding finding = Findings.with(PARTNER, "/principal/account", "999988887777");
    StepRequest event = request(finding, Findings.unreadFacts(), "archive", "t");
    TriageState swept =
        StateBuilder.of(finding)
            .facts(Findings.unreadFacts())
            .readAt(NOW)
            .origin(Origin.REFERENCE)
            .build();

    Decision atOnce = evaluator(new InMemoryLedger(), NOW).evaluate(event).requireDecision();
    Decision later =
        evaluator(ledger, NOW)
            .evaluate(new StepRequest(swept, THIS, event.config()))
            .requireDecision();

    assertEquals(Outcome.NOTIFY, atOnce.outcome());
    assertEquals(Delivery.IMMEDIATE, atOnce.delivery());
    assertEquals(List.of(), atOnce.explanation().notes());
    assertEquals(Outcome.NOTIFY, later.outcome());
    assertEquals(Delivery.DIGEST, later.delivery());
    assertEquals(
        List.of(
            "It goes into the digest: the sweep found it, and of what it finds only critical alerts"
                + " are sent at once."),
        later.explanation().notes());
  }

  private void brake() {
    for (int i = 0; i < 1_000; i++) {
      Stored.count(ledger, "partner", TODAY, "finding-" + i);
    }
  }

  private void stand(Standing.Kind kind, Finding finding, Duration ago) {
    ledger.write(
        LedgerEntry.first(finding.id(), finding.analyzerArn())
            .withStanding(
                StandingBuilder.of(kind)
                    .contentHash(finding.contentHash())
                    .rule("old")
                    .rulesVersion("old")
                    .reason("Old.")
                    .at(NOW.minus(ago))
                    .execution(OTHER)
                    .build()));
  }

  private static LedgerEntry first() {
    return LedgerEntry.first("f-1", Findings.ANALYZER);
  }

  private static Claim claim(String execution, Instant until, Outcome effect) {
    return ClaimBuilder.of(effect)
        .execution(execution)
        .until(until)
        .contentHash(PARTNER.contentHash())
        .rule("partner")
        .leadsTo(Standing.Kind.ARCHIVED_BY_US)
        .build();
  }

  private LedgerEntry entry() {
    return ledger.read("f-1").orElseThrow();
  }

  private Claim claim() {
    return present(entry().claim());
  }

  private Standing standing() {
    return present(entry().standing());
  }

  private Review review() {
    return present(entry().review());
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new AssertionError("the ledger entry lacks it");
    }
    return value;
  }

  private Decision evaluate(Finding finding) {
    return evaluate(finding, Findings.noFacts());
  }

  private Decision evaluate(Finding finding, Facts facts) {
    return evaluateAt(NOW, finding, facts);
  }

  private Decision evaluateAt(Instant now, Finding finding, Facts facts) {
    return evaluator(ledger, now)
        .evaluate(request(finding, facts, "archive", "t"))
        .requireDecision();
  }

  private static FindingEvaluator evaluator(Ledger ledger, Instant now) {
    return new FindingEvaluator(RULES, table -> ledger, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static StepRequest request(Finding finding, Facts facts, String mode, String ledger) {
    return new StepRequest(
        StateBuilder.of(finding).facts(facts).readAt(NOW).build(),
        THIS,
        new Settings(
            Fields.of(
                Json.object()
                    .put("mode", mode)
                    .put("ledger", ledger)
                    .put("analyzerArns", "arn:aws:x:y:z:analyzer/other, " + Findings.ANALYZER)
                    .put("maxArchivesPerRulePerDay", "1000")
                    .put("reviewAfterDays", "30")
                    .put("busyWaitSeconds", 30)
                    .put("immediateAlerts", "medium"),
                "config")));
  }

  /** A ledger that somebody else writes to each time before it is written. */
  private static final class Contended extends ForwardingLedger {
    private final Ledger inner;
    private final Consumer<Ledger> meanwhile;
    private int conflicts;

    Contended(Ledger inner, int conflicts, Consumer<Ledger> meanwhile) {
      super(inner);
      this.inner = inner;
      this.conflicts = conflicts;
      this.meanwhile = meanwhile;
    }

    @Override
    public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
      if (conflicts > 0) {
        conflicts--;
        meanwhile.accept(inner);
        throw new LedgerConflict(entry.findingId());
      }
      return inner.write(entry, kept);
    }
  }
}
