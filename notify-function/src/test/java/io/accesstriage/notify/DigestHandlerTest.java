package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.fixtures.LoggingContext;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.messages.AlertMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DigestHandlerTest {
  private final LoggingContext context = new LoggingContext();

  private JsonNode handle(DigestHandler handler, String ledger, String topic) throws IOException {
    ObjectNode request = Json.object();
    request.putObject("config").put("ledger", ledger).put("topic", topic);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(Json.bytes(request)), out, context);
    return Json.read(out.toByteArray(), "answer");
  }

  private static DigestHandler handler(boolean isHeard) {
    InMemoryLedger ledger = new InMemoryLedger();
    ledger.write(
        DigestEntries.due("f-1", DigestEntries.bucket("b", true), Severity.HIGH, "Secret reason."));
    AlertTopic topic =
        new AlertTopic() {
          @Override
          public void publish(AlertMessage message) {}

          @Override
          public boolean hasReader() {
            return isHeard;
          }
        };
    return new DigestHandler(
        new Digest(
            arn -> topic,
            table -> ledger,
            asked -> new ArchiveHistory.Page(List.of(), null),
            Clock.fixed(DigestEntries.NIGHT, ZoneOffset.UTC),
            1));
  }

  @Test
  void handle_asLambdaMakesIt_answersTheMessageWithoutLedgerAndTopic() throws IOException {
    JsonNode answer = handle(new DigestHandler(), "none", "none");

    assertTrue(answer.at("/message/bodies/email").isTextual());
    assertEquals(
        List.of(
            "{\"step\":\"digest\",\"alerts\":0,\"failures\":0,\"archived\":0,\"published\":false,\"subject\":\"[LOW] Access Analyzer digest: nothing to do\"}\n"),
        context.logged());
  }

  @Test
  void handle_digestSent_logsNumbersOnly() throws IOException {
    handle(handler(true), "table", "topic");

    assertEquals(
        List.of(
            "{\"step\":\"digest\",\"alerts\":1,\"failures\":0,\"archived\":0,\"published\":true,\"subject\":\"[HIGH] Access Analyzer digest: 1 alert\",\"cleared\":1,\"left\":0}\n"),
        context.logged());
  }

  /** The alarm's metric filter looks for it. */
  @Test
  void handle_nobodyListens_logsSo() throws IOException {
    handle(handler(false), "table", "topic");

    assertEquals(
        List.of("{\"step\":\"digest\",\"published\":false,\"listening\":false}\n"),
        context.logged());
  }
}
