package io.accesstriage.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.testing.RandomStates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecisionWireTest {
  private static final Decision FULL =
      new Decision(
          Outcome.NOTIFY,
          Delivery.IMMEDIATE,
          "confidential-is-never-public",
          "Resources classified Confidential must never be public.",
          Severity.CRITICAL,
          new Risk(50, List.of(new Risk.Factor("public", 50, true))),
          "rules-1",
          Instant.parse("2026-01-31T12:00:00.123Z"),
          new Explanation(
              List.of(
                  new Explanation.Applied(
                      "confidential-is-never-public",
                      "notify",
                      false,
                      "why",
                      List.of("tags: denied"))),
              List.of(
                  new Explanation.Near(
                      "dev",
                      "because",
                      2,
                      List.of(
                          new Explanation.Condition(
                              "tag(\"a\") == \"b\"", false, List.of("tags: denied"))))),
              3,
              List.of("public"),
              List.of("archived before")),
          Map.of("b", "2", "a", "1"),
          "- id: x",
          "The finding is, or may be, public.",
          30,
          null,
          "Datadog");

  @Test
  void read_whatWasWritten_isTheSame() {
    for (long seed = 0; seed < 3_000; seed++) {
      Decision decision = new RandomStates(seed).decision();

      assertEquals(
          decision,
          RecordJson.STATE.read(
              Decision.class,
              Json.readObject(Json.bytes(RecordJson.STATE.write(decision)), "decision")),
          "seed " + seed);
    }
  }

  @Test
  void write_decision_hasTheContractsNames() {
    assertEquals(
        Json.read(
            """
            {"outcome": "NOTIFY", "delivery": "IMMEDIATE", "rule": "confidential-is-never-public",
             "reason": "Resources classified Confidential must never be public.",
             "severity": "critical",
             "risk": {"score": 50, "factors": [{"id": "public", "points": 50, "certain": true}]},
             "rulesVersion": "rules-1", "decidedAt": "2026-01-31T12:00:00.123Z",
             "explanation": {
               "applied": [{"rule": "confidential-is-never-public", "effect": "notify",
                            "certain": false, "reason": "why", "unread": ["tags: denied"]}],
               "nearest": [{"rule": "dev", "reason": "because", "conditions": 2,
                            "failed": [{"expression": "tag(\\"a\\") == \\"b\\"", "certain": false,
                                        "saw": ["tags: denied"]}]}],
               "otherArchiveRules": 3, "guards": ["public"], "notes": ["archived before"]},
             "tagsUsed": {"a": "1", "b": "2"}, "offeredRule": "- id: x",
             "whyNoRuleIsOffered": "The finding is, or may be, public.", "waitSeconds": 30,
             "principalAccountName": "Datadog"}
            """,
            "expected"),
        RecordJson.STATE.write(FULL));
  }

  @ParameterizedTest
  @CsvSource({
    "outcome",
    "delivery",
    "severity",
    "risk",
    "rulesVersion",
    "decidedAt",
    "explanation"
  })
  void read_withoutARequiredField_namesIt(String field) {
    ObjectNode json = RecordJson.STATE.write(FULL);
    json.remove(field);

    assertEquals("state.decision." + field + " is missing", malformed(json).getMessage());
  }

  @Test
  void read_certaintyNotTold_isAnErrorNotACertainty() {
    ObjectNode rule = RecordJson.STATE.write(FULL);
    ((ObjectNode) rule.at("/explanation/applied/0")).remove("certain");
    ObjectNode condition = RecordJson.STATE.write(FULL);
    ((ObjectNode) condition.at("/explanation/nearest/0/failed/0")).remove("certain");
    ObjectNode factor = RecordJson.STATE.write(FULL);
    ((ObjectNode) factor.at("/risk/factors/0")).remove("certain");

    assertEquals(
        "state.decision.explanation.applied[0].certain is missing", malformed(rule).getMessage());
    assertEquals(
        "state.decision.explanation.nearest[0].failed[0].certain is missing",
        malformed(condition).getMessage());
    assertEquals(
        "state.decision.risk.factors[0].certain is missing", malformed(factor).getMessage());
  }

  @Test
  void read_unknownOutcome_namesTheKnown() {
    ObjectNode json = RecordJson.STATE.write(FULL).put("outcome", "DELETE");

    assertEquals(
        "state.decision.outcome: expected one of [ARCHIVE, UNARCHIVE, NOTIFY, IGNORE, BUSY], found \"DELETE\"",
        malformed(json).getMessage());
  }

  @Test
  void severities_areOrdered() {
    assertEquals(Severity.HIGH, Severity.HIGH.atLeast(Severity.LOW));
    assertEquals(Severity.HIGH, Severity.LOW.atLeast(Severity.HIGH));
    assertEquals(Severity.LOW, Severity.HIGH.atMost(Severity.LOW));
    assertEquals(Severity.LOW, Severity.LOW.atMost(Severity.CRITICAL));
  }

  private static MalformedInput malformed(ObjectNode json) {
    return assertThrows(
        MalformedInput.class,
        () -> RecordJson.STATE.read(Decision.class, Fields.of(json, "state.decision")));
  }
}
