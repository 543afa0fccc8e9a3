package io.accesstriage.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.world.World;
import io.accesstriage.decision.Decision;
import io.accesstriage.json.Json;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.ProgramDocument;
import io.accesstriage.stateslanguage.Execution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event.
 *
 * @param findingId null where the file does not tell it
 * @param decision the last one that was not BUSY; null where none was made
 * @param states every state entered
 * @param failure what failed first; null where the execution succeeded
 * @param output of the execution; null where it failed
 */
public record EventResult(
    String event,
    @Nullable String findingId,
    @Nullable Decision decision,
    List<String> states,
    @Nullable Failure failure,
    @Nullable JsonNode output,
    World.Effects effects) {

  /**
   * Why an execution failed, or none was started.
   *
   * @param state that failed; null where none was entered
   */
  public record Failure(@Nullable String state, @Nullable String error, @Nullable String cause) {}

  /** The result of a file that can start no execution. */
  public static EventResult refused(String event, String why) {
    return new EventResult(
        event,
        null,
        null,
        List.of(),
        new Failure(null, "InvalidExecutionInput", why),
        null,
        World.Effects.NONE);
  }

  static EventResult of(
      String event,
      @Nullable String findingId,
      @Nullable Decision decision,
      Execution execution,
      World.Effects effects) {
    boolean succeeded = execution.status() == Execution.Status.SUCCEEDED;
    Execution.Failure error = execution.error();
    return new EventResult(
        event,
        findingId,
        decision,
        execution.states(),
        succeeded || error == null
            ? null
            : new Failure(error.state(), error.error(), error.cause()),
        succeeded ? execution.output() : null,
        effects);
  }

  public boolean succeeded() {
    return output != null;
  }

  /** One line of the command's JSON output. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("schemaVersion", ProgramDocument.SCHEMA_VERSION);
    json.put("event", event);
    json.put("findingId", findingId);
    json.put("status", succeeded() ? "SUCCEEDED" : "FAILED");
    json.put("outcome", decision == null ? null : decision.outcome().name());
    json.put("rule", decision == null ? null : decision.rule());
    json.set("states", Json.array(states));
    json.set("archived", Json.array(effects.archived()));
    json.set("unarchived", Json.array(effects.unarchived()));
    ArrayNode alerts = json.putArray("alerts");
    for (AlertMessage alert : effects.alerts()) {
      alerts
          .addObject()
          .put("subject", alert.subject())
          .put("message", alert.bodies().get(AlertMessage.EMAIL))
          .set("attributes", Json.object(alert.attributes()));
    }
    json.set(
        "error",
        failure == null
            ? null
            : Json.object()
                .put("state", failure.state())
                .put("error", failure.error())
                .put("cause", failure.cause()));
    json.set("output", output);
    return json;
  }
}
