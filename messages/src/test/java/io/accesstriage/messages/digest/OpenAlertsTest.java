package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.decision.Severity;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OpenAlertsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final LastAlert TOLD =
      LastAlert.alerted(DigestEntries.YESTERDAY.minusSeconds(60), "rule-1");

  private final InMemoryLedger ledger = new InMemoryLedger();
  private int written;

  private void given(LedgerEntry entry) {
    ledger.write(entry);
    written++;
  }

  private void open(Duration before) {
    given(
        DigestEntries.alerted(
            "open-" + written, DigestEntries.bucket("b", false), Severity.HIGH, NOW.minus(before)));
  }

  private void settled(LastAlert alert, Standing.Kind kind, Instant at) {
    given(
        DigestEntries.settled(
            "settled-" + written, DigestEntries.bucket("b", false), alert, kind, at));
  }

  private void assertFigures(String expected) {
    assertEquals(
        Json.read(expected, "expected"),
        DigestListing.of(ledger, DigestEntries.YESTERDAY, NOW).json().path("openAlerts"));
  }

  @Test
  void open_byAge_isInOneOfFour() {
    open(Duration.ofDays(1).minusMillis(1));
    open(Duration.ofDays(1));
    open(Duration.ofDays(7).minusMillis(1));
    open(Duration.ofDays(7));
    open(Duration.ofDays(30));
    open(Duration.ofDays(500));

    assertFigures(
        """
        {"count": 6, "new": 2, "stillOpen": 4,
         "byAge": {"under1Day": 1, "under7Days": 2, "under30Days": 1, "longer": 2, "notKnown": 0},
         "gone": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "notRecorded": 0}}
        """);
  }

  /** Its severity rose: it has been open since the first alert. */
  @Test
  void open_alertedAgain_isAsOldAsTheFirstAlert() {
    LedgerEntry first =
        DigestEntries.alerted(
            "a", DigestEntries.bucket("b", false), Severity.LOW, NOW.minus(Duration.ofDays(40)));
    given(
        first
            .withStanding(
                DigestEntries.standing(Standing.Kind.ALERTED, Severity.HIGH, DigestEntries.NIGHT))
            .withDigestDue(new DigestDue(DigestEntries.NIGHT, Severity.HIGH, "Why.")));

    assertFigures(
        """
        {"count": 1, "new": 0, "stillOpen": 1,
         "byAge": {"under1Day": 0, "under7Days": 0, "under30Days": 0, "longer": 1, "notKnown": 0},
         "gone": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "notRecorded": 0}}
        """);
  }

  @Test
  void open_whereTheMarkHasNoTime_isOfAnUnknownAge() {
    given(
        DigestEntries.entry("a", null)
            .withDigestDue(new DigestDue(Instant.EPOCH, Severity.HIGH, "Another version.")));

    assertFigures(
        """
        {"count": 1, "new": 1, "stillOpen": 0,
         "byAge": {"under1Day": 0, "under7Days": 0, "under30Days": 0, "longer": 0, "notKnown": 1},
         "gone": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "notRecorded": 0}}
        """);
  }

  @Test
  void gone_isWhatWasAlertedAndIsSettledSinceTheLastDigest() {
    settled(TOLD, Standing.Kind.RESOLVED, DigestEntries.NIGHT);
    settled(TOLD, Standing.Kind.RESOLVED, DigestEntries.YESTERDAY.minusMillis(1));
    settled(LastAlert.NEVER, Standing.Kind.RESOLVED, DigestEntries.NIGHT);
    settled(LastAlert.UNKNOWN, Standing.Kind.RESOLVED, DigestEntries.NIGHT);
    settled(TOLD, Standing.Kind.ARCHIVED_BY_OTHER, DigestEntries.NIGHT);
    settled(TOLD, Standing.Kind.ARCHIVED_BY_OTHER, DigestEntries.NIGHT);
    settled(LastAlert.UNKNOWN, Standing.Kind.ARCHIVED_BY_OTHER, DigestEntries.NIGHT);
    settled(TOLD, Standing.Kind.ARCHIVED_BY_US, DigestEntries.NIGHT);
    settled(LastAlert.UNKNOWN, Standing.Kind.ARCHIVED_BY_US, DigestEntries.NIGHT);
    settled(TOLD, Standing.Kind.OBSERVED, DigestEntries.NIGHT);

    assertFigures(
        """
        {"count": 0, "new": 0, "stillOpen": 0,
         "byAge": {"under1Day": 0, "under7Days": 0, "under30Days": 0, "longer": 0, "notKnown": 0},
         "gone": {"fixed": 1, "archivedByHand": 2, "archivedByRule": 2, "notRecorded": 2}}
        """);
  }

  @Test
  void gone_beforeAnybodyWasTold_isNotCounted() {
    given(
        DigestEntries.due("a", DigestEntries.bucket("b", false), Severity.LOW, "Reason.")
            .withStanding(
                DigestEntries.standing(
                    Standing.Kind.RESOLVED, Severity.LOW, DigestEntries.NIGHT.plusSeconds(9))));

    assertFigures(
        """
        {"count": 0, "new": 0, "stillOpen": 0,
         "byAge": {"under1Day": 0, "under7Days": 0, "under30Days": 0, "longer": 0, "notKnown": 0},
         "gone": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "notRecorded": 0}}
        """);
  }

  @Test
  void open_thatNoSweepHasSeen_isNotCounted() {
    given(
        DigestEntries.alerted(
                "a", DigestEntries.bucket("b", false), Severity.LOW, DigestEntries.NIGHT)
            .withReview(new Review(NOW.minus(Duration.ofDays(3)), "v", null, null)));

    assertFigures(
        """
        {"count": 0, "new": 0, "stillOpen": 0,
         "byAge": {"under1Day": 0, "under7Days": 0, "under30Days": 0, "longer": 0, "notKnown": 0},
         "gone": {"fixed": 0, "archivedByHand": 0, "archivedByRule": 0, "notRecorded": 0}}
        """);
  }
}
