package io.accesstriage.state;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * A Lambda handler of one step: decodes the request, lets the step do its work, logs one structured
 * line and encodes the answer. What the step throws is the state machine's to retry or report.
 */
public abstract class StepHandler implements RequestStreamHandler {
  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context context)
      throws IOException {
    handleRequest(in, out, line -> context.getLogger().log(line));
  }

  /** Handles a request whose answer and log nobody reads. */
  public final void prime(byte[] request) throws IOException {
    handleRequest(new ByteArrayInputStream(request), OutputStream.nullOutputStream(), line -> {});
  }

  private void handleRequest(InputStream in, OutputStream out, Consumer<String> log)
      throws IOException {
    Result result = handle(Json.readObject(in, "request"));
    log.accept(Json.text(result.log()) + "\n");
    Json.write(result.answer(), out);
  }

  /** Does the step's work. */
  protected abstract Result handle(Fields request);

  /** The log of a step that has something decided of a finding before it. */
  protected static ObjectNode logOf(String step, TriageState state, Enum<?> outcome) {
    return Json.object()
        .put("step", step)
        .put("findingId", state.finding().id())
        .put("outcome", outcome.name())
        .put("rule", state.requireDecision().rule());
  }

  /**
   * What a step answers and logs.
   *
   * @param log ids and outcomes, never a tag's value
   */
  public record Result(JsonNode answer, ObjectNode log) {}
}
