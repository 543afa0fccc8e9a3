package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AlertPrecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final Instant FROM = NOW.minus(Duration.ofDays(30));
  private static final FindingSummary PAYMENTS =
      DigestEntries.bucketOf(Owner.named("Payments"), "b");
  private static final FindingSummary NOBODYS = DigestEntries.bucketOf(Owner.NOBODY, "b");

  private final InMemoryLedger ledger = new InMemoryLedger();
  private int written;

  private void settled(FindingSummary summary, LastAlert alert, Standing.Kind kind, Instant at) {
    ledger.write(DigestEntries.settled("f-" + written++, summary, alert, kind, at));
  }

  private void assertFigures(String expected) {
    assertEquals(
        Json.read(expected, "expected"),
        DigestListing.of(ledger, DigestEntries.YESTERDAY, NOW).json().path("precision"));
  }

  @Test
  void precision_ofThirtyDays_isByRuleAndByOwner() {
    LastAlert ruled = LastAlert.alerted(FROM, "public");
    LastAlert unruled = LastAlert.alerted(FROM.plusSeconds(1), null);
    LastAlert longAgo = LastAlert.alerted(FROM.minusMillis(1), "public");
    settled(PAYMENTS, ruled, Standing.Kind.RESOLVED, DigestEntries.NIGHT);
    settled(PAYMENTS, ruled, Standing.Kind.ARCHIVED_BY_OTHER, DigestEntries.NIGHT);
    settled(NOBODYS, ruled, Standing.Kind.OBSERVED, DigestEntries.NIGHT);
    settled(PAYMENTS, unruled, Standing.Kind.ARCHIVED_BY_OTHER, DigestEntries.NIGHT);
    settled(PAYMENTS, longAgo, Standing.Kind.RESOLVED, DigestEntries.NIGHT);
    settled(PAYMENTS, LastAlert.NEVER, Standing.Kind.RESOLVED, DigestEntries.NIGHT);
    ledger.write(
        DigestEntries.alerted(
            "open", DigestEntries.bucket("b", false), Severity.LOW, DigestEntries.NIGHT));
    ledger.write(
        DigestEntries.alerted("unswept", PAYMENTS, Severity.LOW, DigestEntries.NIGHT)
            .withReview(new Review(NOW.minus(Duration.ofDays(3)), "v", null, null)));

    assertFigures(
        """
        {"from": "2026-10-25T07:00:00Z", "alerted": 6,
         "fates": {"fixed": 1, "archivedByHand": 2, "archivedByRule": 1, "open": 1, "notKnown": 1},
         "notRecorded": 0,
         "byRule": {"count": 3, "first": [
           {"rule": "public", "alerted": 3,
            "fates": {"fixed": 1, "archivedByHand": 1, "archivedByRule": 1, "open": 0, "notKnown": 0}},
           {"rule": "rule-1", "alerted": 2,
            "fates": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "open": 1, "notKnown": 1}},
           {"rule": null, "alerted": 1,
            "fates": {"fixed": 0, "archivedByHand": 1, "archivedByRule": 0, "open": 0, "notKnown": 0}}]},
         "byOwner": {"count": 3, "first": [
           {"owner": "Payments", "alerted": 4,
            "fates": {"fixed": 1, "archivedByHand": 2, "archivedByRule": 0, "open": 0, "notKnown": 1}},
           {"owner": null, "alerted": 1,
            "fates": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 1, "open": 0, "notKnown": 0}},
           {"alerted": 1,
            "fates": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "open": 1, "notKnown": 0}}]}}
        """);
  }

  /** What an older version wrote says nothing of its alerts: not that there were none. */
  @Test
  void precision_ofEntriesOfAnOlderVersion_isNotRecorded() {
    settled(PAYMENTS, LastAlert.UNKNOWN, Standing.Kind.RESOLVED, FROM);
    settled(PAYMENTS, LastAlert.UNKNOWN, Standing.Kind.ARCHIVED_BY_OTHER, DigestEntries.NIGHT);
    settled(PAYMENTS, LastAlert.UNKNOWN, Standing.Kind.ARCHIVED_BY_US, DigestEntries.NIGHT);
    settled(PAYMENTS, LastAlert.UNKNOWN, Standing.Kind.RESOLVED, FROM.minusMillis(1));

    assertFigures(
        """
        {"from": "2026-10-25T07:00:00Z", "alerted": 0,
         "fates": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "open": 0, "notKnown": 0},
         "notRecorded": 2, "byRule": {"count": 0, "first": []},
         "byOwner": {"count": 0, "first": []}}
        """);
  }
}
