package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets time pass. */
record WaitState(Path inputPath, Delay delay, Path outputPath, @Nullable String next)
    implements State {
  /** How long to wait, from now; a negative duration is none. */
  @FunctionalInterface
  interface Delay {
    Duration from(Instant now, JsonNode data, JsonNode context) throws StateFailedException;
  }

  @Override
  public Transition perform(Visit visit) throws StateFailedException, ExecutionTimedOutException {
    JsonNode data = inputPath.select(visit.input(), visit.context());
    Duration duration = delay.from(visit.now(), data, visit.context());
    visit.pause(duration.isNegative() ? Duration.ZERO : duration);
    return new Transition(next, outputPath.select(data, visit.context()));
  }
}
