package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.health.AnalyzerProblem;
import io.accesstriage.health.Checkup;
import io.accesstriage.health.HealthRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every ledger promises. Each test uses findings and rules of its own, so that they may share
 * one table. Ledgers keep times in milliseconds and {@code expiresAt} in seconds. Nothing is
 * written at once here: that a condition and its write are one step is a promise of DynamoDB's,
 * which local stand-ins do not keep.
 */
public abstract class LedgerContract {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123Z");
  private static final Instant WHOLE_SECOND = Instant.parse("2026-11-24T12:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-24");

  private static final Standing STANDING =
      StandingBuilder.of(Standing.Kind.ARCHIVED_BY_US)
          .contentHash("1:abc")
          .severity(Severity.LOW)
          .rule("development-key-sharing")
          .rulesVersion("rules-1")
          .reason("Development keys may be shared.")
          .tagsUsed(Map.of("Environment", "development", "Größe", "中 \"😀\"\n", "Empty", ""))
          .at(AT)
          .execution("arn:aws:states:us-east-1:111122223333:execution:triage:1")
          .build();
  private static final Claim CLAIM =
      ClaimBuilder.of(Outcome.ARCHIVE)
          .execution("arn:aws:states:us-east-1:111122223333:execution:triage:2")
          .until(AT.plusSeconds(900))
          .contentHash("1:abc")
          .rule("development-key-sharing")
          .leadsTo(Standing.Kind.ARCHIVED_BY_US)
          .changes(2)
          .build();
  private static final AccessBaseline BASELINE =
      new AccessBaseline(
          new AccessChange.Since("f \"1\"", AccessChange.Act.ACCEPTED, "rule-1", AT),
          false,
          List.of("s3:GetObject", "s3:PutObject"),
          Map.of("", "", "Größe", "中 \"😀\"\n", "aws:SourceVpc", "vpc-1"));
  private static final Review REVIEW =
      new Review(AT.plusSeconds(3600), "rules-1", AT.minusSeconds(60), AT.minusSeconds(30));

  private static final FindingSummary SUMMARY =
      new FindingSummary(
          "arn:aws:s3:::bucket",
          "AWS::S3::Bucket",
          "111122223333",
          "ExternalAccess",
          "*",
          true,
          Owner.named("Payments"),
          "payments-prod",
          "Datadog");

  private final String findingId = UUID.randomUUID().toString();
  private final String rule = "rule-" + UUID.randomUUID();

  /** The ledger under test; the same contents at each call within a test. */
  protected abstract Ledger ledger();

  @Test
  void read_findingNeverWritten_isNothing() {
    assertEquals(Optional.empty(), ledger().read(findingId));
  }

  @Test
  void write_first_isStoredAsVersionOne() {
    LedgerEntry entry = LedgerEntry.first(findingId, ANALYZER);

    LedgerEntry written = ledger().write(entry);

    assertEquals(entry.stored(), written);
    assertEquals(1, written.version());
    assertEquals(Optional.of(written), ledger().read(findingId));
  }

  @Test
  void write_everyPart_isReadBack() {
    assertReadBack(
        first()
            .withStanding(STANDING)
            .withClaim(CLAIM)
            .withFailure(new Failure("Archive finding: AccessDenied", AT, true))
            .withReview(REVIEW)
            .withSummary(SUMMARY)
            .withDigestDue(new DigestDue(AT, Severity.MEDIUM, "No archive rule applies."))
            .expiringAt(WHOLE_SECOND));
  }

  @ParameterizedTest
  @EnumSource(Standing.Kind.class)
  void write_standingOfAnyKind_isReadBack(Standing.Kind kind) {
    assertReadBack(first().withStanding(STANDING.as(kind)));
  }

  @Test
  void write_standingWithoutHashRuleAndTags_isReadBack() {
    assertReadBack(
        first()
            .withStanding(
                StandingBuilder.of(Standing.Kind.ALERTED)
                    .contentHash(null)
                    .severity(Severity.CRITICAL)
                    .rulesVersion("rules-1")
                    .reason("")
                    .at(AT)
                    .build()));
  }

