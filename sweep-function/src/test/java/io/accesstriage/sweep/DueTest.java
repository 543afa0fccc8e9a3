package io.accesstriage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.decision.Outcome;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.ledger.ClaimBuilder;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing.Kind;
import io.accesstriage.state.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class DueTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final Instant UPDATED = Instant.parse("2026-11-20T08:00:00.123Z");
  private static final String RULES = "rules-2";
  private static final LedgerEntry BLANK = LedgerEntry.first("id-1", "analyzer");

  /** The kinds that an active finding's entry has while nothing is wrong with it. */
  private static final Set<Kind> TOLD = EnumSet.of(Kind.ALERTED, Kind.LEFT_TO_PERSON);

  private static LedgerEntry known(Kind kind) {
    return BLANK
        .withStanding(StandingBuilder.of(kind).rulesVersion(RULES).reason("why").at(NOW).build())
        .withReview(review(NOW.plusSeconds(1), RULES, UPDATED, null));
  }

  private static Review review(
      Instant at, String rules, @Nullable Instant updatedAt, @Nullable Instant undetermined) {
    return new Review(at, rules, updatedAt, undetermined);
  }

  private static Claim claim(Outcome effect, @Nullable Kind leadsTo, Duration left) {
    return ClaimBuilder.of(effect).until(NOW.plus(left)).leadsTo(leadsTo).build();
  }

  private static Optional<Due> due(FindingStatus status, @Nullable LedgerEntry entry) {
    return due(status, entry, Mode.ARCHIVE);
  }

  private static Optional<Due> due(FindingStatus status, @Nullable LedgerEntry entry, Mode mode) {
    return Due.of(status, UPDATED, entry, new Due.Present(RULES, mode, NOW, false));
  }

  /** An entry, whose it is, and why a finding is due by it. */
  static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(
            Due.FAILED, (Change) e -> e.withFailure(new Failure("step: error", NOW, false))),
        Arguments.of(
            Due.ABANDONED_CLAIM,
            (Change) e -> e.withClaim(claim(Outcome.NOTIFY, Kind.ALERTED, Duration.ZERO))),
        Arguments.of(
            Due.UNREADABLE_ENTRY,
            (Change)
                e ->
                    LedgerEntry.builder(e.findingId(), e.analyzerArn())
                        .version(e.version())
                        .standing(e.standing())
                        .build()),
        Arguments.of(
            Due.UPDATED, (Change) e -> e.withReview(review(NOW.plusSeconds(1), RULES, NOW, null))),
        Arguments.of(
            Due.UPDATED, (Change) e -> e.withReview(review(NOW.plusSeconds(1), RULES, null, null))),
        Arguments.of(
            Due.OTHER_RULES,
            (Change) e -> e.withReview(review(NOW.plusSeconds(1), "rules-1", UPDATED, null))),
        Arguments.of(
            Due.UNDETERMINED,
            (Change) e -> e.withReview(review(NOW.plusSeconds(1), RULES, UPDATED, NOW))),
        Arguments.of(Due.REVIEW, (Change) e -> e.withReview(review(NOW, RULES, UPDATED, null))));
  }

  @FunctionalInterface
  private interface Change {
    LedgerEntry of(LedgerEntry entry);
  }

  /** What others archived before it was ever seen is listed once by the digest. */
  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "ARCHIVED"})
  void of_openOrArchivedAndUnknown_isDue(FindingStatus status) {
    assertEquals(Optional.of(Due.NOT_IN_LEDGER), due(status, null));
  }

  @ParameterizedTest
  @EnumSource(names = {"RESOLVED", "GONE", "NOT_FOUND"})
  void of_closedAndUnknown_isNotDue(FindingStatus status) {
    assertEquals(Optional.empty(), due(status, null));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void of_activeAndSettled_isDueOnlyWhereTheLedgerSaysThatItIsNotActive(Kind kind) {
    Optional<Due> expected =
        switch (kind) {
          case ALERTED, LEFT_ALONE, LEFT_TO_PERSON -> Optional.empty();
          case OBSERVED -> Optional.of(Due.OBSERVED);
          case ARCHIVED_BY_US, ARCHIVED_BY_OTHER, RESOLVED -> Optional.of(Due.ACTIVE_AGAIN);
        };
    assertEquals(expected, due(FindingStatus.ACTIVE, known(kind)));
  }

  @Test
  void of_leftAlone_isDueOnceItIsToBeAlerted() {
    assertEquals(
        Optional.of(Due.LEFT_ALONE),
        Due.of(
            FindingStatus.ACTIVE,
            UPDATED,
            known(Kind.LEFT_ALONE),
            new Due.Present(RULES, Mode.ARCHIVE, NOW, true)));
  }

  @Test
  void of_observed_isNotDueWhileModeIsObserve() {
    assertEquals(Optional.empty(), due(FindingStatus.ACTIVE, known(Kind.OBSERVED), Mode.OBSERVE));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void of_activeFinding_isDueForEachReason(Due reason, Change change) {
    for (Kind kind : TOLD) {
      assertEquals(
          Optional.of(reason), due(FindingStatus.ACTIVE, change.of(known(kind))), kind::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void of_archivedByUs_isDueForEachReason(Due reason, Change change) {
    assertEquals(
        Optional.of(reason), due(FindingStatus.ARCHIVED, change.of(known(Kind.ARCHIVED_BY_US))));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void of_archivedByOthersAndKnown_isNeverDue(Due reason, Change change) {
    assertEquals(
        Optional.empty(),
        due(FindingStatus.ARCHIVED, change.of(known(Kind.ARCHIVED_BY_OTHER))),
        reason::toString);
  }

  /** Nobody would ever look at what this product has archived and an event has closed too early. */
  @ParameterizedTest
  @MethodSource("reasons")
  void of_archivedThoughResolvedInTheLedger_isAlwaysDue(Due reason, Change change) {
    assertEquals(
        Optional.of(Due.ARCHIVED),
        due(FindingStatus.ARCHIVED, change.of(known(Kind.RESOLVED))),
        reason::toString);
    assertEquals(Optional.of(Due.ARCHIVED), due(FindingStatus.ARCHIVED, known(Kind.RESOLVED)));
  }

  /** Else it would be told as still open for good: the event of the archive may have been lost. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ALERTED", "LEFT_TO_PERSON", "OBSERVED"})
  void of_archivedByOthersAndNotKnown_isDue(Kind kind) {
    for (Mode mode : Mode.values()) {
      assertEquals(
          Optional.of(Due.ARCHIVED), due(FindingStatus.ARCHIVED, known(kind), mode), mode::name);
    }
  }

  @Test
  void of_archivedUnderAnAbandonedClaimToArchiveIt_isOurs() {
    LedgerEntry claimed =
        known(Kind.ALERTED).withClaim(claim(Outcome.ARCHIVE, Kind.ARCHIVED_BY_US, Duration.ZERO));
    assertEquals(Optional.of(Due.ABANDONED_CLAIM), due(FindingStatus.ARCHIVED, claimed));
    LedgerEntry observed =
        known(Kind.ALERTED).withClaim(claim(Outcome.ARCHIVE, Kind.OBSERVED, Duration.ZERO));
    assertEquals(Optional.of(Due.ARCHIVED), due(FindingStatus.ARCHIVED, observed));
  }

  @Test
  void of_archivedUnderAnAbandonedClaimToUnarchive_isDue() {
    LedgerEntry entry =
        known(Kind.ALERTED).withClaim(claim(Outcome.UNARCHIVE, Kind.ALERTED, Duration.ZERO));

    assertEquals(Optional.of(Due.ABANDONED_CLAIM), due(FindingStatus.ARCHIVED, entry));
  }

  @Test
  void of_archivedByUsAndSettled_isNotDue() {
    assertEquals(Optional.empty(), due(FindingStatus.ARCHIVED, known(Kind.ARCHIVED_BY_US)));
  }

  /** What LedgerItem makes of an entry whose standing another version wrote. */
  @ParameterizedTest
  @EnumSource(
      value = FindingStatus.class,
      names = {"ACTIVE", "ARCHIVED"})
  void of_entryWithoutAnythingReadable_isDue(FindingStatus status) {
    assertEquals(
        Optional.of(Due.UNREADABLE_ENTRY),
        due(status, BLANK.withReview(review(NOW.plusSeconds(1), RULES, UPDATED, null))));
  }

  @ParameterizedTest
  @EnumSource(FindingStatus.class)
  void of_liveClaim_isNotDueWhateverElseThereIs(FindingStatus status) {
    for (Kind kind : Kind.values()) {
      LedgerEntry claimed =
          known(kind)
              .withFailure(new Failure("step: error", NOW, false))
              .withReview(review(NOW, "rules-1", null, NOW))
              .withClaim(claim(Outcome.ARCHIVE, Kind.ARCHIVED_BY_US, Duration.ofMillis(1)));
      assertEquals(Optional.empty(), due(status, claimed), kind::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void of_resolved_isDueUntilTheLedgerSaysSo(Kind kind) {
    assertEquals(
        kind == Kind.RESOLVED ? Optional.empty() : Optional.of(Due.RESOLVED),
        due(FindingStatus.RESOLVED, known(kind)));
  }

  @Test
  void of_resolvedWithAnAbandonedClaim_isDue() {
    assertEquals(
        Optional.of(Due.RESOLVED),
        due(
            FindingStatus.RESOLVED,
            known(Kind.RESOLVED).withClaim(claim(Outcome.NOTIFY, null, Duration.ZERO))));
  }

  /** The ledger's times end with milliseconds; those of internal access findings do not. */
  @Test
  void of_updatedWithinTheSameMillisecond_isNotDue() {
    for (Instant listed : List.of(UPDATED, UPDATED.plusNanos(456_789))) {
      assertEquals(
          Optional.empty(),
          Due.of(
              FindingStatus.ACTIVE,
              listed,
              known(Kind.ALERTED),
              new Due.Present(RULES, Mode.ARCHIVE, NOW, false)),
          listed::toString);
    }
  }
}
