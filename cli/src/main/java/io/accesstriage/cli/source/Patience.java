package io.accesstriage.cli.source;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.failure.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call again for as long as AWS only says that it is too much just now: after the SDK's own
 * retries, more and more seldom. Thread-safe.
 */
final class Patience {
  /** Access Analyzer may throttle for minutes; longer is something else. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(30);

  private final Clock clock;
  private final Pause pause;
  private final Progress progress;

  /** Lets time pass. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  Patience(Clock clock, Pause pause, Progress progress) {
    this.clock = clock;
    this.pause = pause;
    this.progress = progress;
  }

  Progress progress() {
    return progress;
  }

  /**
   * @throws UnreadableSource where the credentials are no longer accepted, or patience is at an end
   * @throws AwsCallException where AWS answers something else
   */
  <T> T make(Supplier<T> call) {
    Instant until = clock.instant().plus(LONGEST);
    Duration wait = FIRST;
    while (true) {
      try {
        return call.get();
      } catch (TransientFailure | AwsCallException e) {
        AwsCallException answer = answer(e);
        if (answer == null) {
          throw e;
        }
        if (AwsAccess.isWithoutCredentials(answer)) {
          throw credentials(answer);
        }
        switch (answer.kind()) {
          case TRANSIENT, CONNECTION -> {
            if (clock.instant().isAfter(until)) {
              throw new UnreadableSource(
                  "AWS has not answered otherwise for %d minutes: %s. The same command continues later."
                      .formatted(LONGEST.toMinutes(), answer.getMessage()),
                  e);
            }
            progress.waiting("waiting: " + answer.getMessage());
            sleep(wait);
            wait = wait.multipliedBy(2).compareTo(MOST) < 0 ? wait.multipliedBy(2) : MOST;
          }
          case CREDENTIALS, DENIED, NOT_FOUND, OTHER -> throw e;
        }
      }
    }
  }

  private static @Nullable AwsCallException answer(RuntimeException e) {
    if (e instanceof AwsCallException answer) {
      return answer;
    }
    return e.getCause() instanceof AwsCallException cause ? cause : null;
  }

  private static UnreadableSource credentials(AwsCallException e) {
    return new UnreadableSource(
        "%s; the same command continues. The answer was: %s"
            .formatted(AwsAccess.LOG_IN, e.getMessage()),
        e);
  }

  /** Half of it for sure, the rest by chance, so that not all threads come back at once. */
  private void sleep(Duration time) {
    long half = time.toMillis() / 2;
    try {
      pause.of(Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreadableSource("interrupted", e);
    }
  }
}
