package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LedgerEntryTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");
  private static final Standing STANDING = standing(Standing.Kind.ALERTED);

  private static Standing standing(Standing.Kind kind) {
    return new Standing(
        kind, "1:a", Severity.LOW, "r", "v", "why", Map.of("k", "v"), AT, "e", null, null);
  }

  @Test
  void first_entry_knowsNothing() {
    LedgerEntry first = LedgerEntry.first("id", "arn");

    assertEquals(LedgerEntry.builder("id", "arn").build(), first);
    assertFalse(first.stands(Standing.Kind.ALERTED));
    assertFalse(first.isClaimedBy("e"));
  }

  @Test
  void with_eachPart_changesThatPartOnly() {
    Claim claim = new Claim("e", AT, Outcome.NOTIFY, null, null, null, 0, 0);
    Failure failure = new Failure("c", AT, true);
    FindingSummary summary =
        new FindingSummary(
            "arn",
            "type",
            null,
            "ExternalAccess",
            null,
            true,
            Owner.UNKNOWN,
            null,
            null,
            null,
            false);
    DigestDue due = new DigestDue(AT, Severity.LOW, "why");
    Review review = new Review(AT, "v", null, null);

    LedgerEntry full =
        LedgerEntry.first("id", "arn")
            .withStanding(STANDING)
            .withClaim(claim)
            .withFailure(failure)
            .withReview(review)
            .withSummary(summary)
            .withDigestDue(due)
            .expiringAt(AT);

    assertEquals(
        LedgerEntry.builder("id", "arn")
            .standing(STANDING)
            .claim(claim)
            .failure(failure)
            .review(review)
            .summary(summary)
            .digestDue(due)
            .expiresAt(AT)
            .build(),
        full);
    assertEquals(
        LedgerEntry.builder("id", "arn").standing(STANDING).review(review).summary(summary).build(),
        full.withoutClaim().withFailure(null).withDigestDue(null).expiringAt(null));
    assertEquals(
        LedgerEntry.builder("id", "arn")
            .version(1)
            .standing(STANDING)
            .claim(claim)
            .failure(failure)
            .review(review)
            .summary(summary)
            .digestDue(due)
            .expiresAt(AT)
            .build(),
        full.stored());
    assertEquals(new Failure("c", AT, false), failure.told());
    assertTrue(full.stands(Standing.Kind.ALERTED));
    assertFalse(full.stands(Standing.Kind.ARCHIVED_BY_US));
    assertTrue(full.isClaimedBy("e"));
    assertFalse(full.isClaimedBy("f"));
  }

  @Test
  void as_standing_changesItsKindOnly() {
    assertEquals(standing(Standing.Kind.LEFT_TO_PERSON), STANDING.as(Standing.Kind.LEFT_TO_PERSON));
  }

  private static final Finding READ = Findings.external();
  private static final Instant BEFORE = AT.minusSeconds(60);
  private static final Instant SEEN = AT.minusSeconds(30);

  private static LedgerEntry entry() {
    return LedgerEntry.first(READ.id(), READ.analyzerArn());
  }

  private static Claim claim(Outcome effect, Standing.Kind leadsTo) {
    return new Claim("e", AT, effect, READ.contentHash(), null, leadsTo, 0, 0);
  }

  private static final Claim TO_ARCHIVE = claim(Outcome.ARCHIVE, Standing.Kind.ARCHIVED_BY_US);

  @Test
  void isArchivedByUs_standingOrClaim_says() {
    Standing ours = STANDING.as(Standing.Kind.ARCHIVED_BY_US);

    assertFalse(entry().isArchivedByUs());
    assertFalse(entry().withStanding(STANDING).isArchivedByUs());
    assertTrue(entry().withStanding(ours).isArchivedByUs());
    assertTrue(entry().withClaim(TO_ARCHIVE).isArchivedByUs());
    assertFalse(entry().withClaim(claim(Outcome.NOTIFY, Standing.Kind.ALERTED)).isArchivedByUs());
  }

  @Test
  void isUndetermined_reviewSince_says() {
    assertFalse(entry().isUndetermined());
    assertFalse(entry().withReview(new Review(AT, "v", SEEN, null)).isUndetermined());
    assertTrue(entry().withReview(new Review(AT, "v", SEEN, AT)).isUndetermined());
  }

  @Test
  void beforeOurUpdate_whatIsNotArchivedByUs_isAsItIs() {
    Finding archived = READ.withStatus(FindingStatus.ARCHIVED);

    assertEquals(archived, entry().beforeOurUpdate(archived));
    assertEquals(READ, entry().withClaim(TO_ARCHIVE).beforeOurUpdate(READ));
  }

  /** The last archive counts: that of the claim, where there is one. */
  @Test
  void beforeOurUpdate_whatWeArchived_isOfTheTimeBeforeThat() {
    Finding archived = READ.withStatus(FindingStatus.ARCHIVED);
    Standing ours = STANDING.as(Standing.Kind.ARCHIVED_BY_US).updatedAt(BEFORE);
    LedgerEntry seen = entry().withReview(new Review(AT, "v", SEEN, null));

    assertEquals(READ.asBeforeOurUpdate(BEFORE), seen.withStanding(ours).beforeOurUpdate(archived));
    assertEquals(
        READ.asBeforeOurUpdate(SEEN), seen.withClaim(TO_ARCHIVE).beforeOurUpdate(archived));
    assertEquals(
        READ.asBeforeOurUpdate(SEEN),
        seen.withStanding(STANDING).withClaim(TO_ARCHIVE).beforeOurUpdate(archived));
    assertEquals(
        READ.asBeforeOurUpdate(SEEN),
        seen.withStanding(ours).withClaim(TO_ARCHIVE).beforeOurUpdate(archived));
    for (Claim other :
        List.of(
            claim(Outcome.UNARCHIVE, Standing.Kind.ALERTED),
            claim(Outcome.ARCHIVE, Standing.Kind.OBSERVED))) {
      assertEquals(
          READ.asBeforeOurUpdate(BEFORE),
          seen.withStanding(ours).withClaim(other).beforeOurUpdate(archived));
    }
    assertEquals(
        READ.asBeforeOurUpdate(null), entry().withClaim(TO_ARCHIVE).beforeOurUpdate(archived));
  }

  @Test
  void ofAnalyzer_anotherOne_givesWayOnlyToWhatWasReadWhereNobodyHadReadIt() {
    Finding read = READ;
    Finding announced = READ.asAnnounced("refused");
    LedgerEntry hearsay = LedgerEntry.first(READ.id(), "arn:other").stored();

    assertEquals(entry(), entry().ofAnalyzer(read));
    assertEquals(
        LedgerEntry.first(READ.id(), ""), LedgerEntry.first(READ.id(), "").ofAnalyzer(read));
    assertEquals(entry().stored(), hearsay.ofAnalyzer(read));
    assertEquals(
        entry().stored(),
        hearsay.withStanding(STANDING.ofContent(announced.contentHash())).ofAnalyzer(read));
    assertThrows(PermanentFailure.class, () -> hearsay.ofAnalyzer(announced));
    LedgerEntry known = hearsay.withStanding(STANDING.ofContent(READ.contentHash()));
    assertThrows(PermanentFailure.class, () -> known.ofAnalyzer(read));
  }
}
