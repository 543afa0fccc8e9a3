package io.accesstriage.ledger;

import io.accesstriage.health.HealthRecord;
import java.time.Instant;
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
  private final Map<String, Mark> marks = new HashMap<>();
  private final Map<String, AccessBaseline> baselines = new HashMap<>();
  private @Nullable HealthRecord health;

  @Override
  public synchronized Reading read(String findingId, Sought sought) {
    return new Reading(
        entries.get(findingId),
        sought.access() == null ? null : baselines.get(sought.access()),
        sought.count() == null ? 0 : counts.getOrDefault(name(sought.count()), 0),
        found(marks, sought.marks()));
  }

  @Override
  public synchronized Map<String, LedgerEntry> readAll(Set<String> findingIds) {
    if (findingIds.size() > MOST_READ_AT_ONCE) {
      throw new IllegalArgumentException(
          "%d findings are asked for, at most %d can be read at once"
              .formatted(findingIds.size(), MOST_READ_AT_ONCE));
    }
    return found(entries, findingIds);
  }

  private static <V> Map<String, V> found(Map<String, V> all, Set<String> keys) {
    Map<String, V> found = new HashMap<>();
    for (String key : keys) {
      V value = all.get(key);
      if (value != null) {
        found.put(key, value);
      }
    }
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
  public synchronized LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
    LedgerEntry stored = entries.get(entry.findingId());
    if ((stored == null ? 0 : stored.version()) != entry.version()) {
      throw new LedgerConflict(entry.findingId());
    }
    LedgerEntry written = entry.stored();
    entries.put(entry.findingId(), written);
    kept.forEach(this::keepAny);
    return written;
  }

  private void keepAny(Kept kept) {
    if (kept instanceof Kept.Marked marked) {
      marks.put(marked.name(), marked.mark());
    } else if (kept instanceof Kept.Baseline baseline) {
      baselines.put(baseline.access(), baseline.baseline());
    } else if (kept instanceof Kept.Counted counted) {
      counts.merge(name(counted.count()), 1, Integer::sum);
    }
  }

  private static String name(ArchiveCount count) {
    return count.day() + " " + count.rule();
  }

  @Override
  public synchronized int countMessage(Instant hour) {
    return counts.merge(hour.truncatedTo(ChronoUnit.HOURS).toString(), 1, Integer::sum);
  }

  @Override
  public synchronized Optional<Mark> mark(String name) {
    return Optional.ofNullable(marks.get(name));
  }

  @Override
  public synchronized void keep(Kept.Marked mark) {
    keepAny(mark);
  }

  @Override
  public synchronized Optional<HealthRecord> health() {
    return Optional.ofNullable(health);
  }

  @Override
  public synchronized void keepHealth(HealthRecord record) {
    health = record;
  }
}
