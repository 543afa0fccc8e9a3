package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LedgerEntryTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");
  private static final Standing STANDING =
      new Standing(
          Standing.Kind.ALERTED, "1:a", Severity.LOW, "r", "v", "why", Map.of("k", "v"), AT, "e");

  @Test
  void first_entry_knowsNothing() {
    LedgerEntry first = LedgerEntry.first("id", "arn");

    assertEquals(
        new LedgerEntry("id", "arn", 0, null, null, null, null, null, null, null, null), first);
    assertFalse(first.stands(Standing.Kind.ALERTED));
    assertFalse(first.isClaimedBy("e"));
  }

  @Test
  void with_eachPart_changesThatPartOnly() {
    Claim claim = new Claim("e", AT, Outcome.NOTIFY, null, null, null, 0);
    Failure failure = new Failure("c", AT, true);
    FindingSummary summary =
        new FindingSummary(
            "arn", "type", null, "ExternalAccess", null, true, Owner.UNKNOWN, null, null);
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
        new LedgerEntry("id", "arn", 0, STANDING, claim, failure, review, summary, due, null, AT),
        full);
    assertEquals(
        new LedgerEntry("id", "arn", 0, STANDING, null, null, review, summary, null, null, null),
        full.withoutClaim().withFailure(null).withDigestDue(null).expiringAt(null));
    assertEquals(
        new LedgerEntry("id", "arn", 1, STANDING, claim, failure, review, summary, due, null, AT),
        full.stored());
    assertEquals(new Failure("c", AT, false), failure.told());
    assertTrue(full.stands(Standing.Kind.ALERTED));
    assertFalse(full.stands(Standing.Kind.ARCHIVED_BY_US));
    assertTrue(full.isClaimedBy("e"));
    assertFalse(full.isClaimedBy("f"));
  }

  @Test
  void as_standing_changesItsKindOnly() {
    assertEquals(
        new Standing(
            Standing.Kind.LEFT_TO_PERSON,
            "1:a",
            Severity.LOW,
            "r",
            "v",
            "why",
            Map.of("k", "v"),
            AT,
            "e"),
        STANDING.as(Standing.Kind.LEFT_TO_PERSON));
  }
}
