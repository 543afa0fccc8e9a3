package io.accesstriage.enrich;

import static io.accesstriage.enrich.SampleEvents.ANALYZER;
import static io.accesstriage.enrich.SampleEvents.ID;
import static io.accesstriage.enrich.SampleEvents.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.fixtures.LoggingContext;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EnrichHandlerTest {
  private final FakeAccount account = new FakeAccount();
  private final LoggingContext context = new LoggingContext();
  private final EnrichHandler handler =
      new EnrichHandler(
          config ->
              new FindingEnricher(
                  account.findings(),
                  new TagReaders(
                      Map.of("AWS::KMS::Key", account.tagReader("kms:ListResourceTags"))),
                  account.aliasReader(),
                  Runnable::run,
                  Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC)));

  @Test
  void handleRequest_event_answersTheState() throws IOException {
    ObjectNode event = SampleEvents.external("AWS::KMS::Key", KEY);
    account.finding = () -> Optional.of(SampleEvents.finding(event).asRead("1:abc"));
    account.tags = () -> Map.of("Environment", "development");
    ObjectNode expected =
        (ObjectNode)
            Json.read(
                """
                {"facts": {"tags": {"status": "FOUND", "values": {"Environment": "development"}},
                           "keyAliases": {"status": "NONE", "values": []},
                           "account": {"status": "UNSUPPORTED", "reason":
                             "Accounts are not looked up: the parameter AccountFacts is none."},
                           "principalInOrganization": {"status": "UNSUPPORTED", "reason":
                             "Accounts are not looked up: the parameter AccountFacts is none."}},
                 "readAt": "2026-11-24T12:00:00Z", "origin": "EVENT"}
                """,
                "expected");
    expected.set("finding", RecordJson.STATE.write(SampleEvents.finding(event).asRead("1:abc")));

    assertEquals(expected, handle(event));
  }

  /** The other steps, and the report of a failure, get them with the state. */
  @Test
  void handleRequest_withAlertTags_passesThemOn() throws IOException {
    account.finding =
        () ->
            Optional.of(
                SampleEvents.finding(SampleEvents.external("AWS::KMS::Key", KEY)).asRead("1:abc"));
    ObjectNode request = Json.object().set("event", SampleEvents.external("AWS::KMS::Key", KEY));
    ObjectNode config = request.putObject("config");
    config.put("account", "111122223333").put("memberAccountRole", "none");
    config.put("externalId", "none").put("accountFacts", "none");

    assertFalse(handle(request).has("alertTags"));
    config.put("alertTags", "");
    assertFalse(handle(request).has("alertTags"));
    config.put("alertTags", "Data Owner,Team");
    assertEquals(
        Json.read("[\"Data Owner\", \"Team\"]", "expected"), handle(request).path("alertTags"));
  }

  @Test
  void handleRequest_log_namesNoTag() throws IOException {
    ObjectNode event = SampleEvents.external("AWS::KMS::Key", KEY);
    account.finding = () -> Optional.of(SampleEvents.finding(event).asRead("1:abc"));
    account.tags = () -> Map.of("Secret", "of the owner");
    account.aliases =
        () -> {
          throw new AwsCallException("kms:ListAliases", "AccessDeniedException", 400, "no");
        };

    handle(event);

    assertEquals(
        List.of(
            "{\"step\":\"enrich\",\"findingId\":\""
                + ID
                + "\",\"readFrom\":\"API\",\"tags\":\"FOUND\",\"keyAliases\":\"DENIED\",\"account\":\"UNSUPPORTED\",\"principalInOrganization\":\"UNSUPPORTED\"}\n"),
        context.logged());
  }

  @Test
  void handleRequest_reference_answersTheState() throws IOException {
    account.finding =
        () ->
            Optional.of(
                SampleEvents.finding(SampleEvents.external("AWS::KMS::Key", KEY)).asRead("1:abc"));

    JsonNode answer =
        handle(
            Json.read(
                "{\"event\": {\"reference\": {\"analyzerArn\": \"%s\", \"findingId\": \"%s\"}}}"
                    .formatted(ANALYZER, ID),
                "request"));

    assertEquals("API", answer.at("/finding/readFrom").asText());
  }

  @Test
  void handleRequest_300KilobytesThatNobodyReads_areLeftOut() throws IOException {
    ObjectNode event = SampleEvents.external("AWS::KMS::Key", KEY);
    SampleEvents.detail(event).put("novelty", "x".repeat(300_000));
    denyFinding();

    JsonNode answer = handle(event);

    assertEquals("EVENT", answer.at("/finding/readFrom").asText());
    assertTrue(Json.bytes(answer).length < 2_000);
  }

  @Test
  void handleRequest_300KilobytesOfCondition_isAReportedFailure() {
    ObjectNode event = SampleEvents.external("AWS::KMS::Key", KEY);
    SampleEvents.detail(event).putObject("condition").put("k", "x".repeat(300_000));
    denyFinding();

    PermanentFailure failure = assertThrows(PermanentFailure.class, () -> handle(event));

    assertTrue(
        failure
            .getMessage()
            .matches(
                "Finding [-0-9a-f]+ of analyzer \\S+ is too large to triage: with its facts it has 30\\d{4} bytes, at most 204800 can be passed on\\. Look at it in the console\\."),
        failure.getMessage());
  }

  @Test
  void handleRequest_nested5000Deep_isMalformed() {
    String deep = "{\"event\":".repeat(5_000) + "1" + "}".repeat(5_000);

    MalformedInput error = assertThrows(MalformedInput.class, () -> handle(deep));

    assertEquals(
        "request is not valid JSON at line 1, column 9002: it is nested deeper than 1,000 levels, which no output of AWS is",
        error.getMessage());
  }

  @Test
  void handleRequest_noFindingEvent_namesTheField() {
    assertEquals(
        "request.source is missing",
        assertThrows(MalformedInput.class, () -> handle("{}")).getMessage());
    assertEquals(List.of(), context.logged());
  }

  @Test
  void handleRequest_hostileNames_stayWhatTheyAre() throws IOException {
    String name = "arn:aws:kms:us-east-1:111122223333:key/a:b/../%2F\"\u202e\n{}";
    ObjectNode event = SampleEvents.external("AWS::KMS::Key", name);
    denyFinding();

    assertEquals(name, handle(event).at("/finding/resource/arn").asText());
    assertFalse(context.logged().get(0).trim().contains("\n"));
  }

  @Test
  void constructor_ofLambda_needsNoAccountYet() throws ReflectiveOperationException {
    Object loaded =
        Class.forName("io.accesstriage.enrich.EnrichHandler").getConstructor().newInstance();

    assertTrue(loaded instanceof RequestStreamHandler);
  }

  private void denyFinding() {
    account.finding =
        () -> {
          throw new AwsCallException("access-analyzer:GetFinding", "AccessDenied", 403, "no");
        };
  }

  private JsonNode handle(JsonNode request) throws IOException {
    return handle(Json.text(request));
  }

  private JsonNode handle(String request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)), out, context);
    return Json.read(out.toByteArray(), "answer");
  }
}
