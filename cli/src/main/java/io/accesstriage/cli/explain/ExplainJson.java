package io.accesstriage.cli.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.json.Json;
import io.accesstriage.messages.ProgramDocument;
import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.rules.Checked;
import io.accesstriage.rules.Truth;
import java.util.List;
import java.util.Locale;

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
    texts(json, "notes", decision.explanation().notes());
    texts(json, "guards", explained.guards());
    ArrayNode rules = json.putArray("rules");
    for (Checked.OfRule rule : explained.checked().rules()) {
      ObjectNode of =
          rules
              .addObject()
              .put("id", rule.id())
              .put("effect", rule.archives() ? "archive" : "notify")
              .put("condition", word(rule.condition()))
              .put("applies", word(rule.applies()))
              .put("heldBack", rule.heldBack());
      parts(of, rule.parts());
    }
    Explanation.Near near = explained.nearest();
    if (near == null) {
      json.putNull("nearest");
    } else {
      texts(
          json.putObject("nearest").put("rule", near.rule()).put("conditions", near.conditions()),
          "missing",
          near.failed().stream().map(Explanation.Condition::expression).toList());
    }
    ObjectNode risk =
        json.putObject("risk")
            .put("score", decision.risk().score())
            .put("archiveBelow", explained.checked().archiveBelow())
            .put("archives", word(explained.checked().byRisk()));
    ArrayNode factors = risk.putArray("factors");
    for (Checked.OfFactor factor : explained.checked().factors()) {
      parts(
          factors
              .addObject()
              .put("id", factor.id())
              .put("points", factor.points())
              .put("condition", word(factor.condition())),
          factor.parts());
    }
    return json.put("offeredRule", explained.offeredRule())
        .put("whyNoRuleIsOffered", explained.whyNoRuleIsOffered());
  }

  private static void parts(ObjectNode json, List<Checked.Part> parts) {
    ArrayNode array = json.putArray("parts");
    for (Checked.Part part : parts) {
      texts(
          array.addObject().put("expression", part.expression()).put("truth", word(part.truth())),
          "saw",
          part.saw());
    }
  }

  private static void texts(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }

  private static String word(Truth truth) {
    return truth.name().toLowerCase(Locale.ROOT);
  }
}
