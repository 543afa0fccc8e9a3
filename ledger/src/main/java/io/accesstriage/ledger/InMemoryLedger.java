package io.accesstriage.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ledger that lasts as long as its object, for tests and for trying the product locally. */
public final class InMemoryLedger implements Ledger {
  private final Map<String, LedgerEntry> entries = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, String> lastCounted = new HashMap<>();
  private final Map<String, Instant> marks = new HashMap<>();
  private final Map<String, PublishedAlert> publishedAlerts = new HashMap<>();
  private final Map<String, AccessBaseline> baselines = new HashMap<>();

  @Override
  public synchronized Optional<LedgerEntry> read(String findingId) {
    return Optional.ofNullable(entries.get(findingId));
  }

  @Override
  public synchronized Map<String, LedgerEntry> readAll(Set<String> findingIds) {
    if (findingIds.size() > MOST_READ_AT_ONCE) {
      throw new IllegalArgumentException(
          "%d findings are asked for, at most %d can be read at once"
              .formatted(findingIds.size(), MOST_READ_AT_ONCE));
    }
    Map<String, LedgerEntry> found = new HashMap<>(entries);
    found.keySet().retainAll(findingIds);
    return found;
  }

  @Override
  public void forEach(Consumer<LedgerEntry> reader) {
    List<LedgerEntry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    all.forEach(reader);
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
  public synchronized void countArchived(String rule, LocalDate day, String findingId) {
    String count = day + " " + rule;
    if (!findingId.equals(lastCounted.put(count, findingId))) {
      counts.merge(count, 1, Integer::sum);
    }
  }

  @Override
  public synchronized int countMessage(Instant hour) {
    return counts.merge(hour.truncatedTo(ChronoUnit.HOURS).toString(), 1, Integer::sum);
  }

  @Override
  public synchronized Optional<Instant> markedAt(String mark) {
    return Optional.ofNullable(marks.get(mark));
  }

  @Override
  public synchronized void mark(String mark, Instant at, @Nullable Instant forgottenAt) {
    marks.put(mark, at);
  }

  @Override
  public synchronized Optional<PublishedAlert> publishedAlert(String content) {
    return Optional.ofNullable(publishedAlerts.get(content));
  }

  @Override
  public synchronized void keepAlert(String content, PublishedAlert alert, Instant forgottenAt) {
    publishedAlerts.put(content, alert);
  }

  @Override
  public synchronized Optional<AccessBaseline> baseline(String access) {
    return Optional.ofNullable(baselines.get(access));
  }

  @Override
  public synchronized void keep(String access, AccessBaseline baseline, Instant forgottenAt) {
    baselines.put(access, baseline);
  }
}
