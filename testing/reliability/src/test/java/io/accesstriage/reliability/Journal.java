package io.accesstriage.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What took effect in the world, in order: by this it is judged. */
final class Journal {
  final List<Update> updates = new ArrayList<>();
  final List<Message> messages = new ArrayList<>();
  final List<Telling> tellings = new ArrayList<>();
  final List<Ending> endings = new ArrayList<>();
  final List<Delivery> deliveries = new ArrayList<>();

  /** The findings that were marked for the digest. */
  final List<Marking> markings = new ArrayList<>();

  /** The findings of which a failure was reported, and that were decided after all. */
  final List<Marking> failuresSettled = new ArrayList<>();

  /** Messages that say of a finding what is another one's, or nobody's; a sentence each. */
  final List<String> wrongWords = new ArrayList<>();

  /** Sizes of messages that were too large to be published. */
  final List<Integer> tooLarge = new ArrayList<>();

  /** What operators were told about analyzers. */
  final List<SilenceLaw.Told> operations = new ArrayList<>();

  /** When a sweep has looked at the analyzers, and what it was answered. */
  final List<SilenceLaw.Look> looks = new ArrayList<>();

  /** What Access Analyzer has answered about itself since the last look. */
  final Set<String> answered = new LinkedHashSet<>();

  int deadLetters;

  /** In bytes. */
  int largestMessage;

  /** When an alarm told that a digest failed, or that nobody hears everything. */
  final List<Instant> digestAlarms = new ArrayList<>();

  /** Digests whose count is another than that of the marks that they were shown. */
  final List<String> digestsThatLeaveOut = new ArrayList<>();

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
      Activity.Served<State> judged,
      Optional<Map<String, String>> tags,
      Optional<List<String>> aliases,
      Instant readAt,
      Instant decidedAt) {}

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
   * @param heard whether anybody got it
   * @param findingId empty where it names none
   */
  record Message(
      Instant at, boolean heard, Kind kind, String findingId, String execution, String subject) {}

  /**
   * A finding that a message told of.
   *
   * @param heard whether anybody got it
   * @param severity as it was told
   * @param content that it told of; nothing where that was made up
   * @param isRead whether it was read, and not only taken from the event
   * @param isLeftToPerson whether it says that the rules contradict themselves
   */
  record Telling(
      Instant at,
      boolean heard,
      Kind kind,
      String findingId,
      String severity,
      Optional<Content> content,
      boolean isRead,
      boolean isLeftToPerson,
      String execution) {}

  /** A finding that was marked for the digest. */
  record Marking(Instant at, String findingId) {}

  /**
   * An event that started an execution.
   *
   * @param state that it announced
   */
  record Delivery(SimulatedFinding finding, State state, Instant at, String execution) {}

  /**
   * An execution's end.
   *
   * @param status as the interpreter tells it, or ABORTED
   */
  record Ending(String execution, String status, Instant at) {}
}
