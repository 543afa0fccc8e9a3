package io.accesstriage.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a ledger has beside its entries, one at a time, for tests. */
public final class Stored {
  private static final String NO_FINDING = "no-finding";

  private Stored() {}

  public static Optional<AccessBaseline> baseline(Ledger ledger, String access) {
    return ledger.read(NO_FINDING, new Sought(access, null, Set.of())).baseline();
  }

  public static int archived(Ledger ledger, String rule, LocalDate day) {
    return ledger
        .read(NO_FINDING, new Sought(null, new ArchiveCount(rule, day), Set.of()))
        .archived();
  }

  public static void baseline(Ledger ledger, String access, AccessBaseline baseline) {
    keep(ledger, NO_FINDING, new Kept.Baseline(access, baseline, Instant.MAX));
  }

  /** Counts a finding as archived, and writes its entry as it is. */
  public static void count(Ledger ledger, String rule, LocalDate day, String findingId) {
    keep(ledger, findingId, new Kept.Counted(new ArchiveCount(rule, day)));
  }

  /** Keeps something with a finding's entry, which is written as it is. */
  public static void keep(Ledger ledger, String findingId, Kept kept) {
    ledger.write(
        ledger.read(findingId).orElseGet(() -> LedgerEntry.first(findingId, "analyzer")),
        List.of(kept));
  }
}