  @Test
  void write_claimThatLeadsNowhere_isReadBack() {
    assertReadBack(
        first().withClaim(ClaimBuilder.of(Outcome.NOTIFY).until(AT).contentHash(null).build()));
  }

  @ParameterizedTest
  @EnumSource(Standing.Kind.class)
  void write_claimThatLeadsToAnyStanding_isReadBack(Standing.Kind kind) {
    assertReadBack(
        first()
            .withClaim(
                ClaimBuilder.of(Outcome.NOTIFY)
                    .until(AT)
                    .contentHash("1:abc")
                    .rule("r")
                    .leadsTo(kind)
                    .changes(1)
                    .build()));
  }

  @Test
  void write_reviewOfAFindingThatTellsNoTime_isReadBack() {
    assertReadBack(first().withReview(new Review(AT, "rules-1", null, null)));
  }

  @Test
  void write_timesOfAnyMillisecond_areReadBack() {
    for (String time :
        List.of(
            "2026-11-24T12:00:00Z",
            "2026-11-24T12:00:00.001Z",
            "2026-11-24T12:00:00.100Z",
            "2026-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00Z")) {
      LedgerEntry entry =
          LedgerEntry.first(findingId + time, ANALYZER)
              .withFailure(new Failure("cause", Instant.parse(time), false));

      assertEquals(ledger().write(entry), ledger().read(entry.findingId()).orElseThrow(), time);
    }
  }

  @Test
  void write_anyEntry_isReadBack() {
    for (long seed = 0; seed < 50; seed++) {
      LedgerEntry entry = random(new Random(seed), findingId + "-" + seed);

      ledger().write(entry);

      assertEquals(Optional.of(entry.stored()), ledger().read(entry.findingId()), "seed " + seed);
    }
  }

  @Test
  void write_whatWasRead_isTheNextVersion() {
    LedgerEntry first = ledger().write(first().withClaim(CLAIM));

    LedgerEntry second =
        ledger()
            .write(ledger().read(findingId).orElseThrow().withStanding(STANDING).withoutClaim());

    assertEquals(first.withStanding(STANDING).withoutClaim().stored(), second);
    assertEquals(2, second.version());
    assertEquals(Optional.of(second), ledger().read(findingId));
  }

  @Test
  void write_partsTakenAway_areGone() {
    LedgerEntry full =
        ledger()
            .write(
                first()
                    .withStanding(STANDING)
                    .withFailure(new Failure("cause", AT, false))
                    .expiringAt(WHOLE_SECOND));

    ledger().write(full.withFailure(null).expiringAt(null));

    assertEquals(
        Optional.of(first().withStanding(STANDING).stored().stored()), ledger().read(findingId));
  }

  @Test
  void write_firstOfAFindingThatIsThere_isAConflictAndChangesNothing() {
    LedgerEntry stored = ledger().write(first().withStanding(STANDING));

    assertConflict(first().withClaim(CLAIM));

    assertEquals(Optional.of(stored), ledger().read(findingId));
  }

  @Test
  void write_entryThatWasWrittenMeanwhile_isAConflictAndChangesNothing() {
    LedgerEntry read = ledger().write(first());
    LedgerEntry meanwhile = ledger().write(read.withClaim(CLAIM));

    assertConflict(read.withStanding(STANDING));

    assertEquals(Optional.of(meanwhile), ledger().read(findingId));
  }

  @Test
  void write_twoWritersWhoReadTheSame_oneWins() {
    ledger().write(first());
    LedgerEntry readByOne = ledger().read(findingId).orElseThrow();
    LedgerEntry readByOther = ledger().read(findingId).orElseThrow();

    LedgerEntry winner = ledger().write(readByOther.withClaim(CLAIM));
    assertConflict(readByOne.withClaim(CLAIM.changed()));

    assertEquals(Optional.of(winner), ledger().read(findingId));
  }

  @Test
  void write_versionOfAFindingThatIsNotThere_isAConflict() {
    assertConflict(first().stored());

    assertEquals(Optional.empty(), ledger().read(findingId));
  }

