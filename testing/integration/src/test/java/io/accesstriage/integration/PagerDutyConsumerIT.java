package io.accesstriage.integration;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The documented consumer that sends PagerDuty events. */
final class PagerDutyConsumerIT {
  private static final String ENQUEUE = "/v2/enqueue";
  private static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

  private final ExampleConsumer consumer =
      new ExampleConsumer(
          "pagerduty", "PAGERDUTY_URL", Json.object().put("routing_key", ROUTING_KEY), Map.of());

  @AfterEach
  void close() {
    consumer.close();
  }

  private void accepts() {
    consumer.stub(
        post(ENQUEUE)
            .willReturn(
                okJson("{\"status\": \"success\", \"message\": \"Event processed\"}")
                    .withStatus(202)));
  }

  @Test
  void message_isTheDocumentedEvent() {
    accepts();

    assertEquals(
        List.of(List.of()), consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert())));

    JsonNode documented = Json.read(consumer.run("", "pagerduty.py", "alert.json"), "event");
    assertEquals(
        List.of(((ObjectNode) documented).put("routing_key", ROUTING_KEY)),
        consumer.bodies("POST", ENQUEUE));
    ObjectNode alert = ExampleConsumer.alert();
    JsonNode payload = documented.path("payload");
    assertEquals("trigger", documented.path("event_action").textValue());
    assertEquals(alert.path("subject"), payload.path("summary"));
    assertEquals(alert.at("/finding/resource/arn"), payload.path("source"));
    assertEquals(alert.at("/resourceOwner/owner"), payload.at("/custom_details/owner"));
    assertEquals(alert.at("/links/finding"), documented.at("/links/0/href"));
  }

  @Test
  void readme_showsTheEvent() {
    String printed = consumer.run("", "pagerduty.py", "alert.json");

    assertTrue(Local.text(ExampleConsumer.FOLDER.resolve("README.md")).contains(printed), printed);
  }

  @Test
  void messagesAboutOneFinding_areOneAlert() {
    accepts();
    ObjectNode worse = ExampleConsumer.alert();
    worse.put("subject", "It got worse");
    ObjectNode other = ExampleConsumer.alert();
    ((ObjectNode) other.path("finding")).put("analyzerArn", "another");

    consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert(), worse, other));

    List<String> keys =
        consumer.bodies("POST", ENQUEUE).stream()
            .map(event -> event.path("dedup_key").textValue())
            .toList();
    assertEquals(keys.get(0), keys.get(1));
    assertEquals(2, keys.stream().distinct().count());
  }

  @Test
  void severities_areThoseOfPagerDuty() {
    accepts();
    ObjectNode storm = Json.object().put("schemaVersion", "1.1").put("kind", "storm");
    storm.put("subject", "A storm").put("text", "t").putObject("storm").put("hour", "10:00");

    consumer.invoke(
        ExampleConsumer.batch(of("critical"), of("high"), of("medium"), of("low"), storm));

    assertEquals(
        List.of("critical", "error", "warning", "info", "error"),
        consumer.bodies("POST", ENQUEUE).stream()
            .map(event -> event.at("/payload/severity").textValue())
            .toList());
  }

  @Test
  void eventThatIsNotAccepted_keepsTheMessage() {
    consumer.stub(post(ENQUEUE).willReturn(ExampleConsumer.error(429)));

    assertEquals(
        List.of(List.of("0")), consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert())));
  }

  private static ObjectNode of(String severity) {
    ObjectNode alert = ExampleConsumer.alert();
    ((ObjectNode) alert.path("decision")).put("severity", severity);
    return alert;
  }
}
