package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.fixtures.SettableClock;
import io.accesstriage.fixtures.ledger.ClaimBuilder;
import io.accesstriage.fixtures.ledger.ForwardingLedger;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.fixtures.ledger.Stored;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Sought;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.alert.AlertMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When an alert or a failure report is published, and when it only waits for the digest. */
final class NotifierDeliveryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:10Z");
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final String SUBJECT =
      AlertMessages.of(SampleStates.state("cross-account-key"), "e").subject();

  private final Ledger ledger = new Ledger();
  private final Topic topic = new Topic();
  private final SettableClock clock = new SettableClock(NOW);
  private final Notifier notifier = new Notifier(arn -> topic, table -> ledger, clock);
  private final FailureReporter reporter =
      new FailureReporter(arn -> topic, table -> ledger, clock);

  private static final class Topic implements AlertTopic {
    private final List<String> subjects = new ArrayList<>();
    private boolean isHeard = true;
    private @Nullable AwsCallException failure;

    @Override
    public boolean hasReader() {
      return isHeard;
    }

    @Override
    public void publish(AlertMessage message) {
      if (failure != null) {
        throw failure;
      }
      subjects.add(message.subject());
    }

    List<String> take() {
      List<String> taken = List.copyOf(subjects);
      subjects.clear();
      return taken;
    }
  }

  private static final class Ledger extends ForwardingLedger {
    private final InMemoryLedger entries;
    private @Nullable AwsCallException failure;
    private @Nullable String forgotten;

    Ledger() {
      this(new InMemoryLedger());
    }

    private Ledger(InMemoryLedger entries) {
      super(entries);
      this.entries = entries;
    }

    @Override
    public Reading read(String findingId, Sought sought) {
      return findingId.equals(forgotten)
          ? new Reading(null, null, 0, Map.of())
          : entries.read(findingId, sought);
    }

    @Override
    public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
      if (failure != null) {
        throw failure;
      }
      return entries.write(entry, kept);
    }
  }

  private static AwsCallException throttled(String operation) {
    return new AwsCallException(operation, "ThrottlingException", 400, "slow down");
  }

  /** The alert about a finding, each time by an execution of its own. */
  private ObjectNode request(String findingId, String severity) {
    ObjectNode request = SampleStates.published("cross-account-key");
    request.put("execution", request.path("execution").textValue() + "-" + findingId + severity);
    ((ObjectNode) request.path("state").path("finding")).put("id", findingId);
    ((ObjectNode) request.path("state").path("decision"))
        .put("severity", severity)
        .put("decidedAt", clock.instant().toString());
    return request;
  }

  private static ObjectNode ofOtherContent(ObjectNode request) {
    String id = request.path("state").path("finding").path("id").textValue();
    ((ObjectNode) request.path("state").path("finding")).put("contentHash", "1:" + id);
    return request;
  }

  private static ObjectNode forDigest(ObjectNode request) {
    ((ObjectNode) request.path("state").path("decision")).put("delivery", "DIGEST");
    return request;
  }

  private static Claim claim(ObjectNode request, Standing.Kind leadsTo) {
    return ClaimBuilder.of(Outcome.NOTIFY)
        .execution(request.path("execution").textValue())
        .until(NOW.plus(Claim.LIFE))
        .contentHash(request.path("state").path("finding").path("contentHash").textValue())
        .leadsTo(leadsTo)
        .build();
  }

  private JsonNode alert(ObjectNode request) {
    return notifier.alert(SampleStates.step(request)).path("notification");
  }

  private JsonNode alert(String findingId, String severity) {
    return alert(request(findingId, severity));
  }

  private LedgerEntry entry(String findingId) {
    return ledger.entries.read(findingId).orElseThrow();
  }

  private static JsonNode json(String text) {
    return Json.read(text, "expected");
  }

  /** The ledger says that it is archived; that it should not be is what the digest has to tell. */
  @Test
  void alert_observedUnarchiveOfWhatWasMarkedBeforeItsArchive_isToldInTheDigest() {
    alert(forDigest(request("f-1", "low")));
    clock.advance(Duration.ofHours(1));
    ledger.entries.write(
        entry("f-1")
            .withStanding(
                StandingBuilder.of(Standing.Kind.ARCHIVED_BY_US)
                    .contentHash("1:content")
                    .severity(Severity.LOW)
                    .rule("rule-1")
                    .reason("Expected.")
                    .at(clock.instant())
                    .execution("other")
                    .build()));
    clock.advance(Duration.ofHours(1));
    ObjectNode observed = forDigest(request("f-1", "medium"));
    ((ObjectNode) observed.path("state").path("decision")).put("outcome", "UNARCHIVE");
    ((ObjectNode) observed.path("state")).putObject("archive").put("outcome", "OBSERVED");

    alert(observed);

    assertTrue(entry("f-1").stands(Standing.Kind.ARCHIVED_BY_US));
    clock.advance(Duration.ofHours(1));
    ObjectNode config = Json.object();
    config.putObject("config").put("ledger", SampleStates.TABLE).put("topic", SampleStates.TOPIC);
    new Digest(
            arn -> topic,
            table -> ledger,
            asked -> new ArchiveHistory.Page(List.of(), null),
            clock,
            1)
        .send(Fields.of(config, "request"));
    assertEquals(List.of("[MEDIUM] Access Analyzer digest: 1 alert, 1 archived"), topic.take());
  }

  @Nested
  final class AccessOfTheAlert {
    private static Optional<AccessBaseline> known(Ledger ledger, ObjectNode request) {
      return AccessBaseline.accessOf(SampleStates.step(request).state().finding())
          .flatMap(access -> Stored.baseline(ledger, access));
    }

    @Test
    void alert_published_isWhatTheNextChangeIsToldAgainst() {
      ObjectNode request = request("f-1", "medium");

      alert(request);

      assertEquals(
          Optional.of(
              new AccessBaseline(
                  new AccessChange.Since("f-1", AccessChange.Act.ALERTED, null, NOW),
                  false,
                  List.of("kms:Decrypt", "kms:DescribeKey"),
                  Map.of("kms:ViaService", "s3.us-east-1.amazonaws.com"))),
          known(ledger, request));
    }

    @Test
    void alert_thatWaitsForTheDigest_isNotKnownToAnybodyYet() {
      ObjectNode request = forDigest(request("f-1", "low"));

      alert(request);

      assertEquals(Optional.empty(), known(ledger, request));
    }

    @Test
    void alert_ofAChangedAccess_tellsTheChangeInTheDigest() {
      ObjectNode request = forDigest(request("f-1", "low"));
      ObjectNode change = ((ObjectNode) request.at("/state/decision")).putObject("change");
      change
          .putObject("since")
          .put("findingId", "f-1")
          .put("act", "ACCEPTED")
          .put("rule", "ci")
          .put("at", "2026-03-02T10:00:00Z");
      change.putArray("addedActions").add("kms:Decrypt");

      alert(request);

      assertEquals(
          new DigestDue(
              NOW,
              Severity.LOW,
              "Since rule ci accepted it on 2026-03-02: + kms:Decrypt. No rule applies."),
          entry("f-1").digestDue());
    }
  }

  @Nested
  final class ForTheDigest {
    @Test
    void alert_decidedForTheDigest_isOnlyMarkedTogetherWithTheStanding() {
      JsonNode notification = alert(forDigest(request("f-1", "low")));

      assertEquals(List.of(), topic.take());
      assertEquals(new DigestDue(NOW, Severity.LOW, "No rule applies."), entry("f-1").digestDue());
      assertTrue(entry("f-1").stands(Standing.Kind.ALERTED));
      assertEquals(1, entry("f-1").version());
      assertEquals(
          json(
              "{\"published\": false, \"subject\": \"%s\", \"why\": \"It was left for the digest.\"}"
                  .formatted(SUBJECT.replace("[MEDIUM]", "[LOW]"))),
          notification);
    }

    @Test
    void alert_markedBefore_keepsSinceWhenItWaitsAndTakesTheNewSeverity() {
      alert(forDigest(request("f-1", "low")));
      clock.advance(Duration.ofHours(1));

      alert(forDigest(request("f-1", "high")));

      assertEquals(new DigestDue(NOW, Severity.HIGH, "No rule applies."), entry("f-1").digestDue());
    }

    @Test
    void alert_publishedAfterItWasMarked_isNotToldAgainInTheDigest() {
      alert(forDigest(request("f-1", "low")));
      clock.advance(Duration.ofSeconds(1));

      alert("f-1", "high");

      assertEquals(1, topic.take().size());
      assertNull(entry("f-1").digestDue());
    }

    @Test
    void alert_triedAgainAfterItWasMarked_isNotPublished() {
      ObjectNode request = forDigest(request("f-1", "low"));
      alert(request);
      LedgerEntry before = entry("f-1");

      assertFalse(alert(request).path("published").asBoolean(true));
      assertEquals(before, entry("f-1"));
    }

    @Test
    void alert_markCannotBeWritten_isTriedAgain() {
      ledger.failure = throttled("dynamodb:PutItem");

      assertThrows(TransientFailure.class, () -> alert(forDigest(request("f-1", "low"))));
    }

    @Test
    void alert_forTheDigestWithoutLedger_isPublishedSinceNothingElseKeepsIt() {
      ObjectNode request = forDigest(request("f-1", "low"));
      ((ObjectNode) request.path("config")).put("ledger", "none");

      assertTrue(alert(request).path("published").asBoolean());
      assertEquals(1, topic.take().size());
    }
  }

  @Nested
  final class Limit {
    private static final String STORM =
        "[HIGH] More than 3 alerts this hour: the rest waits for the digest";
    private static final String CRITICAL_STORM =
        "[CRITICAL] More than 3 alerts this hour: critical ones wait for the digest";

    private void reachTheLimit() {
      for (int i = 1; i <= 3; i++) {
        assertTrue(
            alert(ofOtherContent(request("early-" + i, "medium"))).path("published").asBoolean());
      }
      assertEquals(3, topic.take().size());
    }

    @Test
    void alert_overTheLimit_isMarkedAndOneMessageOfTheHourSaysSo() {
      reachTheLimit();

      JsonNode notification = alert("f-1", "high");
      alert("f-2", "medium");

      assertEquals(List.of(STORM), topic.take());
      assertEquals(
          "As many messages as MaxImmediateAlertsPerHour allows were sent, or tried, this hour.",
          notification.path("why").textValue());
      assertEquals(new DigestDue(NOW, Severity.HIGH, "No rule applies."), entry("f-1").digestDue());
      assertNotNull(entry("f-2").digestDue());
    }

    @Test
    void alert_firstCriticalOneOverTheLimit_hasAStormMessageOfItsOwn() {
      reachTheLimit();
      alert("f-1", "high");

      alert("f-2", "critical");
      alert("f-3", "critical");

      assertEquals(List.of(STORM, CRITICAL_STORM), topic.take());
      assertEquals(Severity.CRITICAL, entry("f-3").digestDue().severity());
    }

    @Test
    void alert_inTheNextHour_isPublishedAgain() {
      reachTheLimit();
      alert("f-1", "medium");
      topic.take();

      clock.advance(Duration.ofHours(1));

      assertTrue(alert(ofOtherContent(request("f-2", "medium"))).path("published").asBoolean());
      assertEquals(1, topic.take().size());
    }

    @Test
    void alert_stormMessageCannotBePublished_isNeitherMarkedNorForgotten() {
      reachTheLimit();
      topic.failure = throttled("sns:Publish");
      assertThrows(TransientFailure.class, () -> alert("f-1", "medium"));
      assertTrue(ledger.entries.read("f-1").isEmpty());
      topic.failure = null;

      alert("f-1", "medium");

      assertEquals(List.of(STORM), topic.take());
      assertNotNull(entry("f-1").digestDue());
    }

    @Test
    void alert_thatIsTriedAgain_isCountedOnce() {
      ObjectNode request = ofOtherContent(request("f-1", "medium"));
      ledger.entries.write(
          LedgerEntry.first("f-1", ANALYZER)
              .withClaim(
                  ClaimBuilder.of(Outcome.NOTIFY)
                      .execution(request.path("execution").textValue())
                      .until(NOW.plus(Claim.LIFE))
                      .contentHash("1:f-1")
                      .leadsTo(Standing.Kind.ALERTED)
                      .build()));
      topic.failure = throttled("sns:Publish");
      assertThrows(TransientFailure.class, () -> alert(request));
      assertThrows(TransientFailure.class, () -> alert(request));
      topic.failure = null;
      assertEquals(Sending.TRIED_ENOUGH, alert(request).path("why").textValue());

      alert(ofOtherContent(request("f-2", "medium")));
      alert(ofOtherContent(request("f-3", "medium")));
      assertEquals(2, topic.take().size());
      alert(ofOtherContent(request("f-4", "medium")));

      assertEquals(List.of(STORM), topic.take());
    }

    @Test
    void alert_withoutALimit_isAlwaysPublished() {
      for (int i = 0; i < 50; i++) {
        ObjectNode request = ofOtherContent(request("f-" + i, "medium"));
        ((ObjectNode) request.path("config")).put("maxImmediateAlertsPerHour", "none");
        alert(request);
      }

      assertEquals(50, topic.take().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "many", "1.5"})
    void alert_withAWrongLimit_namesIt(String limit) {
      ObjectNode request = request("f-1", "medium");
      ((ObjectNode) request.path("config")).put("maxImmediateAlertsPerHour", limit);

      MalformedInput failure = assertThrows(MalformedInput.class, () -> alert(request));

      assertTrue(
          failure.getMessage().startsWith("request.config.maxImmediateAlertsPerHour: expected "),
          failure::getMessage);
    }

    @Test
    void report_overTheLimit_isMarkedWithItsFinding() {
      reachTheLimit();

      JsonNode notification = report("no");

      assertEquals(List.of(STORM), topic.take());
      assertFalse(notification.path("published").asBoolean(true));
      assertEquals(new Failure(IDENTITY, NOW, true), failure());
    }

    @Test
    void report_ofTheSameFailureThatWaits_isNotMarkedAnew() {
      reachTheLimit();
      report("no");
      clock.advance(Duration.ofHours(2));

      report("no");

      assertEquals(List.of(STORM), topic.take());
      assertEquals(new Failure(IDENTITY, NOW, true), failure());
    }

    @Test
    void report_countsTowardsTheLimit() {
      for (int i = 0; i < 3; i++) {
        report("no " + "abc".charAt(i) + "x");
      }
      topic.take();

      alert("f-1", "medium");

      assertEquals(List.of(STORM), topic.take());
    }

    @Test
    void report_overTheLimitButTheMarkCannotBeWritten_failsSoThatItBecomesADeadLetter() {
      reachTheLimit();
      ledger.failure = throttled("dynamodb:PutItem");

      assertThrows(TransientFailure.class, () -> report("no"));
    }
  }

  @Nested
  final class NobodyListens {
    @Test
    void alert_withoutReader_isMarkedAndSaysThatNobodyListens() {
      topic.isHeard = false;

      JsonNode notification = alert("f-1", "critical");

      assertEquals(List.of(), topic.take());
      assertEquals(
          new DigestDue(NOW, Severity.CRITICAL, "No rule applies."), entry("f-1").digestDue());
      assertEquals(
          json(
              "{\"published\": false, \"subject\": \"%s\", \"why\": \"The alert topic has no confirmed subscription.\", \"listening\": false}"
                  .formatted(SUBJECT.replace("[MEDIUM]", "[CRITICAL]"))),
          notification);
    }

    @Test
    void alerts_withoutReader_doNotUseUpTheHour() {
      topic.isHeard = false;
      for (int i = 0; i < 10; i++) {
        alert(ofOtherContent(request("f-" + i, "medium")));
      }

      topic.isHeard = true;

      assertTrue(alert(ofOtherContent(request("f-x", "medium"))).path("published").asBoolean());
    }

    @Test
    void report_withoutReader_isMarkedAndSaysThatNobodyListens() {
      topic.isHeard = false;

      JsonNode notification = report("no");

      assertEquals(List.of(), topic.take());
      assertFalse(notification.path("listening").asBoolean(true));
      assertEquals(new Failure(IDENTITY, NOW, true), failure());
    }

    @Test
    void report_ofAnUnknownFindingWithoutReader_failsSoThatItBecomesADeadLetter() {
      topic.isHeard = false;

      PermanentFailure failure =
          assertThrows(
              PermanentFailure.class,
              () ->
                  reporter.report(
                      Fields.of(SampleStates.published("failure-of-malformed-input"), "request")));

      assertEquals(
          "The failure of an execution whose finding is not known cannot wait for the digest. It was not sent at once: The alert topic has no confirmed subscription.",
          failure.getMessage());
    }
  }

  /** Its standing stays, and a sweep that cannot read everything comes back to it each time. */
  @Nested
  final class OfAnObservedUnarchive {
    private int executions;

    private JsonNode observe(ObjectNode request) {
      String execution = "execution-" + ++executions;
      request.put("execution", execution);
      ObjectNode state = (ObjectNode) request.path("state");
      ((ObjectNode) state.path("decision"))
          .put("outcome", "UNARCHIVE")
          .put("decidedAt", clock.instant().toString());
      state.putObject("archive").put("outcome", "OBSERVED");
      LedgerEntry entry =
          ledger
              .entries
              .read("f-1")
              .orElseGet(() -> archivedByUs(LedgerEntry.first("f-1", ANALYZER)));
      ledger.entries.write(
          entry.withClaim(
              ClaimBuilder.of(Outcome.UNARCHIVE)
                  .execution(execution)
                  .until(clock.instant().plus(Claim.LIFE))
                  .build()));
      JsonNode notification = alert(request);
      assertNull(entry("f-1").claim());
      assertTrue(entry("f-1").stands(Standing.Kind.ARCHIVED_BY_US));
      clock.advance(Duration.ofHours(6));
      return notification;
    }

    private LedgerEntry archivedByUs(LedgerEntry entry) {
      return entry.withStanding(
          StandingBuilder.of(Standing.Kind.ARCHIVED_BY_US)
              .severity(Severity.LOW)
              .rulesVersion("v")
              .reason("r")
              .at(NOW.minusSeconds(9_000))
              .execution("other")
              .build());
    }

    @Test
    void alert_atTheNextSweep_isNotRepeated() {
      observe(request("f-1", "critical"));

      JsonNode second = observe(request("f-1", "critical"));
      observe(request("f-1", "critical"));

      assertEquals(1, topic.take().size());
      assertFalse(second.path("published").asBoolean(true));
      assertEquals(
          "An earlier alert says that the rules no longer archive it; Mode is observe, so it stays archived.",
          second.path("why").textValue());
    }

    @Test
    void alert_thatTheVersionBeforeSent_isNotRepeated() {
      ObjectNode request = request("f-1", "critical");
      ((ObjectNode) request.path("state").path("finding")).put("contentHash", "2:abc:def:012");
      JsonNode decision = request.path("state").path("decision");
      ledger.entries.keep(
          new Kept.Marked(
              "observed#f-1#1:abc#CRITICAL#" + decision.path("rulesVersion").textValue(),
              new Mark(null, NOW),
              NOW.plus(Duration.ofDays(90))));

      JsonNode answer = observe(request);

      assertFalse(answer.path("published").asBoolean(true));
      assertEquals(0, topic.take().size());
    }

    @Test
    void alert_forTheDigest_waitsForOneDigestOnly() {
      observe(forDigest(request("f-1", "low")));
      DigestDue due = entry("f-1").digestDue();
      assertNotNull(due);

      observe(forDigest(request("f-1", "low")));
      assertEquals(due, entry("f-1").digestDue(), "it waits still");
      ledger.entries.write(entry("f-1").withDigestDue(null));
      observe(forDigest(request("f-1", "low")));

      assertNull(entry("f-1").digestDue());
      assertEquals(List.of(), topic.take());
    }

    @Test
    void alert_ofAnotherSeverityContentOrRules_isPublished() {
      observe(request("f-1", "medium"));
      observe(request("f-1", "high"));
      observe(ofOtherContent(request("f-1", "high")));
      ObjectNode otherRules = request("f-1", "high");
      ((ObjectNode) otherRules.path("state").path("decision")).put("rulesVersion", "another");
      observe(otherRules);

      assertEquals(4, topic.take().size());
    }

    @Test
    void alert_thatWasNotPublished_isPublishedAtTheNextSweep() {
      topic.failure = throttled("sns:Publish");
      assertThrows(TransientFailure.class, () -> observe(request("f-1", "critical")));
      topic.failure = null;

      observe(request("f-1", "critical"));

      assertEquals(1, topic.take().size());
    }

    @Test
    void alert_thatIsUnarchivedLater_isPublished() {
      observe(request("f-1", "critical"));

      ObjectNode unarchived = request("f-1", "critical");
      ((ObjectNode) unarchived.path("state").path("decision")).put("outcome", "UNARCHIVE");
      ((ObjectNode) unarchived.path("state")).putObject("archive").put("outcome", "UNARCHIVED");
      alert(unarchived);

      assertEquals(2, topic.take().size());
    }
  }

  @Nested
  final class OfDuplicateFindings {
    private static final String OTHER_ANALYZER = ANALYZER.replace("us-east-1", "eu-west-1");

    /** The alert about a finding of another analyzer. */
    private ObjectNode twin(String findingId, String severity) {
      ObjectNode request = request(findingId, severity);
      ((ObjectNode) request.path("state").path("finding")).put("analyzerArn", OTHER_ANALYZER);
      return request;
    }

    private void becomes(String findingId, Standing.Kind kind) {
      Standing standing = entry(findingId).standing();
      assertNotNull(standing);
      ledger.entries.write(entry(findingId).withStanding(standing.as(kind)));
    }

    @Test
    void alert_ofATwin_isToldWithTheFirst() {
      alert("f-1", "medium");
      clock.advance(AlreadyAlerted.HOLDS_FOR.minusMillis(1));

      JsonNode notification = alert(twin("f-2", "medium"));

      assertEquals(1, topic.take().size());
      assertFalse(notification.path("published").asBoolean(true));
      assertEquals(
          "Told with finding f-1, which reports the same access.",
          notification.path("why").textValue());
      assertTrue(entry("f-2").stands(Standing.Kind.ALERTED));
      assertEquals(
          "Told with finding f-1, which reports the same access.",
          entry("f-2").standing().reason());
      assertNull(entry("f-2").digestDue());
    }

    @Test
    void alert_ofTheSameAccessComeBackUnderANewId_isPublished() {
      alert("f-1", "medium");
      becomes("f-1", Standing.Kind.RESOLVED);
      clock.advance(Duration.ofHours(2));

      JsonNode notification = alert("f-2", "medium");

      assertEquals(2, topic.take().size());
      assertTrue(notification.path("published").asBoolean());
    }

    @Test
    void alert_ofTheSameAccessComeBackBeforeTheOldFindingIsResolved_isPublished() {
      alert("f-1", "medium");

      alert("f-2", "medium");

      assertEquals(2, topic.take().size());
    }

    @ParameterizedTest
    @EnumSource(
        value = Standing.Kind.class,
        names = {"RESOLVED", "ARCHIVED_BY_US", "ARCHIVED_BY_OTHER", "OBSERVED"})
    void alert_ofATwinWhoseAlertIsOver_isPublished(Standing.Kind kind) {
      alert("f-1", "medium");
      becomes("f-1", kind);

      alert(twin("f-2", "medium"));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofATwinThatIsOtherContentNow_isPublished() {
      alert("f-1", "medium");
      clock.advance(Duration.ofSeconds(1));
      ObjectNode changed = ofOtherContent(request("f-1", "high"));
      alert(changed);

      alert(twin("f-2", "medium"));

      assertEquals(3, topic.take().size());
    }

    /** Else the last that people heard of it would be the other content. */
    @Test
    void alert_ofATwinThatWasOtherContentMeanwhile_isPublished() {
      alert("f-1", "medium");
      clock.advance(Duration.ofSeconds(1));
      alert(ofOtherContent(twin("f-2", "low")));
      clock.advance(Duration.ofSeconds(1));

      alert(twin("f-2", "medium"));

      assertEquals(3, topic.take().size());
    }

    @Test
    void alert_ofATwinThatTheLedgerHasForgotten_isPublished() {
      alert("f-1", "medium");
      ledger.forgotten = "f-1";

      alert(twin("f-2", "medium"));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofATwinADayLater_isPublished() {
      alert("f-1", "medium");
      clock.advance(AlreadyAlerted.HOLDS_FOR);

      alert(twin("f-2", "medium"));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofATwinWithAnotherSeverity_isPublished() {
      alert("f-1", "medium");

      alert(twin("f-2", "high"));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofOtherContent_isPublished() {
      alert("f-1", "medium");

      alert(ofOtherContent(twin("f-2", "medium")));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofTheSameFindingAgain_isPublished() {
      alert("f-1", "medium");
      clock.advance(Duration.ofSeconds(1));
      ObjectNode again = request("f-1", "medium");
      again.put("execution", "another");
      ledger.entries.write(
          entry("f-1")
              .withClaim(
                  ClaimBuilder.of(Outcome.NOTIFY)
                      .execution("another")
                      .until(NOW.plus(Claim.LIFE))
                      .leadsTo(Standing.Kind.ALERTED)
                      .build()));

      alert(again);

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofATwinThatBecameActiveAgain_isAnotherMessage() {
      alert("f-1", "medium");
      ledger.entries.write(
          LedgerEntry.first("f-2", OTHER_ANALYZER)
              .withStanding(
                  StandingBuilder.of(Standing.Kind.LEFT_TO_PERSON)
                      .severity(Severity.LOW)
                      .rulesVersion("v")
                      .reason("r")
                      .at(NOW.minusSeconds(9_000))
                      .execution("other")
                      .build()));

      alert(twin("f-2", "medium"));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofATwinAfterOneThatSomebodyMadeActiveAgain_isToldWithTheFirst() {
      alert("f-1", "medium");
      ObjectNode reopened = twin("f-2", "medium");
      ledger.entries.write(
          LedgerEntry.first("f-2", OTHER_ANALYZER)
              .withClaim(claim(reopened, Standing.Kind.LEFT_TO_PERSON)));
      alert(reopened);
      ObjectNode third = twin("f-3", "medium");
      ((ObjectNode) third.path("state").path("finding"))
          .put("analyzerArn", ANALYZER.replace("us-east-1", "eu-central-1"));

      JsonNode notification = alert(third);

      assertEquals(2, topic.take().size());
      assertEquals(
          "Told with finding f-1, which reports the same access.",
          notification.path("why").textValue());
    }

    @Test
    void alert_thatWasNotPublished_sparesNoTwin() {
      topic.failure = throttled("sns:Publish");
      assertThrows(TransientFailure.class, () -> alert("f-1", "medium"));
      topic.failure = null;

      alert(twin("f-2", "medium"));

      assertEquals(1, topic.take().size());
    }

    @Test
    void alert_onlyReadFromItsEvent_isPublished() {
      alert("f-1", "medium");
      ObjectNode event = twin("f-2", "medium");
      ((ObjectNode) event.path("state").path("finding")).put("readFrom", "EVENT");

      alert(event);

      assertEquals(2, topic.take().size());
    }
  }

  @Nested
  final class OfAnAccountWithoutRole {
    @Test
    void alerts_areOneAtOnceAndTheOthersInTheDigest() {
      assertTrue(unchecked("f-1", "medium", "444455556666").path("published").asBoolean());
      clock.advance(AlreadyAlerted.HOLDS_FOR.minusMillis(1));

      JsonNode second = unchecked("f-2", "medium", "444455556666");
      JsonNode third = unchecked("f-3", "low", "444455556666");

      assertEquals(1, topic.take().size());
      String why =
          "Account 444455556666 has no role to read it with, as the alert of finding f-1 said; the digest counts its findings.";
      assertEquals(why, second.path("why").textValue());
      assertEquals(why, third.path("why").textValue());
      assertTrue(entry("f-2").stands(Standing.Kind.ALERTED));
      DigestDue due = entry("f-2").digestDue();
      assertNotNull(due);
      assertEquals(Severity.MEDIUM, due.severity());
      assertNull(entry("f-1").digestDue());
    }

    @Test
    void alert_ofTheSameFindingAgain_isPublished() {
      unchecked("f-1", "low", "444455556666");
      ObjectNode again = withoutRole("f-1", "medium", "444455556666");
      ledger.entries.write(entry("f-1").withClaim(claim(again, Standing.Kind.ALERTED)));

      JsonNode notification = alert(again);

      assertTrue(notification.path("published").asBoolean());
      assertEquals(2, topic.take().size());
    }

    @Test
    void alerts_aDayLater_areOneAtOnceAgain() {
      unchecked("f-1", "medium", "444455556666");
      clock.advance(AlreadyAlerted.HOLDS_FOR);

      unchecked("f-2", "medium", "444455556666");

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_thatIsSevere_isPublished() {
      unchecked("f-1", "medium", "444455556666");

      unchecked("f-2", "high", "444455556666");

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_ofAnotherAccount_isPublished() {
      unchecked("f-1", "medium", "444455556666");

      unchecked("f-2", "medium", "777788889999");

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_thatWasDecidedWithoutWhatCouldNotBeRead_isPublished() {
      unchecked("f-1", "medium", "444455556666");

      ObjectNode decided = withoutRole("f-2", "medium", "444455556666");
      ledger.entries.write(
          LedgerEntry.first("f-2", ANALYZER).withReview(new Review(NOW, "v", null, null)));
      alert(decided);

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_thatADefiniteNotifyRuleDecided_isPublished() {
      unchecked("f-1", "medium", "444455556666");

      judgedUndetermined("f-2");
      alert(underNotifyRule("f-2", true));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_thatANotifyRuleDecidedForLackOfTheTags_waits() {
      unchecked("f-1", "medium", "444455556666");

      judgedUndetermined("f-2");
      alert(underNotifyRule("f-2", false));

      assertEquals(1, topic.take().size());
    }

    private ObjectNode underNotifyRule(String findingId, boolean isCertain) {
      ObjectNode request = withoutRole(findingId, "medium", "444455556666");
      ((ObjectNode) request.path("state").path("decision").path("explanation"))
          .putArray("applied")
          .addObject()
          .put("rule", "partners")
          .put("effect", "notify")
          .put("certain", isCertain)
          .put("reason", "Partners are looked at.")
          .putArray("unread");
      return request;
    }

    @Test
    void alert_ofAResourceThatRefusesByItself_isPublished() {
      unchecked("f-1", "medium", "444455556666");

      judgedUndetermined("f-2");
      alert(
          unread(
              "f-2",
              "medium",
              "444455556666",
              "DENIED",
              "The tags could not be read: AccessDenied. Deploy org/member-account-role.yaml."));

      assertEquals(2, topic.take().size());
    }

    @Test
    void alert_thatWasNotPublished_holdsNoOtherBack() {
      topic.failure = throttled("sns:Publish");
      assertThrows(TransientFailure.class, () -> unchecked("f-1", "medium", "444455556666"));
      topic.failure = null;

      unchecked("f-2", "medium", "444455556666");

      assertEquals(1, topic.take().size());
    }

    private JsonNode unchecked(String findingId, String severity, String account) {
      judgedUndetermined(findingId);
      return alert(withoutRole(findingId, severity, account));
    }

    private void judgedUndetermined(String findingId) {
      ledger.entries.write(
          LedgerEntry.first(findingId, ANALYZER).withReview(new Review(NOW, "v", null, NOW)));
    }

    private ObjectNode withoutRole(String findingId, String severity, String account) {
      return unread(
          findingId,
          severity,
          account,
          "NO_ROLE",
          "The tags could not be read: sts:AssumeRole: AccessDenied: no.");
    }

    /** Each of another content, so that none is a twin. */
    private ObjectNode unread(
        String findingId, String severity, String account, String status, String reason) {
      ObjectNode request = request(findingId, severity);
      ObjectNode state = (ObjectNode) request.path("state");
      ((ObjectNode) state.path("finding")).put("contentHash", "1:" + findingId);
      ((ObjectNode) state.path("finding").path("resource")).put("account", account);
      ((ObjectNode) state.path("facts"))
          .putObject("tags")
          .put("status", status)
          .put("reason", reason);
      return request;
    }
  }

  private static final String IDENTITY =
      "Archive finding: io.accesstriage.failure.PermanentFailure: no";
  private static final String FAILED_FINDING = "7b1c2e90-55aa-4f0e-9d1c-2f6b8a4e1c33";

  private JsonNode report(String message) {
    ObjectNode request = SampleStates.published("failure");
    ((ObjectNode) request.path("failure").path("state"))
        .putObject("archiveFailed")
        .put("Error", "io.accesstriage.failure.PermanentFailure")
        .put("Cause", message);
    return reporter.report(Fields.of(request, "request")).path("notification");
  }

  private @Nullable Failure failure() {
    return entry(FAILED_FINDING).failure();
  }
}
