package io.accesstriage.cli.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.messages.ProgramDocument;
import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.rules.Checked;

/** An explanation for programs. */
final class ExplainJson {
  private ExplainJson() {}

  static ObjectNode of(String event, ExplainedFinding explained) {
    Decision decision = explained.decision();
    ObjectNode json =
        Json.object()
            .put("schemaVersion", ProgramDocument.SCHEMA_VERSION)
            .put("event", event)
            .put("findingId", explained.sourced().finding().id())
            .put("outcome", decision.outcome().name())
            .put("rule", decision.rule())
            .put("severity", decision.severity().label())
            .put("reason", decision.reason())
            .put("rulesVersion", decision.rulesVersion())
            .put("text", FindingWords.text(explained.sourced().finding(), decision));
    json.set("notes", Json.array(decision.explanation().notes()));
    json.set("guards", Json.array(explained.guards()));
    ArrayNode rules = json.putArray("rules");
    explained.checked().rules().forEach(rule -> rules.add(rule(rule)));
    Explanation.Near near = explained.nearest();
    json.set("nearest", near == null ? null : nearest(near));
    ArrayNode factors =
        json.putObject("risk")
            .put("score", decision.risk().score())
            .put("archiveBelow", explained.checked().archiveBelow())
            .put("archives", explained.checked().byRisk().label())
            .putArray("factors");
    explained.checked().factors().forEach(factor -> factors.add(RecordJson.STATE.write(factor)));
    return json.put("offeredRule", explained.offeredRule())
        .put("whyNoRuleIsOffered", explained.whyNoRuleIsOffered());
  }

  private static ObjectNode rule(Checked.OfRule rule) {
    ObjectNode json =
        Json.object()
            .put("id", rule.id())
            .put("effect", rule.archives() ? "archive" : "notify")
            .put("condition", rule.condition().label())
            .put("applies", rule.applies().label())
            .put("heldBack", rule.heldBack());
    ArrayNode parts = json.putArray("parts");
    rule.parts().forEach(part -> parts.add(RecordJson.STATE.write(part)));
    return json;
  }

  private static ObjectNode nearest(Explanation.Near near) {
    return Json.object()
        .put("rule", near.rule())
        .put("conditions", near.conditions())
        .set(
            "missing",
            Json.array(near.failed().stream().map(Explanation.Condition::expression).toList()));
  }
}
