package io.accesstriage.decision;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.util.List;
import java.util.TreeMap;

/** A decision as JSON between the states of the state machine. */
public final class DecisionJson {
  private DecisionJson() {}

  public static ObjectNode write(Decision decision) {
    ObjectNode json = Json.object();
    json.put("outcome", decision.outcome().name());
    json.put("delivery", decision.delivery().name());
    json.put("rule", decision.rule());
    json.put("reason", decision.reason());
    json.put("severity", decision.severity().label());
    ObjectNode risk = json.putObject("risk").put("score", decision.risk().score());
    ArrayNode factors = risk.putArray("factors");
    decision
        .risk()
        .factors()
        .forEach(
            f ->
                factors
                    .addObject()
                    .put("id", f.id())
                    .put("points", f.points())
                    .put("certain", f.certain()));
    json.put("rulesVersion", decision.rulesVersion());
    json.put("decidedAt", decision.decidedAt().toString());
    json.set("explanation", write(decision.explanation()));
    json.set("tagsUsed", Json.object(new TreeMap<>(decision.tagsUsed())));
    if (decision.offeredRule() != null) {
      json.put("offeredRule", decision.offeredRule());
    }
    if (decision.whyNoRuleIsOffered() != null) {
      json.put("whyNoRuleIsOffered", decision.whyNoRuleIsOffered());
    }
    if (decision.waitSeconds() != null) {
      json.put("waitSeconds", decision.waitSeconds());
    }
    if (decision.change() != null) {
      json.set("change", AccessChangeJson.write(decision.change()));
    }
    if (decision.principalAccountName() != null) {
      json.put("principalAccountName", decision.principalAccountName());
    }
    return json;
  }

  public static Decision read(Fields json) {
    Fields risk = json.object("risk");
    return new Decision(
        json.constant("outcome", Outcome.class),
        json.constant("delivery", Delivery.class),
        json.optionalText("rule").orElse(null),
        json.optionalText("reason").orElse(""),
        json.constant("severity", Severity.class),
        new Risk(
            risk.number("score"),
            risk.objects(
                "factors",
                f ->
                    new Risk.Factor(
                        f.text("id"),
                        f.number("points"),
                        f.optionalFlag("certain").orElseThrow(() -> f.missing("certain"))))),
        json.text("rulesVersion"),
        json.time("decidedAt"),
        explanation(json.object("explanation")),
        json.textMap("tagsUsed"),
        json.optionalText("offeredRule").orElse(null),
        json.optionalText("whyNoRuleIsOffered").orElse(null),
        json.optionalNumber("waitSeconds").orElse(null),
        json.optionalObject("change").map(AccessChangeJson::read).orElse(null),
        json.optionalText("principalAccountName").orElse(null));
  }

  private static ObjectNode write(Explanation explanation) {
    ObjectNode json = Json.object();
    ArrayNode applied = json.putArray("applied");
    for (Explanation.Applied rule : explanation.applied()) {
      ObjectNode node =
          applied
              .addObject()
              .put("rule", rule.rule())
              .put("effect", rule.effect())
              .put("certain", rule.certain())
              .put("reason", rule.reason());
      texts(node, "unread", rule.unread());
    }
    ArrayNode nearest = json.putArray("nearest");
    for (Explanation.Near rule : explanation.nearest()) {
      ObjectNode node =
          nearest
              .addObject()
              .put("rule", rule.rule())
              .put("reason", rule.reason())
              .put("conditions", rule.conditions());
      ArrayNode failed = node.putArray("failed");
      for (Explanation.Condition condition : rule.failed()) {
        ObjectNode conditionNode =
            failed
                .addObject()
                .put("expression", condition.expression())
                .put("certain", condition.certain());
        texts(conditionNode, "saw", condition.saw());
      }
    }
    json.put("otherArchiveRules", explanation.otherArchiveRules());
    texts(json, "guards", explanation.guards());
    texts(json, "notes", explanation.notes());
    return json;
  }

  private static Explanation explanation(Fields json) {
    return new Explanation(
        json.objects(
            "applied",
            rule ->
                new Explanation.Applied(
                    rule.text("rule"),
                    rule.text("effect"),
                    certain(rule),
                    rule.optionalText("reason").orElse(""),
                    rule.texts("unread"))),
        json.objects(
            "nearest",
            rule ->
                new Explanation.Near(
                    rule.text("rule"),
                    rule.optionalText("reason").orElse(""),
                    rule.number("conditions"),
                    rule.objects(
                        "failed",
                        condition ->
                            new Explanation.Condition(
                                condition.text("expression"),
                                certain(condition),
                                condition.texts("saw"))))),
        json.optionalNumber("otherArchiveRules").orElse(0),
        json.texts("guards"),
        json.texts("notes"));
  }

  private static boolean certain(Fields json) {
    return json.optionalFlag("certain").orElseThrow(() -> json.missing("certain"));
  }

  static void texts(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }
}
