package io.accesstriage.reliability;

import io.accesstriage.stateslanguage.SimulatedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution under way, with its own clock, which is ahead of the world's while it waits, and
 * with what the world answered it: the ground on which it is judged afterwards.
 */
final class Activity {
  private static final ThreadLocal<Activity> CURRENT = new ThreadLocal<>();

  /** The clock of whoever asks. */
  static final Clock CLOCK =
      new Clock() {
        @Override
        public Instant instant() {
          return current().clock.instant();
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException("times are UTC");
        }
      };

  final String name;
  final String subject;
  private final boolean isTraced;
  final SimulatedClock clock;

  /** Whether it is inside a function, where it can be killed. */
  boolean inFunction;

  /** Whether the execution has died. */
  boolean isOver;

  /** What the present function was given and has been answered: with that, what it does is sure. */
  private final StringBuilder course = new StringBuilder();

  /**
   * Whether Access Analyzer answered when it was last asked, so that not only an event was read.
   */
  boolean isRead;

  /** What the last reading of the finding answered. */
  Served<State> finding = Served.nothing();

  /** The finding as an event announced it; nothing where none did, or somebody made it up. */
  Served<State> announced = Served.nothing();

  /** The finding as it was when rules were asked last: as it was read, or else announced. */
  Served<State> judged = Served.nothing();

  /** When the rules were asked last. */
  Instant decidedAt;

  Served<Map<String, String>> tags = Served.nothing();
  Served<List<String>> aliases = Served.nothing();

  /** The function that it is in, or was in last. */
  String function = "";

  /** The marks for the digest that the ledger last showed it, by finding. */
  Map<String, Mark> marks = Map.of();

  /** The findings of which it has read in the ledger that they are archived or resolved. */
  final Set<String> settled = new HashSet<>();

  /** When it last began to read. */
  Instant readAt;

  /** The rules by which it was last decided. */
  @Nullable Law law;

  /**
   * @param subject the finding that it is about
   * @param isTraced whether its course has to be known
   */
  Activity(String name, String subject, Instant start, boolean isTraced) {
    this.isTraced = isTraced;
    this.name = name;
    this.subject = subject;
    this.readAt = start;
    this.decidedAt = start;
    this.clock = SimulatedClock.startingAt(start);
  }

  /**
   * What the digest has to tell of a finding.
   *
   * @param content for which it was marked; nothing where it was made up
   * @param isRead whether it was read, and not only taken from the event
   */
  record Mark(String severity, Optional<Content> content, boolean isRead) {}

  /**
   * What a call answered.
   *
   * @param answer nothing where it could not be read
   */
  record Served<T>(Optional<T> answer, Instant at) {
    static <T> Served<T> nothing() {
      return new Served<>(Optional.empty(), Instant.MIN);
    }
  }

  static Activity current() {
    Activity activity = CURRENT.get();
    if (activity == null) {
      throw new IllegalStateException("no activity is under way");
    }
    return activity;
  }

  /** The time of the activity under way, or of the world where none is. */
  static Instant now(Timeline timeline) {
    Activity activity = CURRENT.get();
    return activity == null ? timeline.now() : activity.clock.instant();
  }

  /** Runs what is no part of the activity whose thread comes upon it. */
  static void aside(Runnable effect) {
    Activity activity = CURRENT.get();
    CURRENT.remove();
    try {
      effect.run();
    } finally {
      if (activity != null) {
        CURRENT.set(activity);
      }
    }
  }

  /** Runs as this activity on the calling thread. */
  void run(Runnable body) {
    CURRENT.set(this);
    try {
      body.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** Begins a function. */
  void begins(Supplier<String> input) {
    if (isTraced) {
      course.setLength(0);
      course.append(input.get());
    }
  }

  /** Notes an answer. */
  <T> T answered(String operation, T answer) {
    Trace.call(operation, answer);
    if (isTraced) {
      course.append('\n').append(operation).append('=').append(answer);
    }
    return answer;
  }

  String course() {
    return course.toString();
  }

  /** On what it acts now. */
  Journal.Ground ground() {
    return new Journal.Ground(
        name, law, finding, judged, tags.answer(), aliases.answer(), readAt, decidedAt);
  }

  /** Forgets what was read before of the finding. */
  void beginReading() {
    readAt = clock.instant();
    isRead = false;
    judged = announced;
  }

  /** Access Analyzer has answered. */
  void served(Served<State> state) {
    finding = state;
    isRead = true;
    if (function.equals("EnrichFunction")) {
      judged = state;
    }
  }

  void advanceTo(Instant time) {
    Duration ahead = Duration.between(clock.instant(), time);
    if (!ahead.isNegative()) {
      clock.advance(ahead);
    }
  }
}
