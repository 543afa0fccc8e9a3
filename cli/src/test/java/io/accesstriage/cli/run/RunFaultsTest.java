package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that fail: nothing is lost, and nothing is archived on doubt. */
class RunFaultsTest {
  private static final List<String> ARCHIVED =
      List.of(
          "Enrich finding",
          "Evaluate rules",
          "Archive or notify?",
          "Archive finding",
          "Archived?",
          "Done");
  private static final List<String> ALERTED =
      List.of("Enrich finding", "Evaluate rules", "Archive or notify?", "Notify", "Done");

  @TempDir private Path temp;

  private CommandRun command(String sample, String... faults) {
    try {
      String account =
          Files.readString(CommandRun.EVENTS.resolve("sample-account.yaml"))
              + "\nfaults: [{"
              + String.join("}, {", faults)
              + "}]\n";
      return CommandRun.json(
          "--account",
          EventText.write(temp.resolve("account.yaml"), account),
          CommandRun.EVENTS.resolve(sample));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode run(String sample, String... faults) {
    CommandRun run = command(sample, faults);
    JsonNode result = run.result();
    assertEquals(
        result.path("status").textValue().equals("SUCCEEDED") ? 0 : 1, run.exitCode(), "exit code");
    return result;
  }

  private static void assertStates(List<String> expected, JsonNode result) {
    assertEquals(expected, CommandRun.texts(result.path("states")), result::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access-analyzer:GetFinding",
        "access-analyzer:GetFindingV2",
        "access-analyzer:UpdateFindings",
        "kms:ListResourceTags",
        "kms:ListAliases",
        "dynamodb:BatchGetItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:TransactWriteItems"
      })
  void fault_thatPasses_isRetriedWithoutRepeatingItsState(String operation) {
    JsonNode result =
        run(
            EventText.ARCHIVED,
            "operation: %s, error: ThrottlingException, times: 3".formatted(operation));
    assertStates(ARCHIVED, result);
    assertEquals(1, result.path("archived").size());
    assertEquals(0, result.path("alerts").size());
  }

  @Test
  void fault_ofTagsOfABucketThatPasses_isRetried() {
    JsonNode result =
        run(EventText.BUCKET, "operation: s3:GetBucketTagging, error: SlowDown, times: 2");
    assertStates(ALERTED, result);
    assertEquals("FOUND", result.at("/output/facts/tags/status").textValue());
    assertEquals("critical", result.at("/alerts/0/attributes/severity").textValue());
  }

  @Test
  void fault_twiceInTheFile_hitsTwiceAsOften() {
    String fault = "operation: kms:ListAliases, error: ThrottlingException, times: 4";
    assertStates(ARCHIVED, run(EventText.ARCHIVED, fault));
    assertStates(
        List.of("Enrich finding", "Report failure", "Failed"),
        run(EventText.ARCHIVED, fault, fault));
  }

  @Test
  void fault_thatStays_isReported() {
    JsonNode result =
        run(EventText.ARCHIVED, "operation: kms:ListResourceTags, error: ThrottlingException");
    assertStates(List.of("Enrich finding", "Report failure", "Failed"), result);
    assertEquals("FAILED", result.path("status").textValue());
    assertEquals("Enrich finding", result.at("/error/state").textValue());
    assertEquals("io.accesstriage.failure.TransientFailure", result.at("/error/error").textValue());
    assertTrue(
        result.at("/error/cause").textValue().contains("kms:ListResourceTags: ThrottlingException"),
        result::toString);
    assertEquals(1, result.path("alerts").size());
    assertEquals("FAILED", result.at("/alerts/0/attributes/outcome").textValue());
    assertEquals(0, result.path("archived").size());
  }

  @Test
  void fault_ofPermission_isNotRetried() {
    // The second call would succeed, if there were one.
    JsonNode result =
        run(
            EventText.ARCHIVED,
            "operation: access-analyzer:UpdateFindings, error: AccessDeniedException, times: 1");
    assertStates(
        List.of(
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Archive finding",
            "Report failure",
            "Failed"),
        result);
    assertEquals("io.accesstriage.failure.PermanentFailure", result.at("/error/error").textValue());
    assertEquals("ARCHIVE", result.path("outcome").textValue());
    assertEquals(0, result.path("archived").size());
    assertEquals(1, result.path("alerts").size());
  }

  @Test
  void fault_ofUpdateThatTookEffect_archivesOnce() {
    JsonNode result =
        run(
            EventText.ARCHIVED,
            "operation: access-analyzer:UpdateFindings, error: InternalServerException, times: 1, after: true");
    assertStates(ARCHIVED, result);
    assertEquals(1, result.path("archived").size());
    assertEquals("ALREADY_ARCHIVED", result.at("/output/archive/outcome").textValue());
    assertEquals(0, result.path("alerts").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"access-analyzer:GetFinding", "access-analyzer:GetFindingV2"})
  void fault_ofReadingTheFindingForGood_isAlertedFromTheEventAndNeverArchived(String operation) {
    JsonNode result =
        run(EventText.ARCHIVED, "operation: %s, error: AccessDeniedException".formatted(operation));
    assertStates(ALERTED, result);
    assertEquals("EVENT", result.at("/output/finding/readFrom").textValue());
    assertEquals("NOTIFY", result.path("outcome").textValue());
    assertEquals(0, result.path("archived").size());
    assertEquals(1, result.path("alerts").size());
  }

  /** An event that came late would otherwise be judged as if it were the finding. */
  @Test
  void fault_ofCredentialsThatPasses_isTriedAgainInsteadOfBelievingTheEvent() {
    JsonNode result =
        run(
            EventText.ARCHIVED,
            "operation: access-analyzer:GetFinding, error: ExpiredTokenException, times: 2");
    assertStates(ARCHIVED, result);
    assertEquals("API", result.at("/output/finding/readFrom").textValue());
  }

  @Test
  void fault_ofCredentialsForGood_isReported() {
    JsonNode result =
        run(
            EventText.ARCHIVED,
            "operation: access-analyzer:GetFinding, error: ExpiredTokenException");
    assertStates(List.of("Enrich finding", "Report failure", "Failed"), result);
    assertEquals(1, result.path("alerts").size());
  }

  @Test
  void fault_ofReadingTags_isDoubt() {
    JsonNode result =
        run(EventText.ARCHIVED, "operation: kms:ListResourceTags, error: AccessDeniedException");
    assertStates(ALERTED, result);
    assertEquals("DENIED", result.at("/output/facts/tags/status").textValue());
    assertEquals("FOUND", result.at("/output/facts/keyAliases/status").textValue());
  }

  @Test
  void fault_ofPublishingForGood_endsInTheDeadLetterQueue() {
    JsonNode result =
        run(EventText.NOTIFIED, "operation: sns:Publish, error: AuthorizationErrorException");
    assertStates(
        List.of(
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Notify",
            "Report failure",
            "Send to dead-letter queue",
            "Failed"),
        result);
    assertEquals("Notify", result.at("/error/state").textValue());
    assertEquals(0, result.path("alerts").size());
  }

  @Test
  void fault_ofPublishingAndOfTheQueue_endsUnreported() {
    JsonNode result =
        run(
            EventText.NOTIFIED,
            "operation: sns:Publish, error: AuthorizationErrorException",
            "operation: sqs:SendMessage, error: InternalError");
    List<String> states = CommandRun.texts(result.path("states"));
    assertEquals(
        List.of("Send to dead-letter queue", "Failed unreported"),
        states.subList(states.size() - 2, states.size()));
    assertEquals("FAILED", result.path("status").textValue());
  }

  @Test
  void fault_ofTheQueueThatPasses_isRetried() {
    JsonNode result =
        run(
            EventText.NOTIFIED,
            "operation: sns:Publish, error: AuthorizationErrorException",
            "operation: sqs:SendMessage, error: InternalError, times: 2");
    List<String> states = CommandRun.texts(result.path("states"));
    assertEquals(
        List.of("Send to dead-letter queue", "Failed"),
        states.subList(states.size() - 2, states.size()));
  }

  @Test
  void fault_ofPublishingThatTookEffect_repeatsTheAlertAtMostOnce() {
    JsonNode result =
        run(
            EventText.NOTIFIED,
            "operation: sns:Publish, error: InternalErrorException, times: 1, after: true");
    assertStates(ALERTED, result);
    assertEquals(2, result.path("alerts").size());
    assertEquals(result.at("/alerts/0"), result.at("/alerts/1"));
  }

  /** However long the topic answers with errors, a report is sent twice at most. */
  @Test
  void fault_ofPublishingAReportThatTookEffect_repeatsTheReportOnceAndGoesToTheQueue() {
    JsonNode result =
        run(
            EventText.NOTIFIED,
            "operation: dynamodb:BatchGetItem, error: ResourceNotFoundException",
            "operation: sns:Publish, error: InternalErrorException, after: true");
    assertStates(
        List.of(
            "Enrich finding",
            "Evaluate rules",
            "Report failure",
            "Send to dead-letter queue",
            "Failed"),
        result);
    assertEquals(2, result.path("alerts").size());
  }

  @Test
  void fault_ofPublishingAReportThatPasses_isTriedAgain() {
    JsonNode result =
        run(
            EventText.NOTIFIED,
            "operation: dynamodb:BatchGetItem, error: ResourceNotFoundException",
            "operation: sns:Publish, error: ThrottlingException, times: 1");
    assertStates(List.of("Enrich finding", "Evaluate rules", "Report failure", "Failed"), result);
    assertEquals(1, result.path("alerts").size());
  }

  @Test
  void fault_ofTheLedgerAfterTheAlert_repeatsTheAlertRatherThanLosingIt() {
    JsonNode result =
        run(
            EventText.NOTIFIED,
            "operation: dynamodb:PutItem, error: InternalServerError, times: 1, after: true");
    assertStates(ALERTED, result);
    assertEquals(
        1, result.path("alerts").size(), "the claim was written twice, the alert sent once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb:BatchGetItem", "dynamodb:PutItem"})
  void fault_ofTheLedgerForGood_archivesNothingAndIsReported(String operation) {
    JsonNode result =
        run(
            EventText.ARCHIVED,
            "operation: %s, error: ResourceNotFoundException".formatted(operation));
    assertStates(List.of("Enrich finding", "Evaluate rules", "Report failure", "Failed"), result);
    assertEquals("Evaluate rules", result.at("/error/state").textValue());
    assertEquals(0, result.path("archived").size());
    assertEquals(1, result.path("alerts").size());
  }

  @Test
  void fault_ofRecordingTheArchive_isReportedAlthoughItIsArchived() {
    JsonNode result =
        run(
            EventText.ARCHIVED,
            "operation: dynamodb:TransactWriteItems, error: AccessDeniedException");
    assertEquals("Archive finding", result.at("/error/state").textValue());
    assertEquals(1, result.path("archived").size(), "the update took effect before");
    assertEquals(1, result.path("alerts").size());
  }

  @Test
  void fault_ofNoTimes_neverHits() {
    assertStates(
        ARCHIVED, run(EventText.ARCHIVED, "operation: kms:ListAliases, error: SlowDown, times: 0"));
  }

  @Test
  void fault_inOneEvent_leavesTheNextAlone() throws IOException {
    String account =
        Files.readString(CommandRun.EVENTS.resolve("sample-account.yaml"))
            + "\nfaults: [{operation: kms:ListAliases, error: KMSInvalidStateException, times: 1}]\n";
    CommandRun run =
        CommandRun.json(
            "--account",
            EventText.write(temp.resolve("account.yaml"), account),
            CommandRun.EVENTS.resolve(EventText.NOTIFIED),
            CommandRun.EVENTS.resolve(EventText.ARCHIVED));
    assertEquals(0, run.exitCode());
    assertEquals(
        List.of("FAILED", "FOUND"),
        run.results().stream()
            .map(result -> result.at("/output/facts/keyAliases/status").textValue())
            .toList());
  }
}
