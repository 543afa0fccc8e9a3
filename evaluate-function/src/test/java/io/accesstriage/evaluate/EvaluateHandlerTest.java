package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.FactsJson;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.fixtures.LoggingContext;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.state.TriageState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluateHandlerTest {
  private final LoggingContext context = new LoggingContext();

  /** As Lambda makes it: with the rules of the repository. */
  private final EvaluateHandler handler = new EvaluateHandler();

  @Test
  void handleRequest_stateOfEnrich_answersItWithTheDecision() throws IOException {
    TriageState answer =
        TriageState.read(Json.readObject(handle(request()), "the handler's answer"));

    assertEquals(Outcome.NOTIFY, answer.requireDecision().outcome());
    assertEquals(Findings.external(), answer.finding());
    assertEquals(
        List.of(
            "{\"step\":\"evaluate\",\"findingId\":\"f-1\",\"outcome\":\"NOTIFY\",\"rule\":null,"
                + "\"severity\":\"medium\",\"rulesVersion\":\"%s\"}\n"
                    .formatted(answer.requireDecision().rulesVersion())),
        context.logged());
  }

  @Test
  void handleRequest_logs_noTagsValue() throws IOException {
    ObjectNode request = request();
    ((ObjectNode) request.get("state"))
        .set("facts", FactsJson.write(Findings.tags(Map.of("Owner", "hunter2"))));

    handle(request);

    assertFalse(context.logged().get(0).contains("hunter2"), context.logged().get(0));
  }

  @Test
  void handleRequest_withoutConfig_namesTheField() {
    ObjectNode request = request();
    request.remove("config");

    assertEquals(
        "request.config is missing",
        assertThrows(MalformedInput.class, () -> handle(request)).getMessage());
  }

  @Test
  void handleRequest_askedForTheRulesVersion_answersThatOfItsDecisions() throws IOException {
    ObjectNode answer =
        (ObjectNode) Json.read(handle(Json.object().put("ask", "rulesVersion")), "answer");

    String version =
        TriageState.read(Json.readObject(handle(request()), "the handler's answer"))
            .requireDecision()
            .rulesVersion();
    assertEquals(Json.object().put("rulesVersion", version), answer);
    assertEquals(
        "{\"step\":\"evaluate\",\"rulesVersion\":\"%s\"}\n".formatted(version),
        context.logged().get(0));
  }

  @Test
  void handleRequest_askedForSomethingElse_saysWhatCanBeAsked() {
    assertEquals(
        "request.ask: expected \"rulesVersion\", found \"weather\"",
        assertThrows(MalformedInput.class, () -> handle(Json.object().put("ask", "weather")))
            .getMessage());
  }

  private byte[] handle(ObjectNode request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(Json.bytes(request)), out, context);
    return out.toByteArray();
  }

  private static ObjectNode request() {
    ObjectNode request = Json.object();
    ObjectNode state = request.putObject("state");
    state.set("finding", RecordJson.STATE.write(Findings.external()));
    state.set("facts", FactsJson.write(Findings.noFacts()));
    state.put("readAt", Findings.NOW.toString());
    request.put("execution", "execution:this");
    request
        .putObject("config")
        .put("ledger", "none")
        .put("mode", "archive")
        .put("analyzerArns", Findings.ANALYZER)
        .put("maxArchivesPerRulePerDay", "1000")
        .put("reviewAfterDays", "30")
        .put("busyWaitSeconds", "30")
        .put("immediateAlerts", "medium");
    return request;
  }
}
