package io.accesstriage.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;

/** An {@link AccessChange} as JSON between the states of the state machine, and for programs. */
final class AccessChangeJson {
  private AccessChangeJson() {}

  static ObjectNode write(AccessChange change) {
    ObjectNode json = Json.object();
    json.set("since", write(change.since()));
    if (change.isPublic() != null) {
      json.put("isPublic", change.isPublic());
    }
    DecisionJson.texts(json, "addedActions", change.addedActions());
    DecisionJson.texts(json, "removedActions", change.removedActions());
    json.set("addedConditions", Json.object(change.addedConditions()));
    json.set("removedConditions", Json.object(change.removedConditions()));
    return json;
  }

  static AccessChange read(Fields json) {
    Fields since = json.object("since");
    return new AccessChange(
        new AccessChange.Since(
            since.text("findingId"),
            since.constant("act", AccessChange.Act.class),
            since.optionalText("rule").orElse(null),
            since.time("at")),
        json.optionalFlag("isPublic").orElse(null),
        json.texts("addedActions"),
        json.texts("removedActions"),
        json.textMap("addedConditions"),
        json.textMap("removedConditions"));
  }

  private static ObjectNode write(AccessChange.Since since) {
    return Json.object()
        .put("findingId", since.findingId())
        .put("act", since.act().name())
        .put("rule", since.rule())
        .put("at", since.at().toString());
  }
}
