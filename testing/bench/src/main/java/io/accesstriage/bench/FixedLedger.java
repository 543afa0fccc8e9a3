package io.accesstriage.bench;

import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.PublishedAlert;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ledger that answers at once, and the same each time, so that each invocation does the same. */
record FixedLedger(LedgerEntry entry) implements Ledger {
  @Override
  public Optional<LedgerEntry> read(String findingId) {
    return Optional.of(entry);
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
  public LedgerEntry write(LedgerEntry changed) {
    return changed.stored();
  }

  @Override
  public int archived(String rule, LocalDate day) {
    return 0;
  }

  @Override
  public void countArchived(String rule, LocalDate day, String findingId) {}

  @Override
  public int countMessage(Instant hour) {
    return 1;
  }

  @Override
  public Optional<Instant> markedAt(String mark) {
    return Optional.empty();
  }

  @Override
  public void mark(String mark, Instant at, @Nullable Instant forgottenAt) {}

  @Override
  public Optional<PublishedAlert> publishedAlert(String content) {
    return Optional.empty();
  }

  @Override
  public void keepAlert(String content, PublishedAlert alert, Instant forgottenAt) {}

  @Override
  public Optional<AccessBaseline> baseline(String access) {
    return Optional.empty();
  }

  @Override
  public void keep(String access, AccessBaseline baseline, Instant forgottenAt) {}
}
