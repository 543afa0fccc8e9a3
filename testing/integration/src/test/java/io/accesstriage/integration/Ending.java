package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event, in the shape of {@code triage run --json} and without what differs
 * between two runs: times of the run, and where an exception came from.
 */
final class Ending {
  /** What an event says of an entity that counts nothing, where the answer may have no details. */
  private static final JsonNode NOTHING_UNUSED =
      Json.read(
          "{\"accessKeyId\": \"\", \"serviceCount\": 0, \"actionCount\": 0, \"services\": []}",
          "nothing");

  private Ending() {}

  /** Of a line that triage run printed. */
  static ObjectNode ofTriageRun(JsonNode line) {
    ObjectNode ending = Json.object();
    for (String name : List.of("status", "states", "archived", "unarchived", "alerts", "error")) {
      ending.set(name, line.path(name));
    }
    ending.set("output", lasting(line.path("output")));
    return ending;
  }

  /**
   * Of an execution on moto.
   *
   * @param updates as {@link AccessAnalyzerStub#takeUpdates} tells them
   * @param published as {@link TriageOnMoto#takePublished} tells them
   */
  static ObjectNode ofMoto(
      TriageOnMoto.Ended ended, List<String> updates, List<JsonNode> published) {
    ObjectNode ending = Json.object();
    ending.put("status", ended.status());
    texts(ending, "states", ended.states());
    texts(ending, "archived", ids("ARCHIVED ", updates));
    texts(ending, "unarchived", ids("ACTIVE ", updates));
    ArrayNode alerts = ending.putArray("alerts");
    published.forEach(form -> alerts.add(alert(form)));
    ending.set("error", error(ended));
    ending.set("output", lasting(ended.output()));
    return ending;
  }

  /** An alert as its email's reader gets it. */
  private static ObjectNode alert(JsonNode form) {
    ObjectNode alert = Json.object();
    alert.set("subject", form.path("Subject"));
    alert.set("message", bodies(form).path("email"));
    TreeMap<String, String> attributes = new TreeMap<>();
    for (int i = 1; form.has("MessageAttributes.entry." + i + ".Name"); i++) {
      String entry = "MessageAttributes.entry." + i;
      attributes.put(
          form.path(entry + ".Name").asText(), form.path(entry + ".Value.StringValue").asText());
    }
    alert.set("attributes", Json.object(attributes));
    return alert;
  }

  /** The bodies of a published message, by protocol. */
  static JsonNode bodies(JsonNode form) {
    return Json.read(form.path("Message").asText(), "the message published");
  }

  /** Of a failed execution: the failure that led to the report. */
  private static @Nullable JsonNode error(TriageOnMoto.Ended ended) {
    if (ended.status().equals("SUCCEEDED")) {
      return null;
    }
    String failed = ended.states().get(Math.max(0, ended.states().indexOf("Report failure") - 1));
    TriageOnMoto.Failure failure =
        ended.failures().stream()
            .filter(f -> f.state().equals(failed))
            .reduce((first, last) -> last)
            .orElseThrow(() -> new IllegalStateException("no failure of " + failed + ": " + ended));
    ObjectNode cause = (ObjectNode) Json.read(failure.cause(), "cause");
    cause.remove("stackTrace");
    return Json.object()
        .put("state", failure.state())
        .put("error", failure.error())
        .put("cause", Json.text(cause));
  }

  private static @Nullable JsonNode lasting(@Nullable JsonNode output) {
    if (output == null || !output.isObject()) {
      return null;
    }
    ObjectNode lasting = output.deepCopy();
    require(lasting, "readAt");
    require((ObjectNode) lasting.path("decision"), "decidedAt");
    ObjectNode finding = (ObjectNode) lasting.path("finding");
    if (Set.of("UnusedPermission", "UnusedIAMRoleTrust").contains(finding.path("type").asText())) {
      // The API tells which permissions are unused, an event only how many; of a type that is not
      // known, the API's details count as content.
      finding.remove("contentHash");
    }
    if (finding.path("unused") instanceof ObjectNode unused
        && !unused.path("lastUseRead").asBoolean(true)) {
      // Only the API tells it.
      unused.remove("lastUseRead");
    }
    if (NOTHING_UNUSED.equals(finding.path("unused"))) {
      finding.remove("unused");
    }
    return lasting;
  }

  private static void require(ObjectNode object, String field) {
    if (object.remove(field) == null) {
      throw new IllegalStateException(field + " is missing in " + object);
    }
  }

  private static List<String> ids(String prefix, List<String> updates) {
    List<String> ids = new ArrayList<>();
    for (String update : updates) {
      if (update.startsWith(prefix)) {
        ids.add(update.substring(prefix.length()));
      }
    }
    return ids;
  }

  private static void texts(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }
}
