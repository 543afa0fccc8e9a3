package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The stay of an execution in one state, from its entry until it is left. */
final class Visit {
  private final Run run;
  private final String state;
  private final Instant enteredAt;
  private final JsonNode input;
  private final ObjectNode context;
  private final List<Execution.Retry> retries = new ArrayList<>();
  private Execution.@Nullable Failure failure;

  Visit(Run run, String state, JsonNode input) {
    this.run = run;
    this.state = state;
    this.input = input;
    enteredAt = run.now();
    context = run.contextObject();
    context
        .putObject("State")
        .put("Name", state)
        .put("EnteredTime", Run.timestamp(enteredAt))
        .put("RetryCount", 0);
  }

  /** The state's raw input. */
  JsonNode input() {
    return input;
  }

  /** The Context Object as it is now. */
  JsonNode context() {
    return context;
  }

  Instant now() {
    return run.now();
  }

  RandomGenerator random() {
    return run.random();
  }

  void pause(Duration duration) throws ExecutionTimedOutException {
    run.pause(duration);
  }

  JsonNode call(String resource, JsonNode parameters, @Nullable Duration timeout)
      throws StateFailedException, ExecutionTimedOutException {
    JsonNode result = run.call(resource, withinLimit(parameters, "input"), timeout);
    return withinLimit(result, "result");
  }

  /** Passes a value on that is not too large; the name says what it is to the state. */
  JsonNode withinLimit(JsonNode value, String name) throws StateFailedException {
    int bytes = Json.bytes(value).length;
    if (bytes > run.maxPayloadBytes()) {
      throw new StateFailedException(
          ErrorNames.DATA_LIMIT_EXCEEDED,
          "The state's %s has %d bytes, but at most %d are allowed."
              .formatted(name, bytes, run.maxPayloadBytes()));
    }
    return value;
  }

  /** Waits for the next attempt. */
  void retryAfter(StateFailedException error, Duration delay) throws ExecutionTimedOutException {
    retries.add(new Execution.Retry(failure(error), delay));
    pause(delay);
    ((ObjectNode) context.get("State")).put("RetryCount", retries.size());
  }

  void caught(StateFailedException error) {
    failure = run.failed(failure(error));
  }

  /** The record of a state that was left. */
  Execution.Step left(JsonNode output) {
    return new Execution.Step(state, enteredAt, input, retries, failure, output);
  }

  /** The record of a state in which the execution ended with an error. */
  Execution.Step ended(StateFailedException error) {
    failure = run.failed(failure(error));
    return new Execution.Step(state, enteredAt, input, retries, failure, null);
  }

  private Execution.Failure failure(StateFailedException error) {
    return new Execution.Failure(state, error.error(), error.cause());
  }
}
