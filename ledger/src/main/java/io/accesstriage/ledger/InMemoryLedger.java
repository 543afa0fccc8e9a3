package io.accesstriage.ledger;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A ledger that lasts as long as its object, for tests and for trying the product locally. */
public final class InMemoryLedger implements Ledger {
  private final Map<String, LedgerEntry> entries = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  @Override
  public synchronized Optional<LedgerEntry> read(String findingId) {
    return Optional.ofNullable(entries.get(findingId));
  }

  @Override
  public synchronized LedgerEntry write(LedgerEntry entry) {
    LedgerEntry stored = entries.get(entry.findingId());
    if ((stored == null ? 0 : stored.version()) != entry.version()) {
      throw new LedgerConflict(entry.findingId());
    }
    LedgerEntry written = entry.stored();
    entries.put(entry.findingId(), written);
    return written;
  }

  @Override
  public synchronized int archived(String rule, LocalDate day) {
    return counts.getOrDefault(day + " " + rule, 0);
  }

  @Override
  public synchronized void countArchived(String rule, LocalDate day) {
    counts.merge(day + " " + rule, 1, Integer::sum);
  }
}
