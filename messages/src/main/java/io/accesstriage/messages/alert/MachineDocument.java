package io.accesstriage.messages.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.DecisionJson;
import io.accesstriage.finding.FindingJson;
import io.accesstriage.json.Json;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.state.TriageState;
import java.time.Instant;
import java.util.Map;

/**
 * An alert for programs that subscribe by a queue or a function: one JSON object. Lists are cut;
 * {@code cut} then says how long each was. Texts are defanged as in the email, for programs pass
 * them on to people.
 */
public final class MachineDocument {
  private static final int MAX_BYTES = 32_000;

  /** How many elements and characters are kept; the first that makes it small enough is taken. */
  private static final int[][] LIMITS = {{100, 1_000}, {30, 300}, {8, 150}, {2, 80}};

  private MachineDocument() {}

  static String of(TriageState state, String execution, String subject) {
    Decision decision = state.requireDecision();
    ObjectNode content = Json.object();
    content.put("execution", execution);
    content.set("finding", FindingJson.write(state.finding()));
    ObjectNode decisionJson = DecisionJson.write(decision);
    // What the rule saw of the tags is in its explanation; more of them is not sent around.
    decisionJson.remove("tagsUsed");
    decisionJson.remove("offeredRule");
    decisionJson.remove("whyNoRuleIsOffered");
    content.set("decision", decisionJson);
    if (state.archive() != null) {
      content.putObject("archive").put("outcome", state.archive().name());
    }
    return text("alert", subject, content, state.finding().analyzerArn(), state.finding().id());
  }

  static String of(TriageFailure failure, String execution, String subject) {
    ObjectNode content = Json.object();
    content.put("execution", execution);
    ObjectNode json = content.putObject("failure");
    json.put("findingId", failure.findingId().isEmpty() ? null : failure.findingId());
    json.put("analyzerArn", failure.analyzerArn().isEmpty() ? null : failure.analyzerArn());
    json.put("resource", failure.resourceArn().isEmpty() ? null : failure.resourceArn());
    json.put("step", failure.step());
    json.put("error", failure.error());
    json.put("cause", failure.cause());
    return text("failure", subject, content, failure.analyzerArn(), failure.findingId());
  }

  /** What a storm message says. */
  static String storm(String subject, int most, Instant hour, String first) {
    ObjectNode json = head("storm", subject);
    json.putObject("storm")
        .put("maxImmediateAlertsPerHour", most)
        .put("hour", hour.toString())
        .put("first", first);
    return Json.text(json);
  }

  /** What every document begins with. */
  public static ObjectNode head(String kind, String subject) {
    return Json.object().put("version", "1.0").put("kind", kind).put("subject", subject);
  }

  private static String text(
      String kind, String subject, ObjectNode content, String analyzerArn, String findingId) {
    String text = "";
    for (int[] limit : LIMITS) {
      ObjectNode cut = Json.object();
      ObjectNode json = head(kind, subject);
      json.setAll((ObjectNode) bounded(content, "", limit[0], limit[1], cut));
      ObjectNode links = json.putObject("links");
      ConsoleLink.to(analyzerArn, findingId).ifPresent(link -> links.put("finding", link));
      if (!cut.isEmpty()) {
        json.set("cut", cut);
      }
      text = Json.text(json);
      if (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= MAX_BYTES) {
        return text;
      }
    }
    return text;
  }

  private static JsonNode bounded(
      JsonNode node, String path, int mostElements, int longest, ObjectNode cut) {
    if (node.isTextual()) {
      return JsonNodeFactory.instance.textNode(Defanged.text(node.textValue(), longest));
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < Math.min(node.size(), mostElements); i++) {
        array.add(bounded(node.get(i), path + "[]", mostElements, longest, cut));
      }
      noteCut(node, path, mostElements, cut);
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = Json.object();
      // An object's own fields are never as many; only maps such as conditions are.
      int most = Math.max(mostElements, 20);
      int kept = 0;
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (kept++ == most) {
          noteCut(node, path, most, cut);
          break;
        }
        String name = Defanged.text(field.getKey(), longest);
        object.set(
            name,
            bounded(
                field.getValue(),
                path.isEmpty() ? name : path + "." + name,
                mostElements,
                longest,
                cut));
      }
      return object;
    }
    return node;
  }

  private static void noteCut(JsonNode node, String path, int most, ObjectNode cut) {
    if (node.size() > most) {
      cut.put(path, Math.max(node.size(), cut.path(path).asInt()));
    }
  }
}
