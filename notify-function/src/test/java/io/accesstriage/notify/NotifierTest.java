package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.failure.UnsureFailure;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.fixtures.ledger.ClaimBuilder;
import io.accesstriage.fixtures.ledger.ForwardingLedger;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Sought;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.alert.AlertMessages;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NotifierTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:10Z");
  private static final Instant DECIDED = Instant.parse("2026-11-24T03:00:05Z");
  private static final Instant BEFORE = Instant.parse("2026-11-20T00:00:00Z");
  private static final String FINDING = "7b1c2e90-55aa-4f0e-9d1c-2f6b8a4e1c33";
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final String EXECUTION =
      SampleStates.request("cross-account-key").path("execution").textValue();
  private static final String HASH = "1:00";

  private final FlakyLedger ledger = new FlakyLedger();
  private final Topic topic = new Topic();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Notifier notifier = new Notifier(this::topic, this::ledger, clock);
  private final FailureReporter reporter = new FailureReporter(this::topic, this::ledger, clock);

  private AlertTopic topic(String arn) {
    assertEquals(SampleStates.TOPIC, arn);
    return topic;
  }

  private io.accesstriage.ledger.Ledger ledger(String table) {
    assertEquals(SampleStates.TABLE, table);
    return ledger;
  }

  private final class Topic implements AlertTopic {
    private final List<AlertMessage> published = new ArrayList<>();
    private @Nullable AwsCallException failure;
    private Runnable after = () -> {};
    private boolean isHeard = true;

    @Override
    public boolean hasReader() {
      return isHeard;
    }

    @Override
    public void publish(AlertMessage message) {
      if (failure != null) {
        throw failure;
      }
      ledger.writesBeforePublish = ledger.writes;
      published.add(message);
      after.run();
    }
  }

  /** Fails or conflicts on demand; another writer's change is made before a conflict is thrown. */
  private static final class FlakyLedger extends ForwardingLedger {
    private final InMemoryLedger entries;
    private @Nullable AwsCallException readFailure;
    private @Nullable AwsCallException writeFailure;
    private @Nullable Runnable before;
    private int conflicts;
    private int writes;
    private int writesBeforePublish = -1;

    FlakyLedger() {
      this(new InMemoryLedger());
    }

    private FlakyLedger(InMemoryLedger entries) {
      super(entries);
      this.entries = entries;
    }

    @Override
    public Reading read(String findingId, Sought sought) {
      if (readFailure != null) {
        throw readFailure;
      }
      return entries.read(findingId, sought);
    }

    @Override
    public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
      if (writeFailure != null) {
        throw writeFailure;
      }
      if (conflicts > 0) {
        conflicts--;
        if (before != null) {
          before.run();
        }
        throw new LedgerConflict(entry.findingId());
      }
      writes++;
      return entries.write(entry, kept);
    }
  }

  private static AwsCallException denied(String operation) {
    return new AwsCallException(operation, "AuthorizationError", 403, "not authorized");
  }

  private static AwsCallException throttled(String operation) {
    return new AwsCallException(operation, "ThrottlingException", 400, "slow down");
  }

  private static Claim claim(String execution, Standing.@Nullable Kind leadsTo) {
    return ClaimBuilder.of(Outcome.NOTIFY)
        .execution(execution)
        .until(DECIDED.plus(Claim.LIFE))
        .contentHash(HASH)
        .leadsTo(leadsTo)
        .build();
  }

  private static Standing standing(Standing.Kind kind, @Nullable String hash, Instant at) {
    return StandingBuilder.of(kind)
        .contentHash(hash)
        .severity(Severity.LOW)
        .rule("old-rule")
        .rulesVersion("old")
        .reason("Old reason.")
        .at(at)
        .execution("other")
        .build();
  }

  private static final Review REVIEW = new Review(NOW.plusSeconds(60), "5f0c1d7a9be2", null, null);

  private void given(@Nullable Standing standing, @Nullable Claim claim) {
    LedgerEntry entry = LedgerEntry.first(FINDING, ANALYZER).withReview(REVIEW);
    entry = standing == null ? entry : entry.withStanding(standing);
    entry = claim == null ? entry : entry.withClaim(claim);
    ledger.entries.write(
        entry.withFailure(new Failure("earlier", BEFORE, false)).expiringAt(BEFORE));
  }

  private LedgerEntry entry() {
    return ledger.entries.read(FINDING).orElseThrow();
  }

  private static Standing told(Standing.Kind kind, @Nullable String hash) {
    return StandingBuilder.of(kind)
        .contentHash(hash)
        .rulesVersion("5f0c1d7a9be2")
        .reason("No rule applies.")
        .at(NOW)
        .execution(EXECUTION)
        .build();
  }

  private ObjectNode alert(String name) {
    return notifier.alert(SampleStates.step(SampleStates.published(name)));
  }

  @Nested
  final class Alert {
    @ParameterizedTest
    @EnumSource(names = {"ALERTED", "LEFT_TO_PERSON"})
    void alert_underOurClaim_publishesThenRecordsWhatTheClaimLeadsTo(Standing.Kind leadsTo) {
      given(standing(Standing.Kind.ARCHIVED_BY_US, HASH, BEFORE), claim(EXECUTION, leadsTo));

      ObjectNode answer = alert("cross-account-key");

      assertEquals(1, topic.published.size());
      assertEquals(1, ledger.writesBeforePublish, "that it is begun");
      assertEquals(
          LedgerEntry.builder(FINDING, ANALYZER)
              .version(3)
              .standing(told(leadsTo, HASH))
              .review(REVIEW)
              .build(),
          entry());
      assertEquals(
          Json.read(
              "{\"published\": true, \"subject\": \"%s\"}"
                  .formatted(topic.published.get(0).subject()),
              "expected"),
          answer.path("notification"));
      answer.remove("notification");
      assertEquals(SampleStates.state("cross-account-key").write(), answer);
    }

    @Test
    void alert_withoutEntry_recordsThatAPersonWasTold() {
      alert("cross-account-key");

      assertEquals(told(Standing.Kind.ALERTED, HASH), entry().standing());
    }

    @Test
    void alert_afterItsOwnArchive_isPublished() {
      given(
          StandingBuilder.of(Standing.Kind.ARCHIVED_BY_US)
              .contentHash(HASH)
              .severity(Severity.LOW)
              .rule("old-rule")
              .rulesVersion("old")
              .reason("Old reason.")
              .at(BEFORE)
              .execution(EXECUTION)
              .build(),
          null);

      alert("cross-account-key");

      assertEquals(1, topic.published.size());
    }

    @Test
    void alert_underAnothersClaim_isLeftToIt() {
      Claim other = claim("other", Standing.Kind.ARCHIVED_BY_US);
      given(null, other);

      alert("cross-account-key");

      assertEquals(List.of(), topic.published);
      assertEquals(other, entry().claim());
    }

    @Test
    void alert_afterAnotherSettledIt_isNotPublished() {
      Standing newer = standing(Standing.Kind.ARCHIVED_BY_US, HASH, DECIDED.plusSeconds(1));
      given(newer, null);

      alert("cross-account-key");

      assertEquals(List.of(), topic.published);
      assertEquals(newer, entry().standing());
    }

    @Test
    void alert_publishFails_recordsOnlyThatItWasBegun() {
      given(null, claim(EXECUTION, Standing.Kind.ALERTED));
      LedgerEntry before = entry();
      topic.failure = denied("sns:Publish");

      PermanentFailure failure =
          assertThrows(PermanentFailure.class, () -> alert("cross-account-key"));

      assertEquals("sns:Publish: AuthorizationError: not authorized", failure.getMessage());
      assertEquals(before.withClaim(before.claim().alerting()).stored(), entry());
    }

    @Test
    void alert_publishIsThrottled_isRetried() {
      topic.failure = throttled("sns:Publish");

      assertThrows(TransientFailure.class, () -> alert("cross-account-key"));
    }

    @Test
    void alert_ledgerCannotBeRead_publishesNothing() {
      ledger.readFailure = throttled("dynamodb:GetItem");

      assertThrows(TransientFailure.class, () -> alert("cross-account-key"));
      assertEquals(List.of(), topic.published);
    }

    @ParameterizedTest
    @EnumSource(names = {"ALERTED", "LEFT_TO_PERSON"})
    void alert_triedAgainAfterItWasRecorded_isNotPublishedTwice(Standing.Kind leadsTo) {
      given(null, claim(EXECUTION, leadsTo));
      alert("cross-account-key");
      LedgerEntry first = entry();

      ObjectNode answer = alert("cross-account-key");

      assertEquals(1, topic.published.size());
      assertEquals(first, entry());
      assertTrue(answer.path("notification").path("published").asBoolean());
    }

    @Test
    void alert_triedAgainBeforeItWasRecorded_isRepeatedOnceRatherThanLost() {
      given(null, claim(EXECUTION, Standing.Kind.ALERTED));
      recordFails();
      recordFails();

      alert("cross-account-key");

      assertEquals(2, topic.published.size());
      assertEquals(Standing.Kind.ALERTED, entry().standing().kind());
      assertEquals(
          new DigestDue(NOW, Severity.MEDIUM, "No rule applies."),
          entry().digestDue(),
          "the digest tells what two attempts may not have");
    }

    @Test
    void alert_begunOnceUnderAnAbandonedClaim_isPublishedOnceMoreAtMost() {
      given(null, claim(EXECUTION, Standing.Kind.ALERTED).alerting());
      recordFails();

      alert("cross-account-key");

      assertEquals(1, topic.published.size());
      assertEquals(Severity.MEDIUM, entry().digestDue().severity());
    }

    @Test
    void alert_thatCannotBeBegun_isNotPublished() {
      given(null, claim(EXECUTION, Standing.Kind.ALERTED));
      ledger.writeFailure = throttled("dynamodb:PutItem");

      assertThrows(TransientFailure.class, () -> alert("cross-account-key"));

      assertEquals(List.of(), topic.published);
    }

    private void recordFails() {
      topic.after = () -> ledger.writeFailure = throttled("dynamodb:PutItem");
      assertThrows(TransientFailure.class, () -> alert("cross-account-key"));
      topic.after = () -> {};
      ledger.writeFailure = null;
    }

    @Test
    void alert_entryIsWrittenMeanwhile_isRecordedOnWhatIsThereNow() {
      given(null, claim(EXECUTION, Standing.Kind.ALERTED));
      Review review = new Review(NOW, "newer", null, null);
      ledger.conflicts = 1;
      ledger.before = () -> ledger.entries.write(entry().withReview(review));

      alert("cross-account-key");

      assertEquals(1, topic.published.size());
      assertEquals(review, entry().review());
      assertEquals(Standing.Kind.ALERTED, entry().standing().kind());
    }

    @Test
    void alert_entryIsWrittenAgainAndAgain_givesUpForNow() {
      ledger.conflicts = 100;

      TransientFailure failure =
          assertThrows(TransientFailure.class, () -> alert("cross-account-key"));

      assertEquals(
          "the ledger entry of finding %s was written by others 5 times in a row"
              .formatted(FINDING),
          failure.getMessage());
    }

    @Test
    void alert_withoutTopic_answersTheMessage() {
      ObjectNode answer =
          notifier.alert(SampleStates.step(SampleStates.request("cross-account-key")));

      JsonNode notification = answer.path("notification");
      assertFalse(notification.path("published").asBoolean(true));
      AlertMessage message = AlertMessages.of(SampleStates.state("cross-account-key"), EXECUTION);
      assertEquals(Json.object(message.bodies()), notification.path("message").path("bodies"));
      assertEquals(
          Json.object(message.attributes()), notification.path("message").path("attributes"));
      assertEquals(List.of(), topic.published);
    }

    @Test
    void alert_withALedgerOnly_isRecorded() {
      ObjectNode request = SampleStates.published("cross-account-key");
      ((ObjectNode) request.path("config")).put("topic", "none");

      notifier.alert(SampleStates.step(request));

      assertEquals(List.of(), topic.published);
      assertEquals(told(Standing.Kind.ALERTED, HASH), entry().standing());
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"topic", "ledger"})
    void alert_withoutASetting_saysWhich(String setting) {
      ObjectNode request = SampleStates.published("cross-account-key");
      ((ObjectNode) request.path("config")).remove(setting);

      MalformedInput failure =
          assertThrows(MalformedInput.class, () -> notifier.alert(SampleStates.step(request)));

      assertEquals("request.config.%s is missing".formatted(setting), failure.getMessage());
    }

    @Test
    void alert_sameRequestTwice_hasTheSameAnswer() {
      assertEquals(
          notifier.alert(SampleStates.step(SampleStates.request("public-bucket"))),
          notifier.alert(SampleStates.step(SampleStates.request("public-bucket"))));
    }
  }

  private ObjectNode report(ObjectNode request) {
    return reporter.report(Fields.of(request, "request"));
  }

  /** The state of a step that failed early has none. */
  @Test
  void reportFailure_withAlertTags_takesThemFromTheConfiguration() {
    ObjectNode request = SampleStates.published("failure");
    ((ObjectNode) request.path("config")).put("alertTags", "Team");

    report(request);

    assertEquals("ledger", topic.published.get(0).attributes().get("owner"));
  }

  private static ObjectNode archiveFailed(String message) {
    ObjectNode request = SampleStates.published("failure");
    ((ObjectNode) request.path("failure").path("state"))
        .putObject("archiveFailed")
        .put("Error", "io.accesstriage.failure.PermanentFailure")
        .put("Cause", Json.text(Json.object().put("errorMessage", message)));
    return request;
  }

  @Nested
  final class FailureReport {
    private static final String IDENTITY =
        "Archive finding: io.accesstriage.failure.PermanentFailure: no";

    @Test
    void report_ofAnExecutionWithItsClaim_publishesThenGivesTheClaimUp() {
      Standing standing = standing(Standing.Kind.OBSERVED, HASH, BEFORE);
      given(standing, claim(EXECUTION, Standing.Kind.ARCHIVED_BY_US));

      ObjectNode answer = report(archiveFailed("no"));

      assertEquals(1, topic.published.size());
      assertEquals(0, ledger.writesBeforePublish);
      assertEquals(
          LedgerEntry.builder(FINDING, ANALYZER)
              .version(2)
              .standing(standing)
              .claim(claim(EXECUTION, Standing.Kind.ARCHIVED_BY_US).abandonedAt(NOW))
              .failure(new Failure(IDENTITY, NOW, false, List.of("earlier")))
              .review(REVIEW)
              .expiresAt(BEFORE)
              .build(),
          entry());
      assertEquals(
          Json.read(
              """
              {"failure": {"findingId": "%s", "step": "Archive finding",
                  "error": "io.accesstriage.failure.PermanentFailure", "cause": "no"},
               "notification": {"published": true,
                  "subject": "[HIGH] Triage failed at \\"Archive finding\\": KMS key 1234abcd-12ab-34cd-56ef-1234567890ab"}}
              """
                  .formatted(FINDING),
              "expected"),
          answer);
    }

    @Test
    void report_ofTheSameFailureAgain_isNotPublishedButGivesTheClaimUp() {
      report(archiveFailed("request 1a2b3c4d-0000-4000-8000-000000000001 at 03:00:01: no"));
      ledger.entries.write(entry().withClaim(claim(EXECUTION, null)));

      ObjectNode answer =
          report(archiveFailed("request 99999999-1111-4000-8000-00000000000f at 04:59:59: no"));

      assertEquals(1, topic.published.size());
      assertFalse(answer.path("notification").path("published").asBoolean(true));
      assertEquals(NOW, entry().claim().until());
    }

    @Test
    void report_ofAnotherFailure_isPublished() {
      report(archiveFailed("no"));

      report(archiveFailed("not at all"));

      assertEquals(2, topic.published.size());
    }

    @Test
    void report_ofTwoFailuresInTurns_publishesEachOnce() {
      report(archiveFailed("no"));
      report(archiveFailed("not at all"));

      report(archiveFailed("no"));
      report(archiveFailed("not at all"));

      assertEquals(2, topic.published.size());
    }

    @Test
    void report_ofAnotherFailure_leavesWhatTheDigestHasToTell() {
      given(null, null);
      ledger.entries.write(entry().withFailure(new Failure("earlier", BEFORE, true)));

      report(archiveFailed("no"));

      assertEquals(new Failure(IDENTITY, NOW, true, List.of("earlier")), entry().failure());
    }

    @Test
    void report_underAnothersClaim_leavesIt() {
      Claim other = claim("other", Standing.Kind.ARCHIVED_BY_US);
      given(null, other);

      report(archiveFailed("no"));

      assertEquals(other, entry().claim());
      assertEquals(new Failure(IDENTITY, NOW, false, List.of("earlier")), entry().failure());
    }

    @Test
    void report_ofTheSameFailureUnderAnothersClaim_leavesIt() {
      report(archiveFailed("no"));
      Claim other = claim("other", Standing.Kind.ARCHIVED_BY_US);
      LedgerEntry before = ledger.entries.write(entry().withClaim(other));

      report(archiveFailed("no"));

      assertEquals(before, entry());
    }

    @Test
    void report_withoutEntry_recordsTheFailureAlone() {
      report(archiveFailed("no"));

      assertEquals(
          LedgerEntry.builder(FINDING, ANALYZER)
              .version(1)
              .failure(new Failure(IDENTITY, NOW, false))
              .build(),
          entry());
    }

    @Test
    void report_withoutFindingId_isAlwaysPublished() {
      ObjectNode request = SampleStates.published("failure-of-malformed-input");

      ObjectNode first = report(request);
      report(request);

      assertEquals(2, topic.published.size());
      assertEquals(0, ledger.writes);
      assertTrue(first.path("failure").path("findingId").isNull());
    }

    @Test
    void report_publishFails_recordsNothing() {
      given(null, claim(EXECUTION, Standing.Kind.ALERTED));
      LedgerEntry before = entry();
      topic.failure = throttled("sns:Publish");

      assertThrows(UnsureFailure.class, () -> report(archiveFailed("no")));
      assertEquals(before, entry());
    }

    @Test
    void report_ledgerIsWhatFailed_isPublishedOnceAllTheSame() {
      ledger.readFailure = denied("dynamodb:GetItem");

      ObjectNode answer = report(archiveFailed("no"));

      assertEquals(1, topic.published.size());
      assertTrue(answer.path("notification").path("published").asBoolean());
    }

    @Test
    void report_entryIsWrittenMeanwhile_isRecordedOnWhatIsThereNow() {
      given(null, claim(EXECUTION, Standing.Kind.ALERTED));
      Claim other = claim("other", null);
      ledger.conflicts = 1;
      ledger.before = () -> ledger.entries.write(entry().withClaim(other));

      report(archiveFailed("no"));

      assertEquals(other, entry().claim());
      assertEquals(new Failure(IDENTITY, NOW, false, List.of("earlier")), entry().failure());
    }

    @Test
    void report_withoutTopic_answersTheMessage() {
      ObjectNode answer = report(SampleStates.request("failure"));

      assertFalse(answer.path("notification").path("published").asBoolean(true));
      assertTrue(
          answer.path("notification").path("message").path("bodies").path("email").isTextual());
      assertEquals(List.of(), topic.published);
    }
  }
}
