package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Severity;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.ledger.LedgerEntry;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class DigestContentsTest {
  private static final int ENTRIES = 50_000;

  /** As a table's scan shows them: each is made, summarised and let go. */
  private static LedgerEntry entry(int i) {
    String id = "0ecaf828-e2f7-4553-8fcc-%012d".formatted(i);
    Severity severity = List.of(Severity.values()).get(i % Severity.values().length);
    return DigestEntries.due(
        id, DigestEntries.bucket("amzn-s3-demo-bucket-" + i, false), severity, "Reason " + i + ".");
  }

  static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** docs/decisions/0008-digest-by-scan.md tells the figure; the function has 1,024 MB. */
  @Test
  void add_fiftyThousandMarks_keepsTenMegabytesAtMost() {
    long before = usedBytes();
    long began = System.nanoTime();
    DigestContents contents =
        new DigestContents(null, DigestEntries.NIGHT, DigestContents.Limits.OF_A_MESSAGE);
    for (int i = 0; i < ENTRIES; i++) {
      contents.add(entry(i));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double megabytes = (usedBytes() - before) / 1e6;

    System.out.printf(
        Locale.ROOT, "A digest of %d marks: %.1f MB kept, %.2f s%n", ENTRIES, megabytes, seconds);
    assertEquals(ENTRIES, contents.marked().size());
    assertTrue(megabytes < 10, () -> megabytes + " MB");
    assertTrue(seconds < 30, () -> seconds + " s");
  }
}
