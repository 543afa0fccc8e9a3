package io.accesstriage.ledger;

import io.accesstriage.health.HealthRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A ledger in front of another, for tests in which some of its calls do something else. */
public abstract class ForwardingLedger implements Ledger {
  private final Ledger inner;

  protected ForwardingLedger(Ledger inner) {
    this.inner = inner;
  }

  @Override
  public Reading read(String findingId, Sought sought) {
    return inner.read(findingId, sought);
  }

  @Override
  public Map<String, LedgerEntry> readAll(Set<String> findingIds) {
    return inner.readAll(findingIds);
  }

  @Override
  public void forEach(Consumer<LedgerEntry> reader) {
    inner.forEach(reader);
  }

  @Override
  public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
    return inner.write(entry, kept);
  }

  @Override
  public int countMessage(Instant hour) {
    return inner.countMessage(hour);
  }

  @Override
  public Optional<Mark> mark(String name) {
    return inner.mark(name);
  }

  @Override
  public void keep(Kept.Marked mark) {
    inner.keep(mark);
  }

  @Override
  public Optional<HealthRecord> health() {
    return inner.health();
  }

  @Override
  public void keepHealth(HealthRecord health) {
    inner.keepHealth(health);
  }
}
