package io.accesstriage.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ledger in front of another, for tests in which some of its calls do something else. */
public abstract class ForwardingLedger implements Ledger {
  private final Ledger inner;

  protected ForwardingLedger(Ledger inner) {
    this.inner = inner;
  }

  @Override
  public Optional<LedgerEntry> read(String findingId) {
    return inner.read(findingId);
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
  public LedgerEntry write(LedgerEntry entry) {
    return inner.write(entry);
  }

  @Override
  public int archived(String rule, LocalDate day) {
    return inner.archived(rule, day);
  }

  @Override
  public void countArchived(String rule, LocalDate day, String findingId) {
    inner.countArchived(rule, day, findingId);
  }

  @Override
  public int countMessage(Instant hour) {
    return inner.countMessage(hour);
  }

  @Override
  public Optional<Instant> markedAt(String mark) {
    return inner.markedAt(mark);
  }

  @Override
  public void mark(String mark, Instant at, @Nullable Instant forgottenAt) {
    inner.mark(mark, at, forgottenAt);
  }

  @Override
  public Optional<PublishedAlert> publishedAlert(String content) {
    return inner.publishedAlert(content);
  }

  @Override
  public void keepAlert(String content, PublishedAlert alert, Instant forgottenAt) {
    inner.keepAlert(content, alert, forgottenAt);
  }

  @Override
  public Optional<AccessBaseline> baseline(String access) {
    return inner.baseline(access);
  }

  @Override
  public void keep(String access, AccessBaseline baseline, Instant forgottenAt) {
    inner.keep(access, baseline, forgottenAt);
  }
}
