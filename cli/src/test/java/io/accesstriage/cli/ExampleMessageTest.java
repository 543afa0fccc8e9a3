package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.fixtures.PublishedSchema;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The message that the examples of consumers are shown with is one that a queue gets. */
class ExampleMessageTest {
  private static final Path MESSAGE = CommandRun.HOME.resolve("docs/examples/consumers/alert.json");
  private static final Path EVENT =
      CommandRun.EVENTS.resolve("external/s3-bucket-shared-through-access-point.json");

  @Test
  void message_isWhatTheQueueGets() throws IOException {
    JsonNode message = Json.read(Files.readString(MESSAGE), "the example");
    List<String> printed =
        CommandRun.of("run", "--config", "AlertTags=Owner,Team", "--show", "json", EVENT)
            .out()
            .lines()
            .toList();
    JsonNode expected = Json.read(text(printed, printed.indexOf("    {")), "the message");
    ((ObjectNode) expected.path("decision")).set("decidedAt", message.at("/decision/decidedAt"));
    Path actual = Path.of("target", "alert.json");
    Files.writeString(actual, expected.toPrettyString() + "\n");

    assertEquals(
        expected.toPrettyString(),
        message.toPrettyString(),
        () -> "where the new message is right, copy %s to %s".formatted(actual, MESSAGE));
    assertEquals(List.of(), PublishedSchema.of("message").mistakes(message));
  }

  /** From one brace to the other. */
  private static String text(List<String> printed, int start) {
    return String.join("\n", printed.subList(start, printed.indexOf("    }") + 1));
  }
}
