package io.accesstriage.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.fixtures.PublishedSchema;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.health.AnalyzerProblem;
import io.accesstriage.health.Checkup;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.messages.alert.AlertMessages;
import io.accesstriage.messages.alert.SampleAlerts;
import io.accesstriage.messages.alert.StormMessage;
import io.accesstriage.messages.digest.DigestListing;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What queues and functions get is as {@code docs/schemas/message.schema.json} says. */
final class MessageSchemaTest {
  private static final PublishedSchema SCHEMA = PublishedSchema.of("message");
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");

  static List<String> names() throws IOException {
    return new GoldenTexts("emails").names();
  }

  static JsonNode document(AlertMessage message) {
    return Json.read(String.valueOf(message.bodies().get(AlertMessage.QUEUE)), "document");
  }

  @ParameterizedTest
  @MethodSource("names")
  void document_ofEachGoldenEmail_isAsTheSchemaSays(String name) {
    assertEquals(List.of(), SCHEMA.mistakes(document(SampleAlerts.of(SampleStates.request(name)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARCHIVED_BY_OTHERS", "ALERTED"})
  void document_ofAnAccessThatNoRuleAcceptedBefore_isAsTheSchemaSays(String act) {
    ObjectNode request = SampleStates.request("changed-permission");
    ((ObjectNode) request.at("/state/decision/change/since")).put("act", act).remove("rule");

    AlertMessage alert = AlertMessages.of(SampleStates.step(request).state(), "e");

    assertEquals(List.of(), SCHEMA.mistakes(document(alert)));
  }

  @Test
  void document_ofAStorm_isAsTheSchemaSays() {
    AlertMessage storm =
        StormMessage.of(30, NOW, "[LOW] S3 bucket x is public", Severity.LOW, "ledger");

    assertEquals(List.of(), SCHEMA.mistakes(document(storm)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\"", "\\", "\u0007", "\u65e5", "\ud83d\ude00", "\u202e", "\ud800"})
  void document_ofHostileTexts_isAsTheSchemaSays(String unit) {
    for (int length : List.of(400, 9_000)) {
      for (AlertMessage message : HostileMessages.of(unit, length)) {
        assertEquals(List.of(), SCHEMA.mistakes(document(message)), message.subject());
      }
    }
  }

  @Test
  void document_ofADigest_isAsTheSchemaSays() {
    InMemoryLedger ledger = new InMemoryLedger();
    HostileMessages.entries("a", 20).forEach(ledger::write);
    ledger.write(DigestEntries.due("older", null, Severity.HIGH, "No archive rule applies."));

    ledger.keepHealth(
        new HealthRecord(
            NOW,
            List.of(
                new HealthRecord.Open(
                    new AnalyzerProblem.RegionUnwatched("eu-west-1"), NOW, 2, true)),
            List.of(new Checkup.Count("arn", 1, 2), new Checkup.Count("other", 1, null))));
    assertEquals(List.of(), SCHEMA.mistakes(DigestListing.of(ledger, null, NOW).json()));
    assertEquals(
        List.of(), SCHEMA.mistakes(DigestListing.of(new InMemoryLedger(), NOW, NOW).json()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"schemaVersion", "kind", "text", "finding", "decision", "execution"})
  void schema_ofADocumentThatLacksAField_saysSo(String field) {
    ObjectNode document =
        (ObjectNode) document(SampleAlerts.of(SampleStates.request("public-bucket")));
    document.remove(field);

    assertNotEquals(List.of(), SCHEMA.mistakes(document));
  }

  @Test
  void schema_ofAFieldThatItDoesNotDescribe_saysSo() {
    ObjectNode document =
        (ObjectNode) document(SampleAlerts.of(SampleStates.request("public-bucket")));
    ((ObjectNode) document.path("finding").path("resource")).put("name", "x");

    assertNotEquals(List.of(), SCHEMA.mistakes(document));
  }
}
