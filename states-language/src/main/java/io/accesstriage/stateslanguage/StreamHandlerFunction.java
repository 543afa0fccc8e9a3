package io.accesstriage.stateslanguage;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Invokes the real handler of a Lambda function in this JVM. */
public final class StreamHandlerFunction implements LambdaFunction {
  private final String name;
  private final RequestStreamHandler handler;
  private final LambdaLogger logger;
  private final AtomicLong invocations = new AtomicLong();

  /**
   * Wraps a handler.
   *
   * @param name the function's name, as the handler's context tells it
   * @param logger where the context's logger writes
   */
  public StreamHandlerFunction(String name, RequestStreamHandler handler, LambdaLogger logger) {
    this.name = name;
    this.handler = handler;
    this.logger = logger;
  }

  @Override
  public JsonNode invoke(JsonNode payload) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(Json.bytes(payload)),
        output,
        new InvocationContext(name, invocations.incrementAndGet(), logger));
    try {
      JsonNode result = Json.MAPPER.readTree(output.toByteArray());
      if (result.isMissingNode()) {
        throw notJson("it is empty");
      }
      return result;
    } catch (JacksonException e) {
      throw notJson("it has %,d bytes".formatted(output.size()));
    }
  }

  private TaskFailedException notJson(String why) {
    return new TaskFailedException(
        ErrorNames.RUNTIME, "The output of the function " + name + " is not JSON: " + why);
  }
}
