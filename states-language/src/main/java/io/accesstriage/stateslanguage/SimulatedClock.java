package io.accesstriage.stateslanguage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is told to advance, so that waits take no time and the same
 * run gives the same times. It never goes back. Thread-safe.
 */
public final class SimulatedClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  private SimulatedClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** A clock in UTC that shows the given time. */
  public static SimulatedClock startingAt(Instant start) {
    return new SimulatedClock(new AtomicReference<>(start), ZoneOffset.UTC);
  }

  /** A clock in UTC that shows the system's time of this moment, in whole milliseconds. */
  public static SimulatedClock startingNow() {
    return startingAt(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * Lets time pass.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "A clock cannot go back, but was to advance by " + duration);
    }
    now.updateAndGet(before -> before.plus(duration));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock, read in another zone: advancing either advances both. */
  @Override
  public Clock withZone(ZoneId otherZone) {
    return new SimulatedClock(now, otherZone);
  }
}
