package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where executions of state machines are started. */
@FunctionalInterface
public interface ExecutionStarter {
  /** An execution that was started. */
  record Started(String executionArn, Instant at) {}

  /**
   * Starts an execution, and does not wait for its end.
   *
   * @param name of the execution; null to have one made
   * @throws TaskFailedException the error that Retry and Catch see, such as {@code
   *     StepFunctions.ExecutionAlreadyExistsException}
   */
  Started start(String stateMachineArn, @Nullable String name, JsonNode input)
      throws TaskFailedException;
}
