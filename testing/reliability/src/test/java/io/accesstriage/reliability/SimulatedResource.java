package io.accesstriage.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A resource with its tags and key aliases, and when they cannot be read. */
final class SimulatedResource {
  final String arn;
  final String type;
  final String account;
  final Timed<Labels> labels;
  private final List<Period> denied = new ArrayList<>();

  SimulatedResource(String arn, String type, String account, Instant start, Labels labels) {
    this.arn = arn;
    this.type = type;
    this.account = account;
    this.labels = new Timed<>(start, labels);
  }

  /** Tags and key aliases. */
  record Labels(Map<String, String> tags, List<String> aliases) {}

  private record Period(Instant from, Instant to) {}

  void deny(Instant from, Instant to) {
    denied.add(new Period(from, to));
  }

  boolean isDenied(Instant at) {
    return denied.stream().anyMatch(p -> !at.isBefore(p.from()) && at.isBefore(p.to()));
  }

  boolean isDeniedBetween(Instant from, Instant to) {
    return denied.stream().anyMatch(p -> p.from().isBefore(to) && from.isBefore(p.to()));
  }
}
