package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON Lines that other programs read. */
class RunOutputTest {
  private static final List<String> FIELDS =
      List.of(
          "schemaVersion",
          "event",
          "findingId",
          "status",
          "outcome",
          "rule",
          "states",
          "archived",
          "unarchived",
          "alerts",
          "error",
          "output");

  @TempDir private Path temp;

  @Test
  void json_ofArchivedFinding_isExactlyThis() {
    EventText event = EventText.of(EventText.ARCHIVED);
    JsonNode result = CommandRun.json(event.in(temp, "e.json")).result();

    assertShape(result);
    assertEquals(event.id(), result.path("findingId").textValue());
    assertEquals("SUCCEEDED", result.path("status").textValue());
    assertEquals("ARCHIVE", result.path("outcome").textValue());
    assertEquals("development-key-sharing", result.path("rule").textValue());
    assertEquals(
        List.of(
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Archive finding",
            "Archived?",
            "Done"),
        CommandRun.texts(result.path("states")));
    assertEquals(List.of(event.id()), CommandRun.texts(result.path("archived")));
    assertEquals(0, result.path("unarchived").size());
    assertEquals(0, result.path("alerts").size());
    assertTrue(result.path("error").isNull());
    assertEquals(event.id(), result.at("/output/finding/id").textValue());
    assertEquals("ARCHIVED", result.at("/output/archive/outcome").textValue());
  }

  @Test
  void json_ofAlertedFinding_hasTheEmailAndItsAttributes() {
    JsonNode result = CommandRun.json(EventText.of(EventText.BUCKET).in(temp, "e.json")).result();

    assertShape(result);
    assertEquals("NOTIFY", result.path("outcome").textValue());
    assertEquals("confidential-is-never-public", result.path("rule").textValue());
    assertEquals(
        List.of("Enrich finding", "Evaluate rules", "Archive or notify?", "Notify", "Done"),
        CommandRun.texts(result.path("states")));
    assertEquals(1, result.path("alerts").size());
    JsonNode alert = result.path("alerts").get(0);
    assertTrue(alert.path("subject").textValue().startsWith("[CRITICAL] "), alert::toString);
    assertTrue(alert.path("message").textValue().contains("amzn-s3-demo-payroll"), alert::toString);
    JsonNode attributes = alert.path("attributes");
    assertEquals("critical", attributes.path("severity").textValue());
    assertEquals("NOTIFY", attributes.path("outcome").textValue());
    assertEquals("AWS::S3::Bucket", attributes.path("resourceType").textValue());
    assertEquals("111122223333", attributes.path("account").textValue());
    assertEquals("ExternalAccess", attributes.path("findingType").textValue());
  }

  @Test
  void json_ofEverySampleEvent_hasTheSameFieldsAndTypes() {
    CommandRun run = CommandRun.json(CommandRun.EVENTS, CommandRun.EVENTS.resolve("malformed"));
    run.results().forEach(RunOutputTest::assertShape);
    assertTrue(run.results().size() > 80, () -> run.results().size() + " events");
  }

  @Test
  void json_ofIgnoredFinding_namesNoRule() {
    Path event = EventText.of(EventText.ARCHIVED).in(temp, "e.json");
    JsonNode second = CommandRun.json(event, event).results().get(1);
    assertEquals("IGNORE", second.path("outcome").textValue());
    assertTrue(second.path("rule").isNull());
  }

  @Test
  void json_ofFindingArchivedByTheThreshold_namesRisk() {
    Path rules =
        EventText.write(temp.resolve("rules.yaml"), "rules: []\nrisk: {archiveBelow: 99}\n");
    Path event = EventText.of(EventText.NOTIFIED).in(temp, "e.json");
    JsonNode result = CommandRun.json("--rules", rules, event).result();
    assertEquals("ARCHIVE", result.path("outcome").textValue());
    assertEquals("risk", result.path("rule").textValue());
    assertEquals(1, result.path("archived").size());
  }

  @Test
  void json_ofNoJsonObject_startsNothingAndOthersStillRun() throws IOException {
    Path bad = EventText.write(temp.resolve("bad.json"), "[]");
    Path good = EventText.of(EventText.NOTIFIED).in(temp, "good.json");
    CommandRun run = CommandRun.json(bad, good);
    assertEquals(1, run.exitCode());
    JsonNode result = run.results().get(0);
    assertShape(result);
    assertEquals(
        "{\"schemaVersion\":\"1.1\",\"event\":\"%s\",\"findingId\":null,\"status\":\"FAILED\",\"outcome\":null,\"rule\":null,\"states\":[],\"archived\":[],\"unarchived\":[],\"alerts\":[],\"error\":{\"state\":null,\"error\":\"InvalidExecutionInput\",\"cause\":\"the event: expected a JSON object, found a list\"},\"output\":null}"
            .formatted(bad),
        run.out().lines().findFirst().orElse(""));
    assertEquals("SUCCEEDED", run.results().get(1).path("status").textValue());
    assertEquals("", run.err());
    assertTrue(Files.exists(good));
  }

