package io.accesstriage.reliability;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A finding as it really is. */
final class SimulatedFinding {
  final String id;
  final Kind kind;
  final String analyzerArn;
  final SimulatedResource resource;
  final Instant createdAt;
  final Timed<State> state;

  /** The finding of another region that reports the same access; null for none. */
  @Nullable SimulatedFinding twin;

  SimulatedFinding(
      String id,
      Kind kind,
      String analyzerArn,
      SimulatedResource resource,
      Instant createdAt,
      State state) {
    this.id = id;
    this.kind = kind;
    this.analyzerArn = analyzerArn;
    this.resource = resource;
    this.createdAt = createdAt;
    this.state = new Timed<>(createdAt, state);
  }

  /** The types of findings, with the families' names on the wire. */
  enum Kind {
    EXTERNAL("ExternalAccess"),
    INTERNAL("InternalAccess"),
    UNUSED_ROLE("UnusedIAMRole"),
    UNUSED_KEY("UnusedIAMUserAccessKey"),
    UNUSED_PASSWORD("UnusedIAMUserPassword"),
    UNUSED_PERMISSION("UnusedPermission");

    final String type;

    Kind(String type) {
      this.type = type;
    }

    boolean isUnused() {
      return this != EXTERNAL && this != INTERNAL;
    }
  }

  State now() {
    return state.now();
  }
}
