package io.accesstriage.enrich;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read until a time that comes with it. Who asks for the same key meanwhile waits
 * for the one reading; other keys are not held up. What failed is not kept. Thread-safe.
 */
final class ExpiringCache<K, V> {
  private final Clock clock;
  private final Map<K, Slot<V>> slots;

  /**
   * @param capacity keys beyond this displace those that were not used for longest
   */
  ExpiringCache(Clock clock, int capacity) {
    this.clock = clock;
    this.slots =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Slot<V>> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * @param until when the value is no longer to be used
   */
  record Kept<V>(V value, Instant until) {
    static <V> Kept<V> forGood(V value) {
      return new Kept<>(value, Instant.MAX);
    }
  }

  /** The value of a key, read anew where there is none or its time is over. */
  V get(K key, Supplier<Kept<V>> read) {
    Slot<V> slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(key, k -> new Slot<>());
    }
    synchronized (slot) {
      Kept<V> kept = slot.kept;
      if (kept == null || !clock.instant().isBefore(kept.until())) {
        kept = read.get();
        slot.kept = kept;
      }
      return kept.value();
    }
  }

  private static final class Slot<V> {
    @Nullable Kept<V> kept;
  }
}
