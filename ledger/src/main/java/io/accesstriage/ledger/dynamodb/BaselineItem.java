package io.accesstriage.ledger.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.AccessBaseline;
import java.util.List;
import java.util.Optional;

/** An access that was accepted or alerted as one attribute, in JSON. */
final class BaselineItem {
  private BaselineItem() {}

  static String write(AccessBaseline baseline) {
    AccessChange.Since since = baseline.since();
    ObjectNode json = Json.object();
    json.put("findingId", since.findingId());
    json.put("act", since.act().name());
    json.put("rule", since.rule());
    json.put("at", LedgerItem.TIME.format(since.at()));
    json.put("isPublic", baseline.isPublic());
    List<String> actions = baseline.actions();
    if (actions != null) {
      ArrayNode array = json.putArray("actions");
      actions.forEach(array::add);
    }
    if (baseline.condition() != null) {
      json.set("condition", Json.object(baseline.condition()));
    }
    return Json.text(json);
  }

  /** Nothing where another version wrote it in a way that this one cannot read. */
  static Optional<AccessBaseline> read(String text) {
    try {
      Fields json = Fields.of(Json.read(text, "baseline"), "baseline");
      return Optional.of(
          new AccessBaseline(
              new AccessChange.Since(
                  json.text("findingId"),
                  json.constant("act", AccessChange.Act.class),
                  json.optionalText("rule").orElse(null),
                  json.time("at")),
              json.optionalFlag("isPublic").orElse(null),
              json.optionalTexts("actions").orElse(null),
              json.optionalTextMap("condition").orElse(null)));
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }
}
