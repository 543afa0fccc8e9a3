package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The optimized integration {@code arn:aws:states:::states:startExecution}, which does not wait for
 * the execution's end. A missing Input is an empty object. The result has the fields ExecutionArn
 * and StartDate of the real one, but no HTTP metadata.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html">Start
 *     a new state machine from a running execution</a>
 */
public final class StatesStartExecution implements TaskResource {
  /** What a Task's Resource says. */
  public static final String ARN = "arn:aws:states:::states:startExecution";

  private final ExecutionStarter starter;

  public StatesStartExecution(ExecutionStarter starter) {
    this.starter = starter;
  }

  @Override
  public JsonNode call(JsonNode parameters) throws TaskFailedException {
    JsonNode input = parameters.path("Input");
    ExecutionStarter.Started started =
        starter.start(
            parameters.path("StateMachineArn").asText(),
            parameters.hasNonNull("Name") ? parameters.path("Name").asText() : null,
            input.isMissingNode() ? JsonNodeFactory.instance.objectNode() : input);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("ExecutionArn", started.executionArn());
    return result.put("StartDate", started.at().toEpochMilli());
  }
}
