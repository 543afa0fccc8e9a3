package io.accesstriage.stateslanguage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetrierTest {
  private static final ErrorNames ALL = new ErrorNames(List.of("States.ALL"));
  private static final long SEED = 20261124;

  @Test
  void delay_anyRetrier_isWithinItsBounds() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      Retrier.Jitter jitter = random.nextBoolean() ? Retrier.Jitter.FULL : Retrier.Jitter.NONE;
      Retrier retrier =
          new Retrier(
              ALL,
              1 + random.nextInt(99_999_999),
              random.nextInt(100_000_000),
              1 + random.nextDouble() * Math.pow(10, random.nextInt(300)),
              1 + random.nextInt(99_999_999),
              jitter);
      int earlier = random.nextInt(random.nextBoolean() ? 5 : Integer.MAX_VALUE);
      Duration delay = retrier.delay(earlier, random);
      String which =
          "seed " + SEED + ", case " + i + ": " + retrier + " after " + earlier + " gave " + delay;
      assertTrue(!delay.isNegative(), which);
      assertTrue(delay.compareTo(Duration.ofSeconds(retrier.maxDelaySeconds())) <= 0, which);
      if (jitter == Retrier.Jitter.NONE) {
        Duration least =
            Duration.ofSeconds(Math.min(retrier.intervalSeconds(), retrier.maxDelaySeconds()));
        assertTrue(delay.compareTo(least) >= 0, which);
        assertTrue(delay.compareTo(retrier.delay(Math.max(0, earlier - 1), random)) >= 0, which);
      }
    }
  }

  @Test
  void delay_fullJitter_reachesFromZeroToTheWholeDelay() {
    Retrier retrier = new Retrier(ALL, 1, 3, 2.0, 60, Retrier.Jitter.FULL);
    Random random = new Random(SEED);
    Duration least = Duration.ofDays(1);
    Duration greatest = Duration.ZERO;
    for (int i = 0; i < 20_000; i++) {
      Duration delay = retrier.delay(0, random);
      least = delay.compareTo(least) < 0 ? delay : least;
      greatest = delay.compareTo(greatest) > 0 ? delay : greatest;
    }
    assertEquals(Duration.ZERO, least, "seed " + SEED);
    assertEquals(Duration.ofSeconds(1), greatest, "seed " + SEED);
  }
}
