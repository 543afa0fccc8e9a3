package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The optimized integration {@code arn:aws:states:::lambda:invoke} over functions of this JVM. The
 * result has the fields ExecutedVersion, Payload and StatusCode of the real one, but no HTTP
 * metadata.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html">Invoke
 *     Lambda with Step Functions</a>
 */
public final class LambdaInvoke implements TaskResource {
  /** What a Task's Resource says. */
  public static final String ARN = "arn:aws:states:::lambda:invoke";

  private final Map<String, LambdaFunction> functions;

  /**
   * Takes the functions that can be invoked.
   *
   * @param functions by the text that FunctionName has in the state machine, whether a name or an
   *     ARN
   */
  public LambdaInvoke(Map<String, LambdaFunction> functions) {
    this.functions = Map.copyOf(functions);
  }

  @Override
  public JsonNode call(JsonNode parameters) throws TaskFailedException {
    String name = parameters.path("FunctionName").asText();
    LambdaFunction function = functions.get(name);
    if (function == null) {
      throw new TaskFailedException(
          "Lambda.ResourceNotFoundException", "Function not found: " + name);
    }
    JsonNode payload = parameters.path("Payload");
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("ExecutedVersion", "$LATEST");
    result.set(
        "Payload",
        invoke(
            function, payload.isMissingNode() ? JsonNodeFactory.instance.objectNode() : payload));
    result.put("StatusCode", 200);
    return result;
  }

  private static JsonNode invoke(LambdaFunction function, JsonNode payload)
      throws TaskFailedException {
    try {
      return function.invoke(payload);
    } catch (TaskFailedException e) {
      throw e;
    } catch (Throwable e) {
      // Lambda's Java runtime reports errors like exceptions, and a missing message as the class's
      // name (LambdaErrorConverter).
      String type = e.getClass().getName();
      String message = e.getLocalizedMessage() == null ? type : e.getLocalizedMessage();
      ObjectNode cause = JsonNodeFactory.instance.objectNode();
      cause.put("errorMessage", message);
      cause.put("errorType", type);
      throw new TaskFailedException(type, cause.toString());
    }
  }
}
