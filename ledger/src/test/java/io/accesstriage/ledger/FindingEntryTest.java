package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.Severity;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Test
  void changeIf_ofWhatOthersHaveWrittenSince_looksAgainBeforeItGivesUp() {
    FindingEntry finding = new FindingEntry(entries, "f-1", "analyzer");
    finding.read();
    entries.write(stored().withReview(REVIEW));

    Optional<LedgerEntry> changed =
        finding.changeIf(entry -> entry.review() != null, entry -> entry.withFailure(FAILURE));

    assertEquals(Optional.of(stored()), changed);
    assertEquals(FAILURE, stored().failure());
  }

  @Test
  void keepBaseline_entryThatWasWrittenHere_keepsTheAccess() {
    Finding read = Findings.external();
    FindingEntry finding = new FindingEntry(entries, read.id(), read.analyzerArn());
    finding.change(
        entry ->
            entry.withStanding(
                StandingBuilder.of(Standing.Kind.ALERTED)
                    .contentHash(read.contentHash())
                    .severity(Severity.LOW)
                    .reason("No archive rule applies.")
                    .build()));

    finding.keepBaseline(read, Findings.NOW);

    assertEquals(
        Optional.of(
            new AccessChange.Since(read.id(), AccessChange.Act.ALERTED, null, Findings.NOW)),
        entries.baseline(AccessBaseline.accessOf(read).orElseThrow()).map(AccessBaseline::since));
  }
}
