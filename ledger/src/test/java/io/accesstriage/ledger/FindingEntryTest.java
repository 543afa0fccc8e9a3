package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.failure.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FindingEntryTest {
  private static final Review REVIEW =
      new Review(Instant.parse("2026-11-24T12:00:00Z"), "v", null, null);
  private static final Failure FAILURE =
      new Failure("cause", Instant.parse("2026-11-24T12:00:00Z"), false);

  private final InMemoryLedger entries = new InMemoryLedger();

  /** A ledger that others write before each of the first writes. */
  private FindingEntry finding(int conflicts) {
    List<Integer> written = new ArrayList<>();
    Ledger contended =
        new ForwardingLedger(entries) {
          @Override
          public LedgerEntry write(LedgerEntry entry) {
            if (written.size() < conflicts) {
              written.add(1);
              entries.write(stored().withReview(REVIEW));
            }
            return entries.write(entry);
          }
        };
    return new FindingEntry(contended, "f-1", "analyzer");
  }

  private LedgerEntry stored() {
    return new FindingEntry(entries, "f-1", "analyzer").read();
  }

  @Test
  void change_ofAFindingThatWasNeverSeen_isItsFirstEntry() {
    LedgerEntry changed = finding(0).change(entry -> entry.withFailure(FAILURE));

    assertEquals(LedgerEntry.first("f-1", "analyzer").withFailure(FAILURE).stored(), changed);
    assertEquals(changed, stored());
  }

  @Test
  void change_whileOthersWrite_isMadeOnWhatTheyWrote() {
    finding(4).change(entry -> entry.withFailure(FAILURE));

    assertEquals(REVIEW, stored().review());
    assertEquals(FAILURE, stored().failure());
    assertEquals(5, stored().version());
  }

  @Test
  void change_whileOthersWriteAgainAndAgain_givesUpForNow() {
    FindingEntry finding = finding(5);

    TransientFailure failure =
        assertThrows(
            TransientFailure.class, () -> finding.change(entry -> entry.withFailure(FAILURE)));

    assertEquals(
        "the ledger entry of finding f-1 was written by others 5 times in a row",
        failure.getMessage());
  }

  @Test
  void change_ofNothing_isNotWritten() {
    LedgerEntry same = finding(0).change(entry -> entry);

    assertEquals(LedgerEntry.first("f-1", "analyzer"), same);
    assertEquals(0, stored().version());
  }
}
