package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.fixtures.LoggingContext;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NotifyHandlerTest {
  private final LoggingContext context = new LoggingContext();

  private JsonNode handle(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // The constructor that Lambda calls: it makes no client before one is needed.
    new NotifyHandler()
        .handleRequest(
            new ByteArrayInputStream(Json.bytes(SampleStates.request(name))), out, context);
    return Json.read(out.toByteArray(), "answer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public-bucket | {\"step\":\"notify\",\"findingId\":\"0910eedb-381e-4e95-adda-0d25c19e6e90\",\"outcome\":\"NOTIFY\",\"rule\":\"confidential-is-never-public\",\"published\":false}",
        "failure | {\"step\":\"report failure\",\"findingId\":\"7b1c2e90-55aa-4f0e-9d1c-2f6b8a4e1c33\",\"failedStep\":\"Archive finding\",\"error\":\"io.accesstriage.failure.PermanentFailure\",\"published\":false}",
      })
  void handle_withoutLedgerAndTopic_answersAndLogsOneLine(String name, String log)
      throws IOException {
    assertTrue(handle(name).path("notification").path("message").path("bodies").has("email"));
    assertEquals(List.of(log + "\n"), context.logged());
  }

  @Test
  void handle_alert_answersTheStateToo() throws IOException {
    assertEquals(
        SampleStates.request("public-bucket").path("state").path("finding"),
        handle("public-bucket").path("finding"));
  }
}
