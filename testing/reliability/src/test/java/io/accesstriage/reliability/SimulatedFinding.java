package io.accesstriage.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finding as it really is. */
final class SimulatedFinding {
  final String id;
  final Kind kind;
  final String analyzerArn;
  final SimulatedResource resource;
  final Instant createdAt;
  final Timed<State> state;

  /** When GetFinding is refused. */
  final Periods refused = new Periods();

  /** The finding of another region that reports the same access; null for none. */
  @Nullable SimulatedFinding twin;

  /** The finding as which the same access came back; null for none. */
  @Nullable SimulatedFinding successor;

  /**
   * A finding of another analyzer about a resource of the same name, of which nobody is told by
   * telling of this one; null for none.
   */
  @Nullable SimulatedFinding namesake;

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

  /** Whether it can be read at all, also when nothing goes wrong. */
  boolean isConfigured() {
    return World.ANALYZERS.contains(analyzerArn);
  }

  /** A time in which the finding was active with the same content. */
  record Spell(Content content, Instant from, Instant to) {}

  /**
   * The times in which it was active with one content each.
   *
   * @param end what the last one lasts until
   */
  List<Spell> spells(Instant end) {
    List<Spell> spells = new ArrayList<>();
    Content content = null;
    Instant from = createdAt;
    for (var change : state.all().entrySet()) {
      Content next =
          change.getValue().status() == State.Status.ACTIVE ? change.getValue().content() : null;
      if (content != null && (next == null || !next.isSameAs(content))) {
        spells.add(new Spell(content, from, change.getKey()));
      }
      if (next != null && (content == null || !next.isSameAs(content))) {
        from = change.getKey();
      }
      content = next;
    }
    if (content != null) {
      spells.add(new Spell(content, from, end));
    }
    return spells;
  }
}
