package io.accesstriage.stateslanguage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

final class SimulatedClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void instant_notAdvanced_standsStill() {
    SimulatedClock clock = SimulatedClock.startingAt(START);
    assertEquals(START, clock.instant());
    assertEquals(START, clock.instant());
    assertEquals(ZoneOffset.UTC, clock.getZone());
  }

  @Test
  void advance_duration_addsIt() {
    SimulatedClock clock = SimulatedClock.startingAt(START);
    clock.advance(Duration.ofSeconds(90));
    clock.advance(Duration.ZERO);
    assertEquals(START.plusSeconds(90), clock.instant());
  }

  @Test
  void advance_negative_isRefused() {
    SimulatedClock clock = SimulatedClock.startingAt(START);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofMillis(-1)));
    assertEquals("A clock cannot go back, but was to advance by PT-0.001S", error.getMessage());
  }

  @Test
  void withZone_advanced_showsTheSameTime() {
    SimulatedClock clock = SimulatedClock.startingAt(START);
    Clock other = clock.withZone(ZoneId.of("Asia/Tokyo"));
    clock.advance(Duration.ofHours(1));
    assertEquals(START.plusSeconds(3600), other.instant());
    assertEquals(ZoneId.of("Asia/Tokyo"), other.getZone());
  }

  @Test
  void startingNow_isTheSystemsTimeInMilliseconds() {
    Instant before = Clock.systemUTC().instant();
    Instant now = SimulatedClock.startingNow().instant();
    assertFalse(now.isBefore(before.minusMillis(1)));
    assertFalse(now.isAfter(Clock.systemUTC().instant()));
    assertEquals(now.truncatedTo(ChronoUnit.MILLIS), now);
  }
}
