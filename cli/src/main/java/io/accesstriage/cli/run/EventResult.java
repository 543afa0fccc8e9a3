package io.accesstriage.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.stepfunctions.Execution;
import io.accesstriage.cli.world.World;
import io.accesstriage.decision.Decision;
import io.accesstriage.json.Json;
import io.accesstriage.notify.AlertMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event.
 *
 * @param findingId null where the file does not tell it
 * @param decision the last one that was not BUSY; null where none was made
 * @param execution null where the file could start none
 * @param refusal why none was started; null where one was
 */
record EventResult(
    String event,
    @Nullable String findingId,
    @Nullable Decision decision,
    @Nullable Execution execution,
    @Nullable String refusal,
    World.Effects effects) {

  boolean succeeded() {
    return execution != null && execution.status() == Execution.Status.SUCCEEDED;
  }

  List<String> states() {
    return execution == null ? List.of() : execution.states();
  }

  /** One line of the command's JSON output. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("event", event);
    json.put("findingId", findingId);
    json.put("status", succeeded() ? "SUCCEEDED" : "FAILED");
    json.put("outcome", decision == null ? null : decision.outcome().name());
    json.put("rule", decision == null ? null : decision.rule());
    texts(json, "states", states());
    texts(json, "archived", effects.archived());
    texts(json, "unarchived", effects.unarchived());
    ArrayNode alerts = json.putArray("alerts");
    for (AlertMessage alert : effects.alerts()) {
      alerts
          .addObject()
          .put("subject", alert.subject())
          .put("message", alert.bodies().get(AlertMessage.EMAIL))
          .set("attributes", Json.object(alert.attributes()));
    }
    json.set("error", error());
    json.set("output", succeeded() && execution != null ? execution.output() : null);
    return json;
  }

  private @Nullable JsonNode error() {
    if (refusal != null) {
      return Json.object()
          .putNull("state")
          .put("error", "InvalidExecutionInput")
          .put("cause", refusal);
    }
    if (succeeded() || execution == null || execution.error() == null) {
      return null;
    }
    return Json.object()
        .put("state", execution.error().state())
        .put("error", execution.error().error())
        .put("cause", execution.error().cause());
  }

  private static void texts(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }
}