  @Test
  void write_versionAhead_isAConflict() {
    LedgerEntry stored = ledger().write(first());

    assertConflict(stored.stored());

    assertEquals(Optional.of(stored), ledger().read(findingId));
  }

  @Test
  void write_otherFinding_isNotTouched() {
    LedgerEntry one = ledger().write(first());

    LedgerEntry other =
        ledger().write(LedgerEntry.first(findingId + "-other", ANALYZER).withClaim(CLAIM));

    assertEquals(Optional.of(one), ledger().read(findingId));
    assertEquals(Optional.of(other), ledger().read(findingId + "-other"));
  }

  @Test
  void write_countedFindings_areCountedByRuleAndDay() {
    assertEquals(0, archived(rule, DAY));

    count(rule, DAY, findingId);
    count(rule, DAY, findingId + "-other");
    count(rule, DAY.plusDays(1), findingId + "-other");
    count(rule + "-other", DAY, findingId + "-other");

    assertEquals(2, archived(rule, DAY));
    assertEquals(1, archived(rule, DAY.plusDays(1)));
    assertEquals(1, archived(rule + "-other", DAY));
    assertEquals(0, archived(rule, DAY.minusDays(1)));
    assertEquals(Optional.empty(), ledger().read(rule));
  }

  @Test
  void write_withWhatIsKept_isReadBackTogether() {
    Mark mark = new Mark(findingId, AT);
    Mark ofNoFinding = new Mark(null, AT.plusMillis(1));
    ArchiveCount count = new ArchiveCount(rule, DAY);

    LedgerEntry entry =
        ledger()
            .write(
                first().withStanding(STANDING),
                List.of(
                    new Kept.Counted(count),
                    new Kept.Baseline(rule, BASELINE, WHOLE_SECOND),
                    new Kept.Marked(rule, mark, WHOLE_SECOND),
                    new Kept.Marked("told#" + rule, ofNoFinding, null)));

    assertEquals(
        new Reading(entry, BASELINE, 1, Map.of(rule, mark, "told#" + rule, ofNoFinding)),
        ledger()
            .read(
                findingId,
                new Sought(rule, count, Set.of(rule, "told#" + rule, rule + "-never-set"))));
    assertEquals(
        new Reading(null, null, 0, Map.of()),
        ledger()
            .read(
                findingId + "-other",
                new Sought(
                    rule + "-other", new ArchiveCount(rule, DAY.plusDays(1)), Set.of("other"))));
  }

  @Test
  void write_conflictWithWhatIsKept_keepsNothing() {
    LedgerEntry read = ledger().write(first());
    LedgerEntry meanwhile = ledger().write(read.withClaim(CLAIM));
    ArchiveCount count = new ArchiveCount(rule, DAY);

    assertThrows(
        LedgerConflict.class,
        () ->
            ledger()
                .write(
                    read.withStanding(STANDING),
                    List.of(
                        new Kept.Counted(count),
                        new Kept.Baseline(rule, BASELINE, WHOLE_SECOND),
                        new Kept.Marked(rule, new Mark(findingId, AT), WHOLE_SECOND))));

    assertEquals(
        new Reading(meanwhile, null, 0, Map.of()),
        ledger().read(findingId, new Sought(rule, count, Set.of(rule))));
  }

  @Test
  void readAll_pageOfFindings_areThoseThatExist() {
    LedgerEntry one = ledger().write(first().withStanding(STANDING));
    LedgerEntry other = ledger().write(LedgerEntry.first(findingId + "-other", ANALYZER));
    ledger().write(LedgerEntry.first(findingId + "-not-asked-for", ANALYZER));

    assertEquals(
        Map.of(findingId, one, findingId + "-other", other),
        ledger().readAll(Set.of(findingId, findingId + "-other", findingId + "-never-written")));
  }

  @Test
  void readAll_noFindings_isNothing() {
    assertEquals(Map.of(), ledger().readAll(Set.of()));
  }

