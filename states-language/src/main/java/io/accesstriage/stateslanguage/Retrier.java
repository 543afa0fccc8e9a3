package io.accesstriage.stateslanguage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * One element of a Retry.
 *
 * @param intervalSeconds delay before the first retry
 * @param maxAttempts how often this element retries at most while its state is not left; 0 is never
 * @param backoffRate what the delay is multiplied with at each further retry
 * @param maxDelaySeconds what no delay exceeds
 */
record Retrier(
    ErrorNames errors,
    int intervalSeconds,
    int maxAttempts,
    double backoffRate,
    int maxDelaySeconds,
    Jitter jitter) {
  enum Jitter {
    NONE,
    FULL
  }

  /**
   * The delay before the next retry.
   *
   * @param earlier how many retries this element made before
   */
  Duration delay(int earlier, RandomGenerator random) {
    double seconds = Math.min(intervalSeconds * Math.pow(backoffRate, earlier), maxDelaySeconds);
    long millis = Math.round(seconds * 1000);
    return Duration.ofMillis(jitter == Jitter.FULL ? random.nextLong(millis + 1) : millis);
  }
}