  @Test
  void json_ofOtherObject_failsInEnrichAndIsReported() {
    JsonNode result =
        CommandRun.json(EventText.write(temp.resolve("e.json"), "{\"hello\": 1}")).result();
    assertShape(result);
    assertEquals("Enrich finding", result.at("/error/state").textValue());
    assertTrue(
        result.at("/error/cause").textValue().contains(".source is missing"), result::toString);
    assertEquals(
        List.of("Enrich finding", "Report failure", "Failed"),
        CommandRun.texts(result.path("states")));
    assertEquals("FAILED", result.at("/alerts/0/attributes/outcome").textValue());
    assertTrue(result.path("findingId").isNull());
  }

  @Test
  void json_ofReference_isAboutTheFindingThatAnEventTold() {
    EventText event = EventText.of(EventText.NOTIFIED);
    Path told = event.in(temp, "a.json");
    Path reference =
        EventText.write(
            temp.resolve("b.json"),
            "{\"reference\": {\"analyzerArn\": \"arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external\", \"findingId\": \"%s\"}}"
                .formatted(event.id()));
    JsonNode second = CommandRun.json(told, reference).results().get(1);
    assertShape(second);
    assertEquals(event.id(), second.path("findingId").textValue());
    assertEquals("ACTIVE", second.at("/output/finding/status").textValue());
    assertEquals("IGNORE", second.path("outcome").textValue(), "it was alerted already");
  }

  @Test
  void json_ofTextBeyondAscii_isEscapedAndOtherwiseTheSame() {
    String hostile = "caf\u00e9 \u2028\u0085\u009b31m\u202e\ud83d\ude00";
    Path rules =
        EventText.write(
            temp.resolve("rules.yaml"),
            "rules: [{id: a, effect: notify, reason: \"caf\u00e9 \\u2028 \ud83d\ude00\", when: 'true'}]");
    EventText event = EventText.of(EventText.NOTIFIED);
    event.detail(detail -> detail.put("id", hostile));
    CommandRun run = CommandRun.json("--rules", rules, event.in(temp, "e.json"));
    assertTrue(run.out().chars().allMatch(c -> c < 0x7f), "ASCII only");
    assertEquals(1, run.out().split("\\R", -1).length - 1, "one line");
    assertEquals(hostile, run.result().path("findingId").textValue());
    assertTrue(run.result().at("/output/decision/reason").textValue().contains("caf\u00e9"));
  }

  private static void assertShape(JsonNode result) {
    List<String> names = new ArrayList<>();
    result.fieldNames().forEachRemaining(names::add);
    assertEquals(FIELDS, names);
    assertTrue(result.path("event").isTextual(), result::toString);
    assertTextOrNull(result.path("findingId"), result);
    assertTrue(
        List.of("SUCCEEDED", "FAILED").contains(result.path("status").textValue()),
        result::toString);
    assertTextOrNull(result.path("outcome"), result);
    assertTextOrNull(result.path("rule"), result);
    for (String name : List.of("states", "archived", "unarchived", "alerts")) {
      assertTrue(result.path(name).isArray(), () -> name + " of " + result);
    }
    for (String name : List.of("states", "archived", "unarchived")) {
      result.path(name).forEach(text -> assertTrue(text.isTextual(), result::toString));
    }
    result.path("alerts").forEach(RunOutputTest::assertAlertShape);
    boolean succeeded = result.path("status").textValue().equals("SUCCEEDED");
    assertEquals(
        succeeded ? JsonNodeType.NULL : JsonNodeType.OBJECT,
        result.path("error").getNodeType(),
        result::toString);
    assertEquals(
        succeeded ? JsonNodeType.OBJECT : JsonNodeType.NULL,
        result.path("output").getNodeType(),
        result::toString);
    if (!succeeded) {
      List<String> errorNames = new ArrayList<>();
      result.path("error").fieldNames().forEachRemaining(errorNames::add);
      assertEquals(List.of("state", "error", "cause"), errorNames);
      assertTextOrNull(result.at("/error/state"), result);
      assertTrue(result.at("/error/error").isTextual(), result::toString);
      assertTrue(result.at("/error/cause").isTextual(), result::toString);
    }
  }

  private static void assertAlertShape(JsonNode alert) {
    List<String> names = new ArrayList<>();
    alert.fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("subject", "message", "attributes"), names);
    assertTrue(alert.path("subject").textValue().matches("[ -~]{1,99}"), alert::toString);
    assertFalse(alert.path("message").textValue().isBlank());
    assertTrue(alert.path("attributes").isObject());
    alert.path("attributes").forEach(value -> assertTrue(value.isTextual(), alert::toString));
  }

  private static void assertTextOrNull(JsonNode value, JsonNode result) {
    assertTrue(value.isTextual() || value.isNull(), result::toString);
  }
}