  @Test
  void readAll_fullPage_isReadAtOnce() {
    Map<String, LedgerEntry> written = new HashMap<>();
    for (int i = 0; i < Ledger.MOST_READ_AT_ONCE; i++) {
      LedgerEntry entry = ledger().write(LedgerEntry.first(findingId + "-" + i, ANALYZER));
      written.put(entry.findingId(), entry);
    }

    assertEquals(written, ledger().readAll(written.keySet()));
  }

  @Test
  void forEach_entries_areShownOnceAndNothingElseIs() {
    ledger().write(first().withStanding(STANDING));
    LedgerEntry other = ledger().write(LedgerEntry.first(findingId + "-other", ANALYZER));
    count(rule, DAY, findingId);
    LedgerEntry one = ledger().read(findingId).orElseThrow();
    ledger().countMessage(AT);
    ledger().keep(new Kept.Marked(rule, new Mark(null, AT), null));

    List<LedgerEntry> shown = new ArrayList<>();
    ledger().forEach(shown::add);

    assertEquals(
        List.of(one, other),
        shown.stream()
            .filter(entry -> entry.findingId().startsWith(findingId))
            .sorted(Comparator.comparing(LedgerEntry::findingId))
            .toList());
    assertTrue(shown.stream().noneMatch(entry -> entry.findingId().contains("#")), shown::toString);
  }

  @Test
  void countMessage_messages_areCountedByTheHour() {
    // No other test and no other run counts in this hour.
    Instant hour = Instant.EPOCH.plus(new Random().nextInt(1 << 28), ChronoUnit.HOURS);

    assertEquals(1, ledger().countMessage(hour));
    assertEquals(2, ledger().countMessage(hour.plus(Duration.ofMillis(3_599_999))));
    assertEquals(1, ledger().countMessage(hour.plus(Duration.ofHours(1))));
    assertEquals(3, ledger().countMessage(hour));
  }

  @Test
  void keep_mark_isReadBackAndIsNoFinding() {
    assertEquals(Optional.empty(), ledger().mark(rule));

    ledger().keep(new Kept.Marked(rule, new Mark(null, AT), WHOLE_SECOND.plus(Duration.ofDays(1))));

    assertEquals(Optional.of(new Mark(null, AT)), ledger().mark(rule));
    assertEquals(Optional.empty(), ledger().mark(rule + "-other"));
    assertEquals(Optional.empty(), ledger().mark("told#" + rule));
    assertEquals(Optional.empty(), ledger().read(rule));
  }

  @Test
  void keep_markAgain_isTheLaterOne() {
    ledger().keep(new Kept.Marked(rule, new Mark("finding-1", AT), WHOLE_SECOND));
    ledger().keep(new Kept.Marked(rule, new Mark("finding-2", AT.plusMillis(1)), null));

    assertEquals(Optional.of(new Mark("finding-2", AT.plusMillis(1))), ledger().mark(rule));
  }

  @Test
  void write_withBaselineAgain_isTheLaterOneAndNoFinding() {
    AccessBaseline empty =
        new AccessBaseline(
            new AccessChange.Since("f-2", AccessChange.Act.ALERTED, null, AT.plusMillis(1)),
            null,
            List.of(),
            Map.of());
    AccessBaseline unread = new AccessBaseline(empty.since(), true, null, null);

    for (AccessBaseline baseline : List.of(BASELINE, empty, unread)) {
      Stored.keep(ledger(), findingId, new Kept.Baseline(rule, baseline, WHOLE_SECOND));

      assertEquals(Optional.of(baseline), Stored.baseline(ledger(), rule));
    }
    assertEquals(Optional.empty(), Stored.baseline(ledger(), rule + "-other"));
    assertEquals(Optional.empty(), ledger().read(rule));
    assertEquals(Optional.empty(), ledger().mark(rule));
  }

  @Test
  void health_keptTwice_isTheLaterOneAndNoFinding() {
    HealthRecord first =
        new HealthRecord(
            AT,
            List.of(
                new HealthRecord.Open(
                    new AnalyzerProblem.CountDiffers("arn", 1, 2), WHOLE_SECOND, 1, false)),
            List.of(new Checkup.Count("arn", 1, 2)));
    List<LedgerEntry> before = entries();
    ledger().keepHealth(first);
    assertEquals(Optional.of(first), ledger().health());

    HealthRecord second = new HealthRecord(WHOLE_SECOND, List.of(), List.of());
    ledger().keepHealth(second);

    assertEquals(Optional.of(second), ledger().health());
    assertEquals(before.size(), entries().size());
  }

