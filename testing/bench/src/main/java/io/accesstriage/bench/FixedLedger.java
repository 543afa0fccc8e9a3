package io.accesstriage.bench;

import io.accesstriage.health.HealthRecord;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Sought;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A ledger that answers at once, and the same each time, so that each invocation does the same. */
record FixedLedger(LedgerEntry entry) implements Ledger {
  @Override
  public Reading read(String findingId, Sought sought) {
    return new Reading(entry, null, 0, Map.of());
  }

  @Override
  public Map<String, LedgerEntry> readAll(Set<String> findingIds) {
    return Map.of(entry.findingId(), entry);
  }

  @Override
  public void forEach(Consumer<LedgerEntry> reader) {
    reader.accept(entry);
  }

  @Override
  public LedgerEntry write(LedgerEntry changed, List<Kept> kept) {
    return changed.stored();
  }

  @Override
  public int countMessage(Instant hour) {
    return 1;
  }

  @Override
  public Optional<Mark> mark(String name) {
    return Optional.empty();
  }

  @Override
  public void keep(Kept.Marked mark) {}

  @Override
  public Optional<HealthRecord> health() {
    return Optional.empty();
  }

  @Override
  public void keepHealth(HealthRecord health) {}
}
