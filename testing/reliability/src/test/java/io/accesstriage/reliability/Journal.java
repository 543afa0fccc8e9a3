package io.accesstriage.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What took effect in the world, in order: by this it is judged. */
final class Journal {
  final List<Update> updates = new ArrayList<>();
  final List<Message> messages = new ArrayList<>();
  final List<Telling> tellings = new ArrayList<>();
  final List<Ending> endings = new ArrayList<>();
  int deadLetters;

  /** Digests whose count is another than that of the marks that they were shown. */
  int digestsThatLeaveOut;

  /** Who changes a finding's status. */
  enum Actor {
    PRODUCT,
    PERSON,
    ANALYZER
  }

  /**
   * A status that changed.
   *
   * @param ground what the product had read; null for others
   */
  record Update(
      SimulatedFinding finding,
      Instant at,
      Actor actor,
      State before,
      State after,
      @Nullable Ground ground) {}

  /**
   * On what an execution acted: what the world had last answered it, and the rules of its decision.
   */
  record Ground(
      String execution,
      @Nullable Law law,
      Activity.Served<State> finding,
      Optional<Map<String, String>> tags,
      Optional<List<String>> aliases,
      Instant readAt) {}

  /** What a message is. */
  enum Kind {
    ALERT,
    FAILURE,
    DIGEST,
    OTHER
  }

  /**
   * A message that was published.
   *
   * @param heard whether anybody had subscribed
   * @param findingId empty where it names none
   */
  record Message(
      Instant at, boolean heard, Kind kind, String findingId, String execution, String subject) {}

  /**
   * A finding that a message told of.
   *
   * @param heard whether anybody had subscribed
   * @param severity as it was told
   * @param revision of the content that was read before; 0 where none was
   * @param isRead whether it was read, and not only taken from the event
   */
  record Telling(
      Instant at,
      boolean heard,
      Kind kind,
      String findingId,
      String severity,
      int revision,
      boolean isRead,
      String execution) {}

  /**
   * An execution's end.
   *
   * @param status as the interpreter tells it, or ABORTED
   */
  record Ending(String execution, String status, Instant at) {}
}
