package io.accesstriage.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.source.AwsStub;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "explain");

  @TempDir private Path temp;

  /** The rule that is offered expires a year from now. */
  private static String timeless(String text) {
    return text.replaceAll("expires: \\d{4}-\\d\\d-\\d\\d", "expires: (in a year)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kms-key-tagged-but-of-another-alias",
        "kms-development-key-shared-with-account",
        "kms-development-key-public",
        "kms-key-with-hostile-tags-and-aliases",
        "kms-key-analysis-denied",
        "ec2-snapshot-public",
        "s3-bucket-archived-by-a-person"
      })
  void explain_ofASampleEvent_isTheGoldenText(String event) {
    CommandRun run =
        CommandRun.of("explain", CommandRun.EVENTS.resolve("external/" + event + ".json"));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        InputFile.text(GOLDEN.resolve(event + ".txt"), "golden text"), timeless(run.out()));
  }

  @Test
  void explain_asJson_isTheGoldenObject() {
    CommandRun run =
        CommandRun.of(
            "explain", "--json", CommandRun.EVENTS.resolve("external/ec2-snapshot-public.json"));
    String golden = InputFile.text(GOLDEN.resolve("ec2-snapshot-public.json"), "golden object");
    assertEquals(
        Json.read(golden, "golden object").toPrettyString(),
        Json.read(run.out().replace(CommandRun.EVENTS + "/", "events/"), "what explain printed")
            .toPrettyString());
  }

  /** It asks the same classes; this is what keeps it so. */
  @Test
  void explain_ofEverySampleEvent_decidesAsRunDoes() {
    for (JsonNode run : CommandRun.json().results()) {
      String event = run.path("event").textValue();
      JsonNode explained =
          CommandRun.of("explain", "--json", CommandRun.HOME.resolve(event)).result();
      for (String field : new String[] {"findingId", "outcome", "rule"}) {
        assertEquals(run.path(field), explained.path(field), event + ": " + field);
      }
    }
  }

  @Test
  void explain_whereACallFailsAtFirst_triesAgainAsTheStateMachineDoes() {
    Path account =
        EventText.write(
            temp.resolve("account.yaml"),
            """
            faults:
              - {operation: "access-analyzer:GetFinding", error: ThrottlingException, times: 2}
            """);
    CommandRun run =
        CommandRun.of(
            "explain", "--account", account, CommandRun.EVENTS.resolve(EventText.NOTIFIED));
    assertEquals(0, run.exitCode(), run.err());
  }

  @Test
  void explain_whereACallAlwaysFails_isWrongUse() {
    Path account =
        EventText.write(
            temp.resolve("account.yaml"),
            """
            faults:
              - {operation: "access-analyzer:GetFinding", error: ThrottlingException}
            """);
    Path event = CommandRun.EVENTS.resolve(EventText.NOTIFIED);
    CommandRun run = CommandRun.of("explain", "--account", account, event).assertWrongUse();
    assertEquals(
        event + ": access-analyzer:GetFinding: ThrottlingException: a fault of the account file\n",
        run.err());
  }

  @Test
  void explain_ofAFileThatIsNoFindingEvent_namesFileAndField() {
    Path event = CommandRun.EVENTS.resolve("malformed/id-missing.json");
    assertEquals(
        event + ": the event.detail.id is missing\n",
        CommandRun.of("explain", event).assertWrongUse().err());
  }

  @Test
  void explain_ofAFolder_isWrongUse() {
    Path folder = CommandRun.EVENTS.resolve("unused");
    assertEquals(
        folder + ": expected one event file, found 8\n",
        CommandRun.of("explain", folder).assertWrongUse().err());
  }

  @Test
  void explain_ofHostileTags_keepsTheTerminalSafe() {
    String out =
        CommandRun.of(
                "explain",
                CommandRun.EVENTS.resolve("external/kms-key-with-hostile-tags-and-aliases.json"))
            .out();
    assertFalse(out.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)), out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"findings\": []}",
        "[{\"id\": \"a\", \"resource\": \"r\", \"resourceType\": \"t\"}]",
        "{\"finding\": {\"id\": \"a\", \"resource\": \"r\", \"resourceType\": \"t\"}}",
        "{\"id\": \"a\", \"resource\": \"r\", \"findingType\": \"t\"}\n{\"id\": \"b\"}"
      })
  void explain_ofAnExport_saysWhichCommandReadsIt(String export) {
    Path file = EventText.write(temp.resolve("findings.json"), export);

    assertEquals(
        file
            + ": expected the event of a finding, and this is an export of findings, which \"triage"
            + " preview --from\" and \"triage diff --from\" read; \"triage explain --from FILE --id"
            + " ID\" explains one of them\n",
        CommandRun.of("explain", file).assertWrongUse().err());
    CommandRun run = CommandRun.json(file);
    assertEquals(1, run.exitCode());
    assertEquals(
        "expected the event of a finding, and this is an export of findings, which \"triage preview"
            + " --from\" and \"triage diff --from\" read; \"triage explain --from FILE --id ID\""
            + " explains one of them",
        run.result().at("/error/cause").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void explain_ofAnEventInAnyEncoding_isTheSame(String encoding) throws IOException {
    String event = EventText.of(EventText.NOTIFIED).text();
    String expected =
        CommandRun.of("explain", EventText.write(temp.resolve("event.json"), event)).out();
    for (String mark : List.of("", "\ufeff")) {
      Path file = Files.write(temp.resolve("event.json"), (mark + event).getBytes(encoding));

      assertEquals(expected, CommandRun.of("explain", file).out());
    }
  }

  @Test
  void explain_ofNoText_saysSo() throws IOException {
    Path file = Files.write(temp.resolve("event.json"), new byte[] {'"', (byte) 0xe9, '"'});

    assertEquals(
        file + ": the event is no text in UTF-8 or UTF-16\n",
        CommandRun.of("explain", file).assertWrongUse().err());
  }

  @Test
  void explain_ofEverySampleEvent_asCase_isACaseThatPasses() throws IOException {
    StringBuilder cases = new StringBuilder("cases:\n");
    for (JsonNode run : CommandRun.json().results()) {
      Path event = CommandRun.HOME.resolve(run.path("event").textValue());
      CommandRun explained = CommandRun.of("explain", "--as-case", event);
      assertEquals(0, explained.exitCode(), explained::err);
      // One finding has several events.
      cases.append(explained.out().replaceFirst("name: .*", "name: \"" + event + "\""));
    }
    Path tests = EventText.write(temp.resolve("rules-test.yaml"), cases.toString());

    CommandRun run = CommandRun.of("test", tests);

    assertFalse(run.out().contains("FAILED"), run::out);
  }

  /** What was not read is not taken for what is not there. */
  @Test
  void explain_ofWhatWasNotRead_asCase_saysSo() {
    assertEquals(
        """
          - name: finding 9b27dbdf-e0a3-491f-a346-cc13fc27ed12
            finding:
              resource:
                arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
                type: AWS::KMS::Key
              principal: {value: '444455556666'}
              access:
                actions:
                  - kms:Decrypt
                  - kms:DescribeKey
                  - kms:Encrypt
                  - kms:GenerateDataKey
                  - kms:GenerateDataKeyWithoutPlaintext
                  - kms:ReEncryptFrom
                  - kms:ReEncryptTo
            facts: {tags: unsupported, keyAliases: unsupported}
            expect: {outcome: NOTIFY, rule: none}
            leaves: [development-key-sharing]
        """,
        CommandRun.of(
                "explain",
                "--as-case",
                "--from",
                CommandRun.HOME.resolve("docs/examples/list-findings.json"),
                "--id",
                "9b27dbdf-e0a3-491f-a346-cc13fc27ed12")
            .out());
  }

  @Test
  void explain_ofAFindingOfAnExport_isThatOne() {
    Path export = CommandRun.HOME.resolve("docs/examples/list-findings.json");
    CommandRun run =
        CommandRun.of(
            "explain", "--json", "--from", export, "0ecaf828-e2f7-4553-8fcc-69d79561a0d1");
    assertEquals(
        "0ecaf828-e2f7-4553-8fcc-69d79561a0d1", run.result().path("findingId").textValue());
    assertEquals(export.toString(), run.result().path("event").textValue());
    assertEquals(
        export + ": has no finding \"another\\u001b[2J\"\n",
        CommandRun.of("explain", "--from", export, "--id", "another\u001b[2J")
            .assertWrongUse()
            .err());
    assertEquals(
        "--from and --analyzer-arn: expected one finding's id, FINDING_ID or --id ID\n",
        CommandRun.of("explain", "--from", export).assertWrongUse().err());
  }

  @Test
  void explain_ofAFindingOfAnAnalyzer_readsItAlone() {
    try (AwsStub aws = new AwsStub(3)) {
      CommandRun run =
          CommandRun.of("explain", "--analyzer-arn", AwsStub.ANALYZER, "--json", "finding-2");
      assertEquals(0, run.exitCode(), run::err);
      assertEquals("finding-2", run.result().path("findingId").textValue());
      assertEquals(1, aws.read());
      assertFalse(aws.calls().contains("POST /findingv2"), () -> aws.calls().toString());

      aws.deny(call -> call.startsWith("GET /findingv2"));
      CommandRun denied = CommandRun.of("explain", "--analyzer-arn", AwsStub.ANALYZER, "finding-2");
      assertEquals(1, denied.exitCode());
      assertEquals("", denied.out());
    }
  }
}
