package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.failure.TransientFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class FindingEntryTest {
  private static final Review REVIEW =
      new Review(Instant.parse("2026-11-24T12:00:00Z"), "v", null, null);
  private static final Failure FAILURE =
      new Failure("cause", Instant.parse("2026-11-24T12:00:00Z"), false);

  private final InMemoryLedger entries = new InMemoryLedger();

  private FindingEntry finding() {
    return new FindingEntry(entries, "f-1", "analyzer");
  }

  /** A change before each of whose first writes others write. */
  private UnaryOperator<LedgerEntry> contended(int conflicts, UnaryOperator<LedgerEntry> change) {
    List<Integer> written = new ArrayList<>();
    return entry -> {
      if (written.size() < conflicts) {
        written.add(1);
        entries.write(stored().withReview(REVIEW));
      }
      return change.apply(entry);
    };
  }

  private LedgerEntry stored() {
    return finding().read();
  }

  @Test
  void change_ofAFindingThatWasNeverSeen_isItsFirstEntry() {
    LedgerEntry changed = finding().change(entry -> entry.withFailure(FAILURE));

    assertEquals(LedgerEntry.first("f-1", "analyzer").withFailure(FAILURE).stored(), changed);
    assertEquals(changed, stored());
  }

  @Test
  void change_whileOthersWrite_isMadeOnWhatTheyWrote() {
    finding().change(contended(4, entry -> entry.withFailure(FAILURE)));

    assertEquals(REVIEW, stored().review());
    assertEquals(FAILURE, stored().failure());
    assertEquals(5, stored().version());
  }

  @Test
  void change_whileOthersWriteAgainAndAgain_givesUpForNow() {
    TransientFailure failure =
        assertThrows(
            TransientFailure.class,
            () -> finding().change(contended(5, entry -> entry.withFailure(FAILURE))));

    assertEquals(
        "the ledger entry of finding f-1 was written by others 5 times in a row",
        failure.getMessage());
  }

  @Test
  void change_ofNothing_isNotWritten() {
    LedgerEntry same = finding().change(entry -> entry);

    assertEquals(LedgerEntry.first("f-1", "analyzer"), same);
    assertEquals(0, stored().version());
  }

  @Test
  void writeIf_ofWhatOthersHaveWrittenSince_looksAgainBeforeItGivesUp() {
    FindingEntry finding = finding();
    finding.read();
    entries.write(stored().withReview(REVIEW));

    Optional<LedgerEntry> changed =
        finding.writeIf(
            entry -> entry.review() != null,
            entry -> new FindingEntry.Change(entry.withFailure(FAILURE)));

    assertEquals(Optional.of(stored()), changed);
    assertEquals(FAILURE, stored().failure());
  }

  @Test
  void write_withWhatIsKept_keepsItOnceWithTheEntryThatWasWritten() {
    ArchiveCount count = new ArchiveCount("rule", LocalDate.EPOCH);

    UnaryOperator<LedgerEntry> change = contended(2, entry -> entry.withArchiveCount(count));

    finding()
        .write(
            entry ->
                new FindingEntry.Change(change.apply(entry))
                    .keeping(Optional.of(new Kept.Counted(count))));

    assertEquals(count, stored().archiveCount());
    assertEquals(1, entries.read("f-1", new Sought(null, count, Set.of())).archived());
  }

  @Test
  void write_onlyOfWhatIsKept_isWritten() {
    Mark mark = new Mark("f-1", Instant.EPOCH);

    finding()
        .write(entry -> new FindingEntry.Change(entry, List.of(new Kept.Marked("m", mark, null))));

    assertEquals(Optional.of(mark), entries.mark("m"));
  }

  @Test
  void read_withWhatIsSought_remembersTheEntry() {
    entries.write(stored().withReview(REVIEW), List.of());
    FindingEntry finding = finding();

    Reading reading = finding.read(Sought.marks(Set.of("m")));

    assertEquals(new Reading(stored(), null, 0, Map.of()), reading);
    assertEquals(stored(), finding.last());
  }
}
