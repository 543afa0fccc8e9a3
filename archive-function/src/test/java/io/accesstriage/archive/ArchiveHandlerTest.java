package io.accesstriage.archive;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.LoggingContext;
import io.accesstriage.json.Fields;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveHandlerTest {
  private static final String REQUEST =
      """
      {"state": {
         "finding": {"id": "id-1",
           "analyzerArn": "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization",
           "type": "ExternalAccess", "status": "ACTIVE", "isPublic": false,
           "resource": {"arn": "arn:aws:s3:::amzn-s3-demo-bucket", "type": "AWS::S3::Bucket"},
           "updatedAt": "2026-11-20T08:00:00Z", "contentHash": "1:00", "readFrom": "API"},
         "facts": {"tags": {"status": "FOUND", "values": {"Environment": "development"}},
           "keyAliases": {"status": "NONE", "values": []},
           "account": {"status": "FOUND",
             "values": {"name": "payments", "ou": "r-ab12", "tags": {}}},
           "principalInOrganization": {"status": "FOUND", "values": false}},
         "readAt": "2026-11-24T03:00:00Z", "origin": "EVENT",
         "decision": {"outcome": "ARCHIVE", "delivery": "IMMEDIATE", "rule": "development",
           "reason": "Development.", "severity": "medium",
           "risk": {"score": 0, "factors": []}, "rulesVersion": "v1",
           "decidedAt": "2026-11-24T03:00:01Z",
           "explanation": {"applied": [], "nearest": [], "otherArchiveRules": 0, "guards": [],
             "notes": []},
           "tagsUsed": {"Environment": "development"}}},
       "execution": "arn:aws:states:us-east-1:111122223333:execution:triage:1",
       "config": {"ledger": "none", "mode": "Archive", "reviewAfterDays": "30"}}
      """;

  private final LoggingContext context = new LoggingContext();

  private static final class Archive implements FindingArchive {
    private Finding finding =
        RecordJson.STATE.read(
            Finding.class,
            Fields.of(Json.read(REQUEST, "request"), "request").object("state").object("finding"));

    @Override
    public Optional<Finding> read(String analyzerArn, String findingId) {
      return Optional.of(finding);
    }

    @Override
    public void update(String analyzerArn, String findingId, FindingStatus status) {
      finding = finding.withStatus(status);
    }
  }

  private ObjectNode handle(String request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ArchiveHandler(
            new FindingArchiver(
                new Archive(),
                table -> fail("asked for ledger " + table),
                Clock.fixed(Instant.parse("2026-11-24T03:00:02Z"), ZoneOffset.UTC)))
        .handleRequest(
            new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)), out, context);
    return (ObjectNode) Json.read(out.toByteArray(), "answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Archive", "archive", "ARCHIVE"})
  void handle_request_answersTheStateWithTheOutcome(String mode) throws IOException {
    ObjectNode answer = handle(REQUEST.replace("\"Archive\"", "\"%s\"".formatted(mode)));

    ObjectNode expected = (ObjectNode) Json.read(REQUEST, "request").path("state").deepCopy();
    expected.putObject("archive").put("outcome", "ARCHIVED");
    assertEquals(expected, answer);
  }

  @Test
  void handle_request_logsOneLineWithoutTags() throws IOException {
    handle(REQUEST);

    assertEquals(
        List.of(
            "{\"step\":\"archive\",\"findingId\":\"id-1\",\"outcome\":\"ARCHIVED\",\"rule\":\"development\"}\n"),
        context.logged());
  }

  @Test
  void handle_requestWithoutMode_saysSo() {
    MalformedInput failure =
        assertThrows(MalformedInput.class, () -> handle(REQUEST.replace("\"mode\"", "\"other\"")));

    assertEquals("request.config.mode is missing", failure.getMessage());
  }

  @Test
  void handle_requestWithoutLedger_saysSo() {
    MalformedInput failure =
        assertThrows(
            MalformedInput.class, () -> handle(REQUEST.replace("\"ledger\"", "\"other\"")));

    assertEquals("request.config.ledger is missing", failure.getMessage());
  }

  @Test
  void handler_forLambda_makesNoClientBeforeOneIsNeeded() {
    assertDoesNotThrow(() -> new ArchiveHandler());
  }
}
