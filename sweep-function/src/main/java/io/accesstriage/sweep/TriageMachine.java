package io.accesstriage.sweep;

import com.fasterxml.jackson.databind.JsonNode;

/** Where triage executions are started. Implementations are thread-safe. */
public interface TriageMachine {
  /**
   * Starts an execution.
   *
   * @param stateMachineArn of the triage state machine
   * @param name by which the same start is known again
   * @throws io.accesstriage.aws.AwsCallException where the call failed; it may have taken effect
   */
  TriageStart start(String stateMachineArn, String name, JsonNode input);
}
