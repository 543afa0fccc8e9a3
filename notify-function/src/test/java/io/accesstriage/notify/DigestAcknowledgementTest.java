package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Severity;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.fixtures.ledger.ForwardingLedger;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.digest.DigestContents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DigestAcknowledgementTest {
  private static final int MARKS = 250;

  private final FailingLedger ledger = new FailingLedger(new InMemoryLedger());

  /** Fails where a test says so. */
  private static final class FailingLedger extends ForwardingLedger {
    private Predicate<String> isRefused = id -> false;
    private int failingReads;
    private int calls;

    FailingLedger(InMemoryLedger entries) {
      super(entries);
    }

    @Override
    public Map<String, LedgerEntry> readAll(Set<String> findingIds) {
      calls++;
      if (failingReads > 0) {
        failingReads--;
        throw throttled("dynamodb:BatchGetItem");
      }
      return super.readAll(findingIds);
    }

    @Override
    public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
      calls++;
      if (isRefused.test(entry.findingId())) {
        throw throttled("dynamodb:PutItem");
      }
      return super.write(entry, kept);
    }

    private static AwsCallException throttled(String operation) {
      return new AwsCallException(operation, "ThrottlingException", 400, "slow down");
    }
  }

  private List<DigestContents.Marked> marked() {
    List<DigestContents.Marked> marked = new ArrayList<>();
    for (int i = 0; i < MARKS; i++) {
      LedgerEntry written =
          ledger.write(
              DigestEntries.due(
                  "f-" + i, DigestEntries.bucket("b-" + i, false), Severity.LOW, "Reason."));
      marked.add(new DigestContents.Marked(written.findingId(), written.version()));
    }
    ledger.calls = 0;
    return marked;
  }

  private List<String> left() {
    return IntStream.range(0, MARKS)
        .mapToObj(i -> "f-" + i)
        .filter(id -> ledger.read(id).orElseThrow().digestDue() != null)
        .toList();
  }

  @Test
  void clear_aWriteThatFails_leavesThatMarkOnly() {
    List<DigestContents.Marked> marked = marked();
    ledger.isRefused = Set.of("f-3", "f-120")::contains;

    assertEquals(MARKS - 2, new DigestAcknowledgement(ledger, 1).clear(marked));

    assertEquals(List.of("f-3", "f-120"), left());
  }

  @Test
  void clear_aReadThatFailsTwice_isTriedAgain() {
    List<DigestContents.Marked> marked = marked();
    ledger.failingReads = 2;

    assertEquals(MARKS, new DigestAcknowledgement(ledger, 1).clear(marked));

    assertEquals(List.of(), left());
  }

  @Test
  void clear_aPageThatCannotBeRead_leavesThatPageOnly() {
    List<DigestContents.Marked> marked = marked();
    ledger.failingReads = 3;

    assertEquals(MARKS - 100, new DigestAcknowledgement(ledger, 1).clear(marked));

    assertEquals(100, left().size());
  }

  /** Nobody has heard of it; what an alert told before stays known. */
  @Test
  void clear_whatWasResolvedBeforeItWasTold_wasNotAlerted() {
    Instant later = DigestEntries.NIGHT.plusSeconds(60);
    LedgerEntry due =
        DigestEntries.due("f-1", DigestEntries.bucket("b-1", false), Severity.LOW, "Reason.");
    Standing resolved =
        DigestEntries.standing(Standing.Kind.RESOLVED, Severity.LOW, later.plusSeconds(60));
    List<DigestContents.Marked> marked = new ArrayList<>();
    for (LedgerEntry entry :
        List.of(
            due,
            due.withStanding(resolved),
            due.withDigestDue(new DigestDue(later, Severity.HIGH, "Why."))
                .withStanding(resolved))) {
      LedgerEntry written = ledger.write(named(entry, "f-" + marked.size()));
      marked.add(new DigestContents.Marked(written.findingId(), written.version()));
    }

    assertEquals(3, new DigestAcknowledgement(ledger, 1).clear(marked));

    assertEquals(
        List.of(
            LastAlert.alerted(DigestEntries.NIGHT, "rule-1"),
            LastAlert.NEVER,
            LastAlert.alerted(DigestEntries.NIGHT, "rule-1")),
        marked.stream().map(mark -> ledger.read(mark.findingId()).orElseThrow().alert()).toList());
  }

  private static LedgerEntry named(LedgerEntry entry, String id) {
    return LedgerEntry.builder(id, entry.analyzerArn())
        .standing(entry.standing())
        .summary(entry.summary())
        .digestDue(entry.digestDue())
        .alert(entry.alert())
        .build();
  }

  /** Else the function would run into its time-out, and the whole digest be sent again. */
  @Test
  void clear_whereNothingWorks_givesUpSoon() {
    List<DigestContents.Marked> marked = marked();
    ledger.isRefused = id -> true;

    assertEquals(0, new DigestAcknowledgement(ledger, 1).clear(marked));

    assertEquals(MARKS, left().size());
    assertEquals(11, ledger.calls, "one reading and ten writes");
  }

  @Test
  void clear_byMoreThreads_isTheSame() {
    List<DigestContents.Marked> marked = marked();
    ledger.isRefused = Set.of("f-3", "f-120")::contains;

    assertEquals(MARKS - 2, new DigestAcknowledgement(ledger, 4).clear(marked));

    assertEquals(List.of("f-3", "f-120"), left());
  }
}
