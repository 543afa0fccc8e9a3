package io.accesstriage.integration;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.accesstriage.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The documented consumer that files Jira issues. */
final class JiraConsumerIT {
  private static final String SEARCH = "/rest/api/3/search/jql";
  private static final String CREATE = "/rest/api/3/issue";
  private static final String COMMENT = "/rest/api/3/issue/10042/comment";
  private static final String FOUND = "{\"issues\": [{\"id\": \"10042\", \"key\": \"SEC-7\"}]}";

  private final ExampleConsumer consumer =
      new ExampleConsumer(
          "jira",
          "JIRA_URL",
          Json.object().put("email", "triage@example.com").put("token", "t0k:en"),
          Map.of("JIRA_PROJECT", "SEC", "JIRA_ISSUE_TYPE", "Task"));

  @AfterEach
  void close() {
    consumer.close();
  }

  /** An issue that is filed is found afterwards. */
  private void emptyJira() {
    consumer.stub(
        post(SEARCH)
            .inScenario("issue")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson("{\"issues\": [], \"isLast\": true}")));
    consumer.stub(
        post(CREATE)
            .inScenario("issue")
            .willReturn(okJson("{\"id\": \"10042\", \"key\": \"SEC-7\"}").withStatus(201))
            .willSetStateTo("filed"));
    consumer.stub(
        post(SEARCH).inScenario("issue").whenScenarioStateIs("filed").willReturn(okJson(FOUND)));
    consumer.stub(post(COMMENT).willReturn(okJson("{\"id\": \"1\"}").withStatus(201)));
  }

  @Test
  void firstMessage_isFiledAsTheDocumentedIssue() {
    emptyJira();

    assertEquals(
        List.of(List.of()), consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert())));

    assertEquals(List.of("POST " + SEARCH, "POST " + CREATE), consumer.calls());
    assertEquals(
        List.of(Json.read(consumer.run("", "jira.py", "alert.json"), "issue")),
        consumer.bodies("POST", CREATE));
    JsonNode fields = consumer.bodies("POST", CREATE).get(0).path("fields");
    assertEquals("SEC", fields.at("/project/key").textValue());
    assertEquals(ExampleConsumer.alert().path("subject"), fields.path("summary"));
    assertEquals("severity-medium", fields.at("/labels/2").textValue());
    String key = fields.at("/labels/1").textValue();
    assertTrue(key.matches("aat-[0-9a-f]{32}"), key);
    assertEquals(
        Json.read(
            """
            {"jql": "project = \\"SEC\\" AND labels = \\"%s\\" AND statusCategory != Done",
             "fields": ["summary"], "maxResults": 1, "reconcileIssues": []}
            """
                .formatted(key),
            "expected"),
        consumer.bodies("POST", SEARCH).get(0));
    assertEquals(List.of("Basic dHJpYWdlQGV4YW1wbGUuY29tOnQwazplbg=="), consumer.authorizations());
    assertTrue(
        texts(fields.path("description"))
            .contains(ExampleConsumer.alert().at("/containment/steps/0/command").textValue()));
  }

  @Test
  void secondMessageAboutTheFinding_isACommentAndNoOtherIssue() {
    emptyJira();
    ObjectNode later = ExampleConsumer.alert().put("text", "It got worse.");

    assertEquals(
        List.of(List.of(), List.of()),
        consumer.invoke(
            ExampleConsumer.batch(ExampleConsumer.alert()), ExampleConsumer.batch(later)));

    assertEquals(
        List.of("POST " + SEARCH, "POST " + CREATE, "POST " + SEARCH, "POST " + COMMENT),
        consumer.calls());
    assertEquals(
        "[10042]",
        Json.text(consumer.bodies("POST", SEARCH).get(1).path("reconcileIssues")),
        "else Jira may not find it yet");
    assertEquals(
        "It got worse.", texts(consumer.bodies("POST", COMMENT).get(0).path("body")).get(0));
  }

  @Test
  void anotherFinding_isAnotherIssue() {
    emptyJira();
    consumer.stub(post(SEARCH).willReturn(okJson("{\"issues\": []}")));
    ObjectNode other = ExampleConsumer.alert();
    ((ObjectNode) other.path("finding")).put("id", "another");
    ObjectNode failed =
        Json.object().put("schemaVersion", "1.1").put("kind", "failure").put("subject", "s");
    failed.put("text", "t").put("execution", "e").putObject("failure").putNull("findingId");

    consumer.invoke(ExampleConsumer.batch(ExampleConsumer.alert(), other, failed));

    assertEquals(
        3,
        consumer.bodies("POST", CREATE).stream()
            .map(issue -> issue.at("/fields/labels/1").textValue())
            .distinct()
            .count());
  }

  @Test
  void callThatFails_keepsItsMessageOnly() {
    consumer.stub(post(SEARCH).willReturn(okJson("{\"issues\": []}")));
    consumer.stub(post(CREATE).willReturn(okJson("{\"id\": \"1\"}").withStatus(201)));
    consumer.stub(
        post(CREATE)
            .withRequestBody(containing("refuse me"))
            .willReturn(ExampleConsumer.error(400)));

    assertEquals(
        List.of(List.of("1")),
        consumer.invoke(
            ExampleConsumer.batch(
                ExampleConsumer.alert(),
                ExampleConsumer.alert().put("subject", "refuse me"),
                ExampleConsumer.alert())));
    assertEquals(3, consumer.bodies("POST", CREATE).size());
  }

  @Test
  void messageThatIsNotOurs_isKept_andADigestIsNotFiled() {
    ObjectNode envelope = Json.object().put("Type", "Notification");
    envelope.put("Message", Json.text(ExampleConsumer.alert()));
    ObjectNode digest = Json.object().put("schemaVersion", "1.1").put("kind", "digest");

    assertEquals(
        List.of(List.of("0", "1", "2", "3")),
        consumer.invoke(
            ExampleConsumer.batchOf(
                Json.text(envelope),
                "no JSON",
                "[]",
                Json.text(ExampleConsumer.alert().put("schemaVersion", "2.0")),
                Json.text(digest))));
    assertEquals(List.of(), consumer.calls());
  }

  /** Jira shows text nodes as they are; a query is made of digits only. */
  @Test
  void hostileText_staysText() {
    emptyJira();
    String hostile = "\"] OR project is not EMPTY {code} [x|http://evil.com] <b>\u202e";
    ObjectNode alert = ExampleConsumer.alert().put("subject", hostile).put("text", hostile);
    ((ObjectNode) alert.path("finding")).put("id", hostile);

    assertEquals(List.of(List.of()), consumer.invoke(ExampleConsumer.batch(alert)));

    assertEquals(hostile, consumer.bodies("POST", CREATE).get(0).at("/fields/summary").textValue());
    assertEquals(
        hostile, texts(consumer.bodies("POST", CREATE).get(0).at("/fields/description")).get(0));
    assertFalse(consumer.bodies("POST", SEARCH).get(0).path("jql").textValue().contains("EMPTY"));
  }

  private static List<String> texts(JsonNode document) {
    return document.findValuesAsText("text");
  }
}
