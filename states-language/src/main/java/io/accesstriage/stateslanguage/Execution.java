package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one execution of a state machine went.
 *
 * @param id its ARN
 * @param steps every state entered, in order
 * @param output what the last state put out; null unless it succeeded
 * @param error the first error that a Catch caught or that ended the execution: what went wrong,
 *     where a Fail state behind a Catch only says that something did. Null if nothing went wrong
 *     for good
 */
public record Execution(
    String id,
    Status status,
    List<Step> steps,
    @Nullable JsonNode output,
    @Nullable Failure error) {
  /** How an execution can end. */
  public enum Status {
    SUCCEEDED,
    FAILED,
    TIMED_OUT
  }

  /**
   * One state's part in the execution.
   *
   * @param input the state's raw input
   * @param retries the errors after which the state's task was tried again, in order
   * @param failure the error that was caught or that ended the execution here, or null
   * @param output what the next state was given, or the execution's output; null if the execution
   *     failed here
   */
  public record Step(
      String state,
      Instant enteredAt,
      JsonNode input,
      List<Retry> retries,
      @Nullable Failure failure,
      @Nullable JsonNode output) {
    public Step {
      retries = List.copyOf(retries);
    }
  }

  /**
   * An attempt of a task that failed and was followed by another.
   *
   * @param delay the time between them
   */
  public record Retry(Failure failure, Duration delay) {}

  /**
   * An error.
   *
   * @param state the state that reported it
   * @param error its name, which only a Fail state may leave out
   * @param cause its explanation, which only a Fail state may leave out
   */
  public record Failure(String state, @Nullable String error, @Nullable String cause) {}

  public Execution {
    steps = List.copyOf(steps);
  }

  /** The names of the states entered, in order; a retry does not repeat its state. */
  public List<String> states() {
    return steps.stream().map(Step::state).toList();
  }
}