  private List<LedgerEntry> entries() {
    List<LedgerEntry> entries = new ArrayList<>();
    ledger().forEach(entries::add);
    return entries;
  }

  private int archived(String ofRule, LocalDate day) {
    return Stored.archived(ledger(), ofRule, day);
  }

  private void count(String ofRule, LocalDate day, String finding) {
    Stored.count(ledger(), ofRule, day, finding);
  }

  private LedgerEntry first() {
    return LedgerEntry.first(findingId, ANALYZER);
  }

  private void assertReadBack(LedgerEntry entry) {
    ledger().write(entry);

    assertEquals(Optional.of(entry.stored()), ledger().read(entry.findingId()));
  }

  private void assertConflict(LedgerEntry entry) {
    LedgerConflict conflict = assertThrows(LedgerConflict.class, () -> ledger().write(entry));

    assertEquals(
        "the ledger entry of finding " + findingId + " was written meanwhile",
        conflict.getMessage());
  }

  private static LedgerEntry random(Random random, String findingId) {
    return new LedgerEntry(
        findingId,
        text(random),
        0,
        maybe(
            random,
            () ->
                new Standing(
                    oneOf(random, Standing.Kind.values()),
                    maybe(random, () -> text(random)),
                    oneOf(random, Severity.values()),
                    maybe(random, () -> text(random)),
                    text(random),
                    text(random),
                    Map.of("k" + text(random), text(random)),
                    time(random),
                    text(random),
                    maybe(random, () -> time(random)),
                    maybe(random, () -> text(random)))),
        maybe(
            random,
            () ->
                new Claim(
                    text(random),
                    time(random),
                    oneOf(random, Outcome.values()),
                    maybe(random, () -> text(random)),
                    maybe(random, () -> text(random)),
                    maybe(random, () -> oneOf(random, Standing.Kind.values())),
                    random.nextInt(5),
                    random.nextInt(3))),
        maybe(
            random,
            () ->
                new Failure(
                    text(random),
                    time(random),
                    random.nextBoolean(),
                    random.nextBoolean() ? List.of() : List.of(text(random)))),
        maybe(
            random,
            () ->
                new Review(
                    time(random),
                    text(random),
                    maybe(random, () -> time(random)),
                    maybe(random, () -> time(random)),
                    maybe(random, () -> time(random)),
                    maybe(
                        random,
                        () ->
                            new ArchiveEnd(
                                text(random), text(random), maybe(random, () -> day(random)))))),
        maybe(
            random,
            () ->
                new FindingSummary(
                    text(random),
                    text(random),
                    maybe(random, () -> text(random)),
                    text(random),
                    maybe(random, () -> text(random)),
                    random.nextBoolean(),
                    oneOf(random, Owner.NOBODY, Owner.UNKNOWN, Owner.named("x" + text(random))),
                    maybe(random, () -> text(random)),
                    null)),
        maybe(
            random,
            () -> new DigestDue(time(random), oneOf(random, Severity.values()), text(random))),
        maybe(random, () -> new ArchiveCount(text(random), day(random))),
        oneOf(
            random,
            LastAlert.NEVER,
            LastAlert.alerted(time(random), text(random)),
            LastAlert.alerted(time(random), null)),
        maybe(random, () -> Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE))));
  }

  private static <T> @Nullable T maybe(Random random, Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  private static LocalDate day(Random random) {
    return LocalDate.ofEpochDay(random.nextInt(30_000));
  }

  private static Instant time(Random random) {
    return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
  }

  private static String text(Random random) {
    String[] characters = {"a", "Z", " ", "#", "/", "\"", "\n", "é", "中", "😀", ":"};
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(10); length > 0; length--) {
      text.append(oneOf(random, characters));
    }
    return text.toString();
  }
}
