package io.accesstriage.reliability;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A value that changes in the course of time, with its past. */
final class Timed<T> {
  private final TreeMap<Instant, T> since = new TreeMap<>();

  Timed(Instant start, T first) {
    since.put(start, first);
  }

  void set(Instant at, T value) {
    since.put(at, value);
  }

  T now() {
    return since.lastEntry().getValue();
  }

  T first() {
    return since.firstEntry().getValue();
  }

  /** Since when it was what. */
  SortedMap<Instant, T> all() {
    return Collections.unmodifiableSortedMap(since);
  }

  Instant lastChange() {
    return since.lastKey();
  }

  /** What it was at a time, or its first value before. */
  T at(Instant time) {
    Map.Entry<Instant, T> entry = since.floorEntry(time);
    return entry == null ? since.firstEntry().getValue() : entry.getValue();
  }

  /** All that it was between two times. */
  Stream<T> between(Instant from, Instant to) {
    return Stream.concat(
        Stream.of(at(from)), since.subMap(from, false, to, true).values().stream());
  }
}
