package io.accesstriage.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.fixtures.SettableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final List<Duration> pauses = new ArrayList<>();
  private final Patience patience =
      new Patience(
          clock,
          time -> {
            pauses.add(time);
            clock.advance(time);
          },
          new Progress(new PrintWriter(new StringWriter()), false, clock));

  @Test
  void throttledForMinutes_isWaitedForMoreAndMoreSeldom() {
    AtomicInteger calls = new AtomicInteger();

    int answer =
        patience.make(
            () -> {
              if (calls.incrementAndGet() <= 12) {
                throw throttled();
              }
              return 42;
            });

    assertEquals(42, answer);
    assertEquals(12, pauses.size());
    assertTrue(pauses.get(0).compareTo(Duration.ofSeconds(1)) <= 0, pauses::toString);
    assertTrue(
        pauses.subList(5, 12).stream()
            .allMatch(
                p ->
                    p.compareTo(Duration.ofSeconds(15)) >= 0
                        && p.compareTo(Duration.ofSeconds(30)) <= 0),
        pauses::toString);
  }

  @Test
  void throttledForLonger_endsAndSaysThatItGoesOn() {
    UnreadableSource end =
        assertThrows(
            UnreadableSource.class,
            () ->
                patience.make(
                    () -> {
                      throw throttled();
                    }));

    assertEquals(
        "AWS has not answered otherwise for 10 minutes: access-analyzer:GetFinding:"
            + " ThrottlingException: Rate exceeded. The same command continues later.",
        end.getMessage());
  }

  @Test
  void noCredentials_isSaidAtOnce() {
    UnreadableSource end =
        assertThrows(
            UnreadableSource.class,
            () ->
                patience.make(
                    () -> {
                      throw AwsCallException.of(
                          "access-analyzer:ListFindings",
                          software.amazon.awssdk.core.exception.SdkClientException.create(
                              "Unable to load credentials from any of the providers"));
                    }));

    assertEquals(List.of(), pauses);
    assertTrue(end.getMessage().contains("name the profile with --profile"), end::getMessage);
  }

  private static TransientFailure throttled() {
    AwsCallException answer =
        new AwsCallException(
            "access-analyzer:GetFinding", "ThrottlingException", 429, "Rate exceeded");
    return new TransientFailure(answer.getMessage(), answer);
  }
}
