package io.accesstriage.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Times in which something holds. */
final class Periods {
  private final List<Period> periods = new ArrayList<>();

  private record Period(Instant from, Instant to) {}

  void add(Instant from, Instant to) {
    periods.add(new Period(from, to));
  }

  boolean contain(Instant at) {
    return periods.stream().anyMatch(p -> !at.isBefore(p.from()) && at.isBefore(p.to()));
  }

  boolean overlap(Instant from, Instant to) {
    return periods.stream().anyMatch(p -> p.from().isBefore(to) && from.isBefore(p.to()));
  }

  @Override
  public String toString() {
    return periods.toString();
  }
}
