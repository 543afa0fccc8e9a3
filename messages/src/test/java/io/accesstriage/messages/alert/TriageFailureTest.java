package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.facts.Fact;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TriageFailureTest {
  private static TriageFailure read(String json) {
    return TriageFailure.read(Fields.of(Json.read(json, "failure"), "failure"), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "enrichFailed, Enrich finding",
    "evaluateFailed, Evaluate rules",
    "archiveFailed, Archive finding",
    "notifyFailed, Notify",
    "otherFailed, unknown step",
  })
  void read_stateWithAnError_namesTheStep(String key, String step) {
    assertEquals(step, read("{\"state\": {\"%s\": {\"Error\": \"E\"}}}".formatted(key)).step());
  }

  @Test
  void read_lambdaCause_isItsMessage() {
    TriageFailure failure =
        read(
            """
            {"state": {"archiveFailed": {"Error": "some.Failure",
              "Cause": "{\\"errorMessage\\": \\"no such table\\", \\"errorType\\": \\"some.Failure\\"}"}}}
            """);

    assertEquals("some.Failure", failure.error());
    assertEquals("no such table", failure.cause());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timed out", "[1, 2]", "{\"errorType\": \"x\"}", "\"text\""})
  void read_otherCause_isShownAsItIs(String cause) {
    assertEquals(
        cause,
        TriageFailure.read(
                Fields.of(
                    Json.object()
                        .set(
                            "state",
                            Json.object()
                                .set(
                                    "notifyFailed",
                                    Json.object().put("Error", "E").put("Cause", cause))),
                    "failure"),
                List.of())
            .cause());
  }

  private static Ownership ownership(String state, String... alertTags) {
    return TriageFailure.read(
            Fields.of(Json.read("{\"state\": %s}".formatted(state), "failure"), "failure"),
            List.of(alertTags))
        .ownership();
  }

  @Test
  void read_stateAfterEnrich_tellsWhoseItIs() {
    String state =
        """
        {"finding": {"resource": {"account": "111122223333"}},
         "facts": {"tags": {"status": "FOUND", "values": {"Team": "ledger", "Owner": " ", "N": 1}},
           "account": {"status": "FOUND",
             "values": {"name": "payments-prod", "ou": "ou-ab12-cdefghij", "tags": {}}}}}
        """;

    assertEquals(
        new Ownership(
            "111122223333",
            "payments-prod",
            "ou-ab12-cdefghij",
            "ledger",
            List.of(
                new Ownership.Tag("Owner", Fact.known(" ")),
                new Ownership.Tag("Team", Fact.known("ledger")))),
        ownership(state, "Owner", "Team", "N", "CostCenter"));
    assertEquals("", ownership(state).owner());
  }

  /** Its first step had failed, or wrote what nobody expects. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"facts\": []}", "{\"facts\": {\"tags\": 1, \"account\": []}}"})
  void read_stateWithoutTags_saysThatTheyWereNotRead(String state) {
    Ownership ownership = ownership(state, "Owner");

    assertEquals(
        new Ownership(
            "",
            "",
            "",
            "",
            List.of(
                new Ownership.Tag(
                    "Owner",
                    Fact.unread(Fact.Cause.FAILED, "The execution failed before it was read.")))),
        ownership);
    assertEquals(List.of(new FindingWords.Field("Owner", "not read")), OwnerWords.of(ownership));
  }

  @Test
  void read_state_isPreferredToTheInput() {
    TriageFailure failure =
        read(
            """
            {"input": {"detail": {"id": "of-event"}, "resources": ["arn:of-event"]},
             "state": {"finding": {"id": "of-state", "analyzerArn": "arn:of-state"}}}
            """);

    assertEquals("of-state", failure.findingId());
    assertEquals("arn:of-state", failure.analyzerArn());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\": {\"detail\": {\"id\": \"f\"}, \"resources\": [\"arn:a\"]}}",
        "{\"input\": {\"detail\": {\"findingId\": \"f\"}, \"resources\": [\"arn:a\"]}}",
        "{\"input\": {\"reference\": {\"findingId\": \"f\", \"analyzerArn\": \"arn:a\"}},"
            + " \"state\": 1}",
      })
  void read_inputOnly_namesTheFinding(String json) {
    assertEquals("f", read(json).findingId());
    assertEquals("arn:a", read(json).analyzerArn());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"input\": null, \"state\": []}",
        "{\"input\": \"text\", \"state\": \"text\"}",
        "{\"input\": {\"detail\": 7, \"resources\": {}, \"reference\": []}, \"state\":"
            + " {\"finding\": 1}}",
        "{\"input\": {\"detail\": {\"id\": 7}}, \"state\": {\"enrichFailed\": \"text\"}}",
        "{\"input\": {\"detail\": {\"id\": \"\"}}, \"state\": {\"finding\": {\"id\": {}}}}",
      })
  void read_anythingElse_isAFailureOfAnUnknownFinding(String json) {
    TriageFailure failure = read(json);

    assertEquals("", failure.findingId());
    assertEquals("unknown error", failure.error());
    assertEquals("no cause given", failure.cause());
    assertEquals("unknown finding", failure.subject());
  }

  @Test
  void identity_ofALongMessage_isItsHead() {
    String head = "x".repeat(300);

    TriageFailure one = read(withCause(head + "one"));
    TriageFailure other = read(withCause(head + "other"));

    assertEquals(one.identity(), other.identity());
    assertTrue(one.identity().length() < 400);
  }

  private static String withCause(String cause) {
    return "{\"state\": {\"notifyFailed\": {\"Error\": \"E\", \"Cause\": \"%s\"}}}"
        .formatted(cause);
  }
}
