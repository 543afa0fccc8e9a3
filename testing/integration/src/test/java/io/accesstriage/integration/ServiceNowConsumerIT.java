package io.accesstriage.integration;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The documented consumer that opens ServiceNow incidents. */
final class ServiceNowConsumerIT {
  private static final String TABLE = "/api/now/table/incident";

  private final ExampleConsumer consumer =
      new ExampleConsumer(
          "servicenow",
          "SERVICENOW_URL",
          Json.object().put("user", "triage").put("password", "secret"),
          Map.of());

  private final String key = documented().path("correlation_id").textValue();

  @AfterEach
  void close() {
    consumer.close();
  }

  private JsonNode documented() {
    return Json.read(consumer.run("", "servicenow.py", "alert.json"), "incident");
  }

  private void instanceKnows(String correlationId) {
    consumer.stub(
        get(urlPathEqualTo(TABLE))
            .willReturn(
                okJson(
                    "{\"result\": [{\"sys_id\": \"a9e3\", \"correlation_id\": \"%s\"}]}"
                        .formatted(correlationId))));
    consumer.stub(post(TABLE).willReturn(okJson("{\"result\": {}}").withStatus(201)));
    consumer.stub(patch(urlPathEqualTo(TABLE + "/a9e3")).willReturn(okJson("{\"result\": {}}")));
  }

  private String search() {
    return "GET %s?sysparm_query=correlation_id%%3D%s%%5Eactive%%3Dtrue&sysparm_fields=sys_id%%2Ccorrelation_id&sysparm_limit=1"
        .formatted(TABLE, key);
  }

  @Test
  void firstMessage_isOpenedAsTheDocumentedIncident() {
    consumer.stub(get(urlPathEqualTo(TABLE)).willReturn(okJson("{\"result\": []}")));
    consumer.stub(post(TABLE).willReturn(okJson("{\"result\": {}}").withStatus(201)));

    assertEquals(
        List.of(List.of()), consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert())));

    assertEquals(List.of(search(), "POST " + TABLE), consumer.calls());
    assertEquals(List.of(documented()), consumer.bodies("POST", TABLE));
    assertTrue(key.matches("aat-[0-9a-f]{32}"), key);
    assertEquals(List.of("Basic dHJpYWdlOnNlY3JldA=="), consumer.authorizations());
  }

  @Test
  void secondMessageAboutTheFinding_isAWorkNoteAndNoOtherIncident() {
    instanceKnows(key);
    ObjectNode later = ExampleConsumer.alert().put("text", "Worse: [code]<a>[/CODE] [ code]");

    assertEquals(List.of(List.of()), consumer.invoke(ExampleConsumer.batch(later)));

    assertEquals(List.of(search(), "PATCH " + TABLE + "/a9e3"), consumer.calls());
    assertEquals(
        "Worse: (code]<a>(/CODE] ( code]",
        consumer
            .bodies("PATCH", TABLE + "/a9e3")
            .get(0)
            .path("work_notes")
            .textValue()
            .lines()
            .findFirst()
            .orElseThrow());
  }

  /** An instance that does not understand the query answers any incident. */
  @Test
  void incidentOfSomethingElse_isNotTakenForTheFindings() {
    instanceKnows("something else");

    consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert()));

    assertEquals(List.of(search(), "POST " + TABLE), consumer.calls());
  }

  @Test
  void callThatFails_keepsTheMessage() {
    consumer.stub(any(urlPathEqualTo(TABLE)).willReturn(ExampleConsumer.error(401)));

    assertEquals(
        List.of(List.of("0")), consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert())));
  }

  /** Another host would be shown the password. */
  @Test
  void redirect_isNotFollowed() {
    consumer.stub(
        get(urlPathEqualTo(TABLE))
            .willReturn(
                ExampleConsumer.error(302).withHeader("Location", "http://127.0.0.1:9/elsewhere")));

    assertEquals(
        List.of(List.of("0")), consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert())));
    assertEquals(List.of(search()), consumer.calls());
  }
}
