package io.accesstriage.reliability;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A resource with its tags and key aliases, and when they cannot be read. */
final class SimulatedResource {
  final String arn;
  final String type;
  final Timed<Labels> labels;

  /** When its tags and aliases may not be read. */
  final Periods denied = new Periods();

  SimulatedResource(String arn, String type, Instant start, Labels labels) {
    this.arn = arn;
    this.type = type;
    this.labels = new Timed<>(start, labels);
  }

  /** Tags and key aliases. */
  record Labels(Map<String, String> tags, List<String> aliases) {}
}
