package io.accesstriage.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Risk;
import io.accesstriage.decision.Severity;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
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
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.Mode;
import io.accesstriage.state.Origin;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FindingArchiverTest {
  private static final Instant DECIDED = Instant.parse("2026-11-23T23:59:00Z");
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:01Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final String TABLE = "ledger-table";
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:111122223333:execution:triage:1";
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final String ID = "0910eedb-381e-4e95-adda-0d25c19e6e90";
  private static final String RULE = "development-key-sharing";
  private static final String HASH = "1:judged";
  private static final Review REVIEW = new Review(NOW.plusSeconds(9), "v1", DECIDED, null);
  private static final Failure FAILURE = new Failure("earlier", DECIDED, false);

  /** A finding that differs from what was judged in one thing that rules or guards read. */
  private static final Map<String, UnaryOperator<Finding>> OTHERS =
      Map.of(
          "an error finding", other(json -> json.put("error", "INTERNAL_ERROR")),
          "another owner",
              other(json -> ((ObjectNode) json.get("resource")).put("account", "999900001111")),
          "an owner that was not read",
              other(json -> ((ObjectNode) json.get("resource")).remove("account")),
          "public or not was not read", other(json -> json.remove("isPublic")),
          "a source",
              other(
                  json ->
                      json.putArray("sources")
                          .addObject()
                          .put("type", "POLICY")
                          .put("accessPointArn", "")),
          "restrictions",
              other(
                  json ->
                      json.putObject("restrictions")
                          .put("resourceControlPolicy", "APPLIED")
                          .put("serviceControlPolicy", "")),
          "a last use",
              other(
                  json ->
                      json.putObject("unused")
                          .put("lastAccessed", "2026-11-23T00:00:00Z")
                          .putArray("services")),
          "a condition that was not read",
              other(json -> json.putObject("access").put("type", "").putArray("actions")));

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Archive archive = new Archive();
  private final ConflictingLedger ledger = new ConflictingLedger();
  private final FindingArchiver archiver =
      new FindingArchiver(
          archive,
          table -> {
            assertEquals(TABLE, table);
            return ledger;
          },
          clock);

  /** One finding; what the next reads answer instead can be set. */
  private static final class Archive implements FindingArchive {
    private Optional<Finding> finding = Optional.of(finding(FindingStatus.ACTIVE, HASH));
    private final Deque<Optional<Finding>> staleReads = new ArrayDeque<>();
    private final List<FindingStatus> updates = new ArrayList<>();
    private @Nullable AwsCallException readFailure;
    private @Nullable AwsCallException updateFailure;
    private boolean failsAfterTheUpdate;
    private boolean ignoresUpdates;
    private @Nullable Runnable afterUpdate;
    private int reads;

    @Override
    public Optional<Finding> read(String analyzerArn, String findingId) {
      assertEquals(ANALYZER, analyzerArn);
      assertEquals(ID, findingId);
      reads++;
      if (readFailure != null) {
        throw readFailure;
      }
      return staleReads.isEmpty() ? finding : staleReads.remove();
    }

    @Override
    public void update(String analyzerArn, String findingId, FindingStatus status) {
      assertEquals(ANALYZER, analyzerArn);
      assertEquals(ID, findingId);
      updates.add(status);
      AwsCallException failure = updateFailure;
      updateFailure = null;
      if (failure != null && !failsAfterTheUpdate) {
        throw failure;
      }
      if (!ignoresUpdates) {
        finding = finding.map(f -> f.withStatus(status));
      }
      if (afterUpdate != null) {
        afterUpdate.run();
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static final class ConflictingLedger extends ForwardingLedger {
    private final InMemoryLedger entries;
    private @Nullable Runnable beforeConflict;
    private @Nullable AwsCallException writeFailure;
    private int conflicts;

    ConflictingLedger() {
      this(new InMemoryLedger());
    }

    private ConflictingLedger(InMemoryLedger entries) {
      super(entries);
      this.entries = entries;
    }

    @Override
    public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
      if (writeFailure != null) {
        throw writeFailure;
      }
      if (conflicts > 0) {
        conflicts--;
        if (beforeConflict != null) {
          beforeConflict.run();
        }
        throw new LedgerConflict(entry.findingId());
      }
      return entries.write(entry, kept);
    }
  }

  private static Finding finding(FindingStatus status, @Nullable String hash) {
    return Finding.builder(
            ID,
            ANALYZER,
            FindingType.EXTERNAL_ACCESS,
            new Resource(
                "arn:aws:kms:us-east-1:111122223333:key/1",
                "AWS::KMS::Key",
                "111122223333",
                "us-east-1"))
        .status(status)
        .isPublic(false)
        .createdAt(DECIDED)
        .analyzedAt(DECIDED)
        .updatedAt(DECIDED)
        .contentHash(hash)
        .readFrom(hash == null ? ReadFrom.EVENT : ReadFrom.API)
        .build();
  }

  private static UnaryOperator<Finding> other(Consumer<ObjectNode> change) {
    return finding -> {
      ObjectNode json = RecordJson.STATE.write(finding);
      change.accept(json);
      return RecordJson.STATE.read(Finding.class, Fields.of(json, "the test's finding"));
    };
  }

  private static Decision decision(Outcome outcome) {
    return new Decision(
        outcome,
        Delivery.IMMEDIATE,
        RULE,
        "Development keys may be shared.",
        Severity.MEDIUM,
        new Risk(0, List.of()),
        "v1",
        DECIDED,
        Explanation.NONE,
        Map.of("Environment", "development"),
        null,
        null,
        null,
        null,
        null);
  }

  private static StepRequest request(
      Outcome outcome, Mode mode, String table, @Nullable String judgedHash) {
    return request(outcome, mode, table, judgedHash, DECIDED);
  }

  private static StepRequest request(
      Outcome outcome, Mode mode, String table, @Nullable String judgedHash, Instant readAt) {
    TriageState state =
        StateBuilder.of(
                finding(
                    outcome == Outcome.UNARCHIVE ? FindingStatus.ARCHIVED : FindingStatus.ACTIVE,
                    judgedHash))
            .readAt(readAt)
            .decision(decision(outcome))
            .build();
    return new StepRequest(
        state,
        EXECUTION,
        new Settings(
            Fields.of(
                Json.object()
                    .put("ledger", table)
                    .put("mode", mode.name().toLowerCase(java.util.Locale.ROOT))
                    .put("reviewAfterDays", "30"),
                "request.config")));
  }

  private ArchiveOutcome carryOut(Outcome outcome, Mode mode) {
    return archiver.carryOut(request(outcome, mode, TABLE, HASH));
  }

  private static Claim claim(String execution, Outcome effect) {
    return ClaimBuilder.of(effect)
        .execution(execution)
        .until(DECIDED.plus(Claim.LIFE))
        .contentHash(HASH)
        .rule(RULE)
        .leadsTo(effect == Outcome.ARCHIVE ? Standing.Kind.ARCHIVED_BY_US : Standing.Kind.ALERTED)
        .build();
  }

  private static Standing standing(Standing.Kind kind, Instant at, String execution) {
    return StandingBuilder.of(kind)
        .contentHash(HASH)
        .rule(RULE)
        .reason("Development keys may be shared.")
        .tagsUsed(Map.of("Environment", "development"))
        .at(at)
        .execution(execution)
        .build();
  }

  /** An entry with everything that recording must keep or clear. */
  private LedgerEntry claimed(Outcome effect) {
    LedgerEntry entry =
        LedgerEntry.first(ID, ANALYZER)
            .withClaim(claim(EXECUTION, effect))
            .withReview(REVIEW)
            .withFailure(FAILURE);
    return ledger.entries.write(
        effect == Outcome.UNARCHIVE
            ? entry.withStanding(standing(Standing.Kind.ARCHIVED_BY_US, DECIDED, "before"))
            : entry);
  }

  private LedgerEntry entry() {
    return ledger.entries.read(ID).orElseThrow();
  }

  private LedgerEntry settled(Standing.Kind kind, long version, @Nullable Instant expiresAt) {
    boolean isArchived = kind == Standing.Kind.ARCHIVED_BY_US;
    Standing standing = standing(kind, NOW, EXECUTION);
    LedgerEntry settled =
        LedgerEntry.builder(ID, ANALYZER)
            .version(version)
            .standing(isArchived ? standing.updatedAt(DECIDED) : standing)
            .review(REVIEW)
            .expiresAt(expiresAt)
            .build();
    return isArchived ? settled.withArchiveCount(new ArchiveCount(RULE, TODAY)) : settled;
  }

  private static AwsCallException failure(String operation, String code) {
    return new AwsCallException(operation, code, 400, "message");
  }

  @Nested
  final class Archiving {
    @Test
    void archive_activeFinding_isArchivedAndRecorded() {
      claimed(Outcome.ARCHIVE);

      assertEquals(ArchiveOutcome.ARCHIVED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(List.of(FindingStatus.ARCHIVED), archive.updates);
      assertEquals(2, archive.reads);
      assertEquals(settled(Standing.Kind.ARCHIVED_BY_US, 2, null), entry());
    }

    @Test
    void archive_isCountedByItsDay() {
      claimed(Outcome.ARCHIVE);

      carryOut(Outcome.ARCHIVE, Mode.ARCHIVE);

      assertEquals(1, Stored.archived(ledger, RULE, TODAY));
    }

    @Test
    void archive_sharedResource_keepsTheAccessThatWasAccepted() {
      claimed(Outcome.ARCHIVE);
      UnaryOperator<Finding> shared =
          other(
              json -> {
                json.putObject("principal")
                    .put("kind", "Account")
                    .put("account", "444455556666")
                    .put("arn", "")
                    .put("value", "444455556666");
                json.putObject("access").put("type", "").putArray("actions").add("kms:Decrypt");
              });
      archive.finding = archive.finding.map(shared);
      StepRequest request = request(Outcome.ARCHIVE, Mode.ARCHIVE, TABLE, HASH);
      Finding judged = shared.apply(request.state().finding());

      archiver.carryOut(
          new StepRequest(
              StateBuilder.of(judged, request.state()).readAt(DECIDED).origin(Origin.EVENT).build(),
              EXECUTION,
              request.config()));

      assertEquals(
          Optional.of(
              new AccessBaseline(
                  new AccessChange.Since(ID, AccessChange.Act.ACCEPTED, RULE, NOW),
                  false,
                  List.of("kms:Decrypt"),
                  null)),
          Stored.baseline(ledger, AccessBaseline.accessOf(judged).orElseThrow()));
    }

    @Test
    void archive_archivedFinding_isOurs() {
      claimed(Outcome.ARCHIVE);
      archive.finding = Optional.of(finding(FindingStatus.ARCHIVED, HASH));

      assertEquals(ArchiveOutcome.ALREADY_ARCHIVED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(List.of(), archive.updates);
      assertEquals(settled(Standing.Kind.ARCHIVED_BY_US, 2, null), entry());
      assertEquals(1, Stored.archived(ledger, RULE, TODAY));
    }

    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "ARCHIVED"})
    void archive_inObserveMode_changesNothingButTheLedger(FindingStatus status) {
      claimed(Outcome.ARCHIVE);
      archive.finding = Optional.of(finding(status, HASH));

      assertEquals(ArchiveOutcome.OBSERVED, carryOut(Outcome.ARCHIVE, Mode.OBSERVE));

      assertEquals(List.of(), archive.updates);
      assertEquals(settled(Standing.Kind.OBSERVED, 2, null), entry());
      assertEquals(0, Stored.archived(ledger, RULE, TODAY));
    }
  }

  @Nested
  final class Unarchiving {
    @Test
    void unarchive_archivedFinding_isActiveAgainAndTheRestLeftToNotify() {
      LedgerEntry before = claimed(Outcome.UNARCHIVE);
      archive.finding = Optional.of(finding(FindingStatus.ARCHIVED, HASH));

      assertEquals(ArchiveOutcome.UNARCHIVED, carryOut(Outcome.UNARCHIVE, Mode.ARCHIVE));

      assertEquals(List.of(FindingStatus.ACTIVE), archive.updates);
      assertEquals(2, archive.reads);
      assertEquals(before, entry());
    }

    @ParameterizedTest
    @EnumSource
    void unarchive_activeFinding_hasNothingToUpdate(Mode mode) {
      LedgerEntry before = claimed(Outcome.UNARCHIVE);

      assertEquals(ArchiveOutcome.UNARCHIVED, carryOut(Outcome.UNARCHIVE, mode));

      assertEquals(List.of(), archive.updates);
      assertEquals(before, entry());
    }

    @Test
    void unarchive_inObserveMode_leavesItArchivedAndOurs() {
      LedgerEntry before = claimed(Outcome.UNARCHIVE);
      archive.finding = Optional.of(finding(FindingStatus.ARCHIVED, HASH));

      assertEquals(ArchiveOutcome.OBSERVED, carryOut(Outcome.UNARCHIVE, Mode.OBSERVE));

      assertEquals(List.of(), archive.updates);
      assertEquals(before, entry());
    }
  }

  @Nested
  final class NotWhatWasJudged {
    @ParameterizedTest
    @CsvSource({"ARCHIVE, ARCHIVE", "ARCHIVE, OBSERVE", "UNARCHIVE, ARCHIVE", "UNARCHIVE, OBSERVE"})
    void carryOut_otherContent_isChangedAndTheClaimKept(Outcome outcome, Mode mode) {
      LedgerEntry before = claimed(outcome);
      archive.finding = Optional.of(finding(FindingStatus.ACTIVE, "1:other"));

      assertEquals(ArchiveOutcome.CHANGED, carryOut(outcome, mode));

      assertEquals(List.of(), archive.updates);
      assertEquals(before.withClaim(claim(EXECUTION, outcome).changed()).stored(), entry());
    }

    /** Its own update moves a finding's times; anything else that does makes it another one. */
    @ParameterizedTest
    @CsvSource({
      "updatedAt, ACTIVE, CHANGED",
      "analyzedAt, ACTIVE, CHANGED",
      "updatedAt, ARCHIVED, ALREADY_ARCHIVED",
    })
    void archive_findingWhoseTimesMoved_isChangedUnlessItIsArchivedAlready(
        String time, FindingStatus status, ArchiveOutcome outcome) {
      claimed(Outcome.ARCHIVE);
      archive.finding =
          Optional.of(
              other(json -> json.put(time, "2026-11-23T23:59:30Z")).apply(finding(status, HASH)));

      assertEquals(outcome, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));
    }

    @ParameterizedTest
    @CsvSource({", 1:judged", "1:judged, ", ", "})
    void carryOut_contentThatIsNotKnown_isChanged(@Nullable String judged, @Nullable String now) {
      claimed(Outcome.ARCHIVE);
      archive.finding = Optional.of(finding(FindingStatus.ACTIVE, now));

      assertEquals(
          ArchiveOutcome.CHANGED,
          archiver.carryOut(request(Outcome.ARCHIVE, Mode.ARCHIVE, TABLE, judged)));

      assertEquals(List.of(), archive.updates);
    }

    @ParameterizedTest
    @CsvSource({"ARCHIVE, RESOLVED", "ARCHIVE, GONE", "UNARCHIVE, RESOLVED", "UNARCHIVE, GONE"})
    void carryOut_resolvedOrGone_isSettled(Outcome outcome, FindingStatus status) {
      claimed(outcome);
      archive.finding = Optional.of(finding(status, "1:other"));

      assertEquals(ArchiveOutcome.RESOLVED, carryOut(outcome, Mode.ARCHIVE));

      assertEquals(List.of(), archive.updates);
      assertEquals(settled(Standing.Kind.RESOLVED, 2, NOW.plus(Duration.ofDays(90))), entry());
    }

    @Test
    void carryOut_answerOfBeforeTheOneThatWasJudged_isChanged() {
      claimed(Outcome.ARCHIVE);
      archive.finding =
          Optional.of(
              Findings.with(
                  finding(FindingStatus.RESOLVED, HASH),
                  "/updatedAt",
                  "" + DECIDED.minusMillis(1)));

      assertEquals(ArchiveOutcome.CHANGED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertTrue(entry().isClaimedBy(EXECUTION));
    }

    /** The last guard: whatever was decided, and whether AWS would refuse it. */
    @Test
    void update_ofAnAnalyzerOfAService_isRefusedWithoutACall() {
      for (Outcome outcome : List.of(Outcome.ARCHIVE, Outcome.UNARCHIVE)) {
        StepRequest request = request(outcome, Mode.ARCHIVE, "none", HASH);
        Finding ofService =
            other(
                    json ->
                        json.put(
                            "analyzerArn",
                            "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/_AccessAnalyzerForSecurityHubV2-1"))
                .apply(request.state().finding());
        StepRequest refused =
            new StepRequest(
                StateBuilder.of(ofService, request.state()).build(), EXECUTION, request.config());

        assertEquals(
            "finding %s belongs to an analyzer that an AWS service manages, and those are never archived or made active again here: look at it in that service, such as AWS Security Hub"
                .formatted(ID),
            assertThrows(PermanentFailure.class, () -> archiver.carryOut(refused)).getMessage());
      }
      assertEquals(List.of(), archive.updates);
    }

    @Test
    void archive_errorFinding_isRefused() {
      claimed(Outcome.ARCHIVE);
      StepRequest request = request(Outcome.ARCHIVE, Mode.ARCHIVE, TABLE, HASH);
      Finding error = OTHERS.get("an error finding").apply(finding(FindingStatus.ACTIVE, HASH));
      TriageState state = request.state();
      StepRequest ofError =
          new StepRequest(StateBuilder.of(error, state).build(), EXECUTION, request.config());

      PermanentFailure failure =
          assertThrows(PermanentFailure.class, () -> archiver.carryOut(ofError));

      assertEquals(
          "finding %s is an error finding (INTERNAL_ERROR), which is never archived: look at it in the console"
              .formatted(ID),
          failure.getMessage());
      assertEquals(List.of(), archive.updates);
    }

    @Test
    void archive_againOnTheSameDay_isCountedOnce() {
      claimed(Outcome.ARCHIVE);
      carryOut(Outcome.ARCHIVE, Mode.ARCHIVE);
      Stored.count(ledger.entries, RULE, TODAY, "another");
      archive.finding = Optional.of(finding(FindingStatus.ACTIVE, HASH));
      ledger.entries.write(entry().withClaim(claim(EXECUTION, Outcome.ARCHIVE)));

      assertEquals(ArchiveOutcome.ARCHIVED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(2, Stored.archived(ledger, RULE, TODAY));
    }

    /** A redrive decides anew, but on what was read before. */
    @Test
    void carryOut_freshDecisionOnOldFacts_isChangedUnread() {
      LedgerEntry before = claimed(Outcome.ARCHIVE);
      Instant readAt = NOW.plus(FindingArchiver.LONGEST_RUN).minus(Claim.LIFE);

      assertEquals(
          ArchiveOutcome.CHANGED,
          archiver.carryOut(request(Outcome.ARCHIVE, Mode.ARCHIVE, TABLE, HASH, readAt)));

      assertEquals(0, archive.reads);
      assertEquals(before.withClaim(claim(EXECUTION, Outcome.ARCHIVE).changed()).stored(), entry());
    }

    @Test
    void carryOut_factsJustYoungEnough_isCarriedOut() {
      claimed(Outcome.ARCHIVE);
      Instant readAt = NOW.plus(FindingArchiver.LONGEST_RUN).minus(Claim.LIFE).plusMillis(1);

      assertEquals(
          ArchiveOutcome.ARCHIVED,
          archiver.carryOut(request(Outcome.ARCHIVE, Mode.ARCHIVE, TABLE, HASH, readAt)));
    }

    @Test
    void carryOut_claimThatMayEndBeforeTheUpdateDoes_isChangedUnread() {
      LedgerEntry before = claimed(Outcome.ARCHIVE);
      Claim ending = claim(EXECUTION, Outcome.ARCHIVE).abandonedAt(NOW.plusSeconds(120));
      ledger.entries.write(before.withClaim(ending));

      assertEquals(ArchiveOutcome.CHANGED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(0, archive.reads);
      assertEquals(ending.changed(), entry().claim());
    }

    @Test
    void carryOut_claimThatJustOutlivesTheUpdate_isCarriedOut() {
      LedgerEntry before = claimed(Outcome.ARCHIVE);
      ledger.entries.write(
          before.withClaim(
              claim(EXECUTION, Outcome.ARCHIVE).abandonedAt(NOW.plusSeconds(120).plusMillis(1))));

      assertEquals(ArchiveOutcome.ARCHIVED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));
    }

    /** Else a task could still be at work when its claim has ended. */
    @Test
    void longestRun_isLongerThanTheTaskMayTake() throws Exception {
      int seconds =
          Json.read(Files.readString(Path.of("..", "statemachine.asl.json")), "state machine")
              .at("/States/Archive finding/TimeoutSeconds")
              .asInt();

      assertTrue(
          seconds > 0 && seconds < FindingArchiver.LONGEST_RUN.toSeconds(), () -> "" + seconds);
    }

    @Test
    void carryOut_withoutEntry_isChanged() {
      assertEquals(ArchiveOutcome.CHANGED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(0, archive.reads);
      assertEquals(Optional.empty(), ledger.entries.read(ID));
    }

    @Test
    void carryOut_underAnothersClaim_isChangedAndThatClaimLeft() {
      LedgerEntry before =
          ledger.entries.write(
              LedgerEntry.first(ID, ANALYZER).withClaim(claim("other", Outcome.ARCHIVE)));

      assertEquals(ArchiveOutcome.CHANGED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(0, archive.reads);
      assertEquals(before, entry());
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTIFY", "IGNORE", "BUSY"})
    void carryOut_anotherDecision_isRefused(Outcome outcome) {
      MalformedInput failure =
          assertThrows(MalformedInput.class, () -> carryOut(outcome, Mode.ARCHIVE));

      assertEquals(
          "state.decision.outcome: expected ARCHIVE or UNARCHIVE, found " + outcome,
          failure.getMessage());
    }
  }

  @Nested
  final class AfterTheUpdate {
    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "UNARCHIVE"})
    void reread_resolved_isSettled(Outcome outcome) {
      claimed(outcome);
      start(outcome);
      archive.afterUpdate =
          () -> archive.finding = Optional.of(finding(FindingStatus.RESOLVED, HASH));

      assertEquals(ArchiveOutcome.RESOLVED, carryOut(outcome, Mode.ARCHIVE));

      assertEquals(Standing.Kind.RESOLVED, entry().standing().kind());
      assertEquals(outcome == Outcome.ARCHIVE, entry().standing().isOfOurArchive());
    }

    /** What the answer of a moment before says became of the finding is not what became of it. */
    @ParameterizedTest
    @EnumSource(names = {"RESOLVED", "ACTIVE"})
    void reread_answerOfBefore_isAskedForAgain(FindingStatus status) {
      claimed(Outcome.ARCHIVE);
      LedgerEntry before = entry();
      archive.afterUpdate =
          () ->
              archive.finding =
                  Optional.of(
                      Findings.with(
                          finding(status, HASH), "/updatedAt", "" + DECIDED.minusMillis(1)));

      TransientFailure failure =
          assertThrows(TransientFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(
          "finding 0910eedb-381e-4e95-adda-0d25c19e6e90 was set to ARCHIVED, and then the answer was an older one, of 2026-11-23T23:58:59.999Z: triage reads it again",
          failure.getMessage());
      assertEquals(before, entry());
    }

    /** Everything that a rule or a guard reads is compared, not only who may do what. */
    @TestFactory
    Stream<DynamicTest> reread_anythingElseThatRulesRead_isForAPerson() {
      return OTHERS.entrySet().stream()
          .map(
              other ->
                  DynamicTest.dynamicTest(
                      other.getKey(),
                      () -> {
                        ConflictingLedger fresh = new ConflictingLedger();
                        fresh.entries.write(
                            LedgerEntry.first(ID, ANALYZER)
                                .withClaim(claim(EXECUTION, Outcome.ARCHIVE)));
                        Archive before = new Archive();
                        before.finding = before.finding.map(other.getValue());
                        assertEquals(
                            ArchiveOutcome.CHANGED,
                            new FindingArchiver(before, table -> fresh, clock)
                                .carryOut(request(Outcome.ARCHIVE, Mode.ARCHIVE, TABLE, HASH)));
                        assertEquals(List.of(), before.updates);

                        Archive after = new Archive();
                        after.afterUpdate =
                            () -> after.finding = after.finding.map(other.getValue());
                        assertThrows(
                            PermanentFailure.class,
                            () ->
                                new FindingArchiver(after, table -> fresh, clock)
                                    .carryOut(request(Outcome.ARCHIVE, Mode.ARCHIVE, TABLE, HASH)));
                      }));
    }

    /** One "not found" closes nothing: Enrich finding looks again, after a wait. */
    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "UNARCHIVE"})
    void reread_notFound_isReadAgain(Outcome outcome) {
      LedgerEntry before = claimed(outcome);
      start(outcome);
      archive.afterUpdate = () -> archive.finding = Optional.empty();

      TransientFailure failure =
          assertThrows(TransientFailure.class, () -> carryOut(outcome, Mode.ARCHIVE));

      assertEquals(
          "finding %s was set to %s, and then Access Analyzer did not know it: triage reads it again"
              .formatted(ID, outcome == Outcome.ARCHIVE ? "ARCHIVED" : "ACTIVE"),
          failure.getMessage());
      assertEquals(before, entry());
      assertEquals(ArchiveOutcome.CHANGED, carryOut(outcome, Mode.ARCHIVE));
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "UNARCHIVE"})
    void reread_otherContent_isForAPersonAndTheClaimStays(Outcome outcome) {
      LedgerEntry before = claimed(outcome);
      start(outcome);
      archive.afterUpdate =
          () -> archive.finding = Optional.of(finding(FindingStatus.ARCHIVED, "1:other"));

      PermanentFailure failure =
          assertThrows(PermanentFailure.class, () -> carryOut(outcome, Mode.ARCHIVE));

      assertEquals(
          "finding %s was set to %s, and then was not what was judged (expected content 1:judged, found 1:other): look at it, and undo this where it is wrong"
              .formatted(ID, outcome == Outcome.ARCHIVE ? "ARCHIVED" : "ACTIVE"),
          failure.getMessage());
      assertEquals(before, entry());
    }

    @ParameterizedTest
    @EnumSource(names = {"ARCHIVE", "UNARCHIVE"})
    void reread_anOldRead_isToldByTheRetry(Outcome outcome) {
      claimed(outcome);
      start(outcome);
      Optional<Finding> old = archive.finding;
      archive.staleReads.addAll(List.of(old, old));

      TransientFailure failure =
          assertThrows(TransientFailure.class, () -> carryOut(outcome, Mode.ARCHIVE));

      assertEquals(
          "finding %s was set to %s but reads %s: an old answer, or somebody else changed it; triage reads it again"
              .formatted(
                  ID,
                  outcome == Outcome.ARCHIVE ? "ARCHIVED" : "ACTIVE",
                  outcome == Outcome.ARCHIVE ? "ACTIVE" : "ARCHIVED"),
          failure.getMessage());
      assertEquals(
          outcome == Outcome.ARCHIVE ? ArchiveOutcome.ALREADY_ARCHIVED : ArchiveOutcome.UNARCHIVED,
          carryOut(outcome, Mode.ARCHIVE));
      assertEquals(1, archive.updates.size());
    }

    @Test
    void reread_anUpdateWithoutEffect_isNeverRecorded() {
      LedgerEntry before = claimed(Outcome.ARCHIVE);
      archive.ignoresUpdates = true;

      assertThrows(TransientFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(before, entry());
      assertEquals(0, Stored.archived(ledger, RULE, TODAY));
    }

    private void start(Outcome outcome) {
      archive.finding =
          Optional.of(
              finding(
                  outcome == Outcome.ARCHIVE ? FindingStatus.ACTIVE : FindingStatus.ARCHIVED,
                  HASH));
    }
  }

  @Nested
  final class Failing {
    @Test
    void read_denied_isForAPerson() {
      claimed(Outcome.ARCHIVE);
      archive.readFailure = failure("access-analyzer:GetFinding", "AccessDeniedException");

      PermanentFailure failure =
          assertThrows(PermanentFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(
          "access-analyzer:GetFinding: AccessDeniedException: message", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void update_throttled_isTriedAgain(boolean tookEffect) {
      claimed(Outcome.ARCHIVE);
      archive.updateFailure = failure("access-analyzer:UpdateFindings", "ThrottlingException");
      archive.failsAfterTheUpdate = tookEffect;
      assertThrows(TransientFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));
      assertNotNull(entry().claim());

      ArchiveOutcome outcome = carryOut(Outcome.ARCHIVE, Mode.ARCHIVE);

      assertEquals(tookEffect ? ArchiveOutcome.ALREADY_ARCHIVED : ArchiveOutcome.ARCHIVED, outcome);
      assertEquals(settled(Standing.Kind.ARCHIVED_BY_US, 2, null), entry());
    }

    @Test
    void unarchive_throttledAfterItTookEffect_isTriedAgain() {
      LedgerEntry before = claimed(Outcome.UNARCHIVE);
      archive.finding = Optional.of(finding(FindingStatus.ARCHIVED, HASH));
      archive.updateFailure = failure("access-analyzer:UpdateFindings", "InternalServerException");
      archive.failsAfterTheUpdate = true;
      assertThrows(TransientFailure.class, () -> carryOut(Outcome.UNARCHIVE, Mode.ARCHIVE));

      assertEquals(ArchiveOutcome.UNARCHIVED, carryOut(Outcome.UNARCHIVE, Mode.ARCHIVE));
      assertEquals(before, entry());
    }

    @Test
    void record_failedAndTriedAgain_countsAndRecordsOnce() {
      claimed(Outcome.ARCHIVE);
      ledger.writeFailure = failure("dynamodb:TransactWriteItems", "ThrottlingException");
      assertThrows(TransientFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));
      ledger.writeFailure = null;

      assertEquals(ArchiveOutcome.ALREADY_ARCHIVED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(settled(Standing.Kind.ARCHIVED_BY_US, 2, null), entry());
      assertEquals(1, Stored.archived(ledger, RULE, TODAY));
    }

    @Test
    void carryOut_repeatedAfterItWasRecorded_archivesNothingMore() {
      claimed(Outcome.ARCHIVE);
      carryOut(Outcome.ARCHIVE, Mode.ARCHIVE);
      LedgerEntry recorded = entry();

      assertEquals(ArchiveOutcome.CHANGED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(1, archive.updates.size());
      assertEquals(recorded, entry());
    }
  }

  @Nested
  final class Conflicts {
    @Test
    void record_writtenMeanwhileUnderOurClaim_isAppliedToWhatIsThereNow() {
      claimed(Outcome.ARCHIVE);
      Review newer = new Review(NOW, "v2", null, null);
      ledger.conflicts = 1;
      ledger.beforeConflict = () -> ledger.entries.write(entry().withReview(newer));

      assertEquals(ArchiveOutcome.ARCHIVED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(settled(Standing.Kind.ARCHIVED_BY_US, 3, null).withReview(newer), entry());
      assertEquals(1, Stored.archived(ledger, RULE, TODAY));
    }

    /** Nobody would look at it again: the other's decision is about an active finding. */
    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "ARCHIVED"})
    void record_anotherDecidesOtherwiseMeanwhile_isForAPerson(FindingStatus status) {
      claimed(Outcome.ARCHIVE);
      archive.finding = Optional.of(finding(status, HASH));
      Claim other = claim("other", Outcome.NOTIFY);
      ledger.conflicts = 1;
      ledger.beforeConflict =
          () ->
              ledger.entries.write(
                  entry()
                      .withStanding(standing(Standing.Kind.ARCHIVED_BY_US, DECIDED, "before"))
                      .withClaim(other));

      PermanentFailure failure =
          assertThrows(PermanentFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(
          "finding %s was set to ARCHIVED when the claim on it had ended and another execution had decided about it: look at it, and make it active where it should not be archived"
              .formatted(ID),
          failure.getMessage());
      assertEquals(other, entry().claim());
    }

    @Test
    void record_anotherHasToldItMeanwhile_isForAPerson() {
      claimed(Outcome.ARCHIVE);
      Standing told = standing(Standing.Kind.ALERTED, NOW, "other");
      ledger.conflicts = 1;
      ledger.beforeConflict = () -> ledger.entries.write(entry().withStanding(told).withoutClaim());

      assertThrows(PermanentFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(told, entry().standing());
    }

    @Test
    void record_anotherIsAboutToArchiveItToo_isReadAgain() {
      claimed(Outcome.ARCHIVE);
      Claim other = claim("other", Outcome.ARCHIVE);
      ledger.conflicts = 1;
      ledger.beforeConflict = () -> ledger.entries.write(entry().withClaim(other));

      assertEquals(ArchiveOutcome.CHANGED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(other, entry().claim());
    }

    /** An attempt of the same step that was taken for dead. */
    @Test
    void record_alreadyRecordedMeanwhile_isReadAgain() {
      claimed(Outcome.ARCHIVE);
      Standing ours = standing(Standing.Kind.ARCHIVED_BY_US, NOW, EXECUTION);
      ledger.conflicts = 1;
      ledger.beforeConflict = () -> ledger.entries.write(entry().withStanding(ours).withoutClaim());

      assertEquals(ArchiveOutcome.CHANGED, carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(ours, entry().standing());
    }

    @Test
    void record_writtenAgainAndAgain_isTriedAgainLater() {
      claimed(Outcome.ARCHIVE);
      ledger.conflicts = 100;

      TransientFailure failure =
          assertThrows(TransientFailure.class, () -> carryOut(Outcome.ARCHIVE, Mode.ARCHIVE));

      assertEquals(
          "the ledger entry of finding %s was written by others 5 times in a row".formatted(ID),
          failure.getMessage());
    }
  }

  @Nested
  final class WithoutLedger {
    @ParameterizedTest
    @CsvSource({
      "ARCHIVE, ARCHIVE, ACTIVE, ARCHIVED",
      "ARCHIVE, ARCHIVE, ARCHIVED, ALREADY_ARCHIVED",
      "ARCHIVE, ARCHIVE, RESOLVED, RESOLVED",
      "ARCHIVE, OBSERVE, ACTIVE, OBSERVED",
      "UNARCHIVE, ARCHIVE, ARCHIVED, UNARCHIVED",
      "UNARCHIVE, OBSERVE, ARCHIVED, OBSERVED",
    })
    void carryOut_none_asksForNoClaimAndRecordsNothing(
        Outcome outcome, Mode mode, FindingStatus status, ArchiveOutcome expected) {
      archive.finding = Optional.of(finding(status, HASH));

      assertEquals(expected, archiver.carryOut(request(outcome, mode, "none", HASH)));

      assertEquals(Optional.empty(), ledger.entries.read(ID));
    }

    @Test
    void carryOut_otherContent_isChangedAllTheSame() {
      archive.finding = Optional.of(finding(FindingStatus.ACTIVE, "1:other"));

      assertEquals(
          ArchiveOutcome.CHANGED,
          archiver.carryOut(request(Outcome.ARCHIVE, Mode.ARCHIVE, "none", HASH)));
    }
  }
}
