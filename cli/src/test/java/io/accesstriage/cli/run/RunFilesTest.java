package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong rules, account files and state machines: exit code 2, and nothing is run. */
class RunFilesTest {
  @TempDir private Path temp;
  private Path event;

  @BeforeEach
  void writeEvent() {
    event = EventText.of(EventText.NOTIFIED).in(temp, "event.json");
  }

  private String refusal(String option, String text) {
    Path file = EventText.write(temp.resolve("wrong"), text);
    return CommandRun.json(option, file, event).assertWrongUse().err();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rules", "--account", "--state-machine"})
  void run_withUnreadableFile_saysWhatItIs(String option) throws IOException {
    String what =
        option.equals("--state-machine") ? "state machine" : option.substring(2) + " file";
    Path missing = temp.resolve("missing");
    assertEquals(
        "%s: there is no such %s\n".formatted(missing, what),
        CommandRun.json(option, missing, event).assertWrongUse().err());
    CommandRun.json(option, temp, event).assertWrongUse();
    Path binary = Files.write(temp.resolve("binary"), new byte[] {0, 1, (byte) 0xff, (byte) 0xc0});
    assertEquals(
        "%s: the %s could not be read: it is no text in UTF-8 or UTF-16\n".formatted(binary, what),
        CommandRun.json(option, binary, event)
            .assertWrongUse()
            .err()
            .replace("rules file file", "rules file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rules", "--account", "--state-machine"})
  void run_withFileOfAnotherKind_saysWhere(String option) {
    for (String text : List.of("", "[]", "{", "hello", "\u0000", "{\"a\": \"\\ud800\"}")) {
      String refusal = refusal(option, text);
      assertTrue(
          Pattern.compile("wrong:\\d+:\\d+: ").matcher(refusal).find(),
          () -> "%s of %s: expected file:line:column, found %s".formatted(option, text, refusal));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rules", "--account", "--state-machine"})
  void run_withFileNestedTooDeep_saysSo(String option) {
    for (String text : List.of("[".repeat(20_000) + "]".repeat(20_000), "{\"a\":".repeat(20_000))) {
      String refusal = refusal(option, text);
      assertTrue(
          Pattern.compile("wrong:\\d+:\\d+: ").matcher(refusal).find(),
          () -> "expected file:line:column, found " + refusal);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rules", "--account"})
  void run_withAnchorsThatExpandForEver_endsSoon(String option) {
    StringBuilder laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c <= 'z'; c++) {
      laughs.append("%c: &%c [%s]\n".formatted(c, c, ("*" + (char) (c - 1) + ",").repeat(9)));
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          refusal(option, laughs.toString());
          refusal(option, "a: &a [*a]");
          refusal(option, "a: &a {b: *a, <<: *a}");
        });
  }

  @Test
  void run_withTenMistakesInTheRules_showsAllWithTheirPlaces() {
    String refusal =
        refusal(
            "--rules",
            """
            lists: {1st: [a]}
            rules:
              - id: one
                effect: allow
                when: finding.isPublik
              - id: one
                effect: archive
                when: resource.type == 1
              - id: "two words"
                effect: notify
                expires: 2027-12-31
                when: tag("a" == "b"
              - id: three
                effect: archive
                reason: x
                owner: x
                expires: 2027-13-01
                when: tag("a") == "b"
              - {effect: notify, wen: 'true'}
            """);
    List<String> mistakes =
        refusal.lines().filter(line -> line.matches(".*wrong:\\d+:\\d+: .*")).toList();
    assertTrue(mistakes.size() >= 10, () -> "all mistakes are shown:\n" + refusal);
    for (String expected : List.of("1st", "isPublik", "two words", "2027-13-01", "wen", "owner")) {
      assertTrue(refusal.contains(expected), () -> expected + " is shown in:\n" + refusal);
    }
    assertTrue(refusal.contains("did you mean"), () -> "a suggestion is shown in:\n" + refusal);
  }

  @Test
  void run_withCatastrophicPattern_endsSoon() {
    Path rules =
        EventText.write(
            temp.resolve("rules.yaml"),
            """
            rules:
              - {id: a, effect: notify, when: 'finding.id.matches("(a+)+$") || finding.id.matches("(a|a?)+b")'}
            """);
    EventText hostile = EventText.of(EventText.NOTIFIED);
    hostile.detail(detail -> detail.put("id", "a".repeat(50_000) + "!"));
    Path file = hostile.in(temp, "hostile.json");
    CommandRun run =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> CommandRun.json("--rules", rules, file));
    assertEquals("NOTIFY", run.result().path("outcome").textValue());
  }

  @Test
  void run_withMistakesInTheAccountFile_showsAllWithTheirPlaces() {
    assertEquals(
        """
        F:1:13: "arn" is missing: the resource's ARN
          resources: [{ar: x}, {arn: a, denied: 1}, {arn: b}, {arn: b}, {arn: ""}]
                      ^
        F:1:14: unknown field "ar"; did you mean "arn"? Known are: arn, account, tags, keyAliases, denied
          resources: [{ar: x}, {arn: a, denied: 1}, {arn: b}, {arn: b}, {arn: ""}]
                       ^
        F:1:39: "denied" has to be true or false
          resources: [{ar: x}, {arn: a, denied: 1}, {arn: b}, {arn: b}, {arn: ""}]
                                                ^
        F:1:59: the arn "b" is there twice
          resources: [{ar: x}, {arn: a, denied: 1}, {arn: b}, {arn: b}, {arn: ""}]
                                                                    ^
        F:1:69: "arn" is empty
          resources: [{ar: x}, {arn: a, denied: 1}, {arn: b}, {arn: b}, {arn: ""}]
                                                                              ^
        F:2:1: unknown field "ressources"; did you mean "resources"? Known are: accounts, resources, findings, faults
          ressources: []
          ^
        F:3:22: nothing makes the call "s3:GetBucketTags"; did you mean "s3:GetBucketTagging"? Known are: access-analyzer:GetFinding, access-analyzer:ListFindings, access-analyzer:UpdateFindings, dynamodb:BatchGetItem, dynamodb:GetItem, dynamodb:ListTagsOfResource, dynamodb:PutItem, dynamodb:TransactWriteItems, dynamodb:UpdateItem, ecr:ListTagsForResource, elasticfilesystem:ListTagsForResource, iam:ListRoleTags, iam:ListUserTags, kms:ListAliases, kms:ListResourceTags, lambda:ListTags, organizations:DescribeAccount, organizations:ListParents, organizations:ListTagsForResource, rds:ListTagsForResource, s3:GetBucketTagging, s3express:ListTagsForResource, secretsmanager:DescribeSecret, sns:ListTagsForResource, sns:Publish, sqs:ListQueueTags, sqs:SendMessage, sts:AssumeRole, tag:GetResources
          faults: [{operation: s3:GetBucketTags, error: X, times: -1}]
                               ^
        F:3:57: "times" has to be 0 or more
          faults: [{operation: s3:GetBucketTags, error: X, times: -1}]
                                                                  ^
        """,
        refusal(
                "--account",
                """
                resources: [{ar: x}, {arn: a, denied: 1}, {arn: b}, {arn: b}, {arn: ""}]
                ressources: []
                faults: [{operation: s3:GetBucketTags, error: X, times: -1}]
                """)
            .replace(temp.resolve("wrong").toString(), "F"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gone: true                           | \"id\" is missing: the finding's id",
        "id: ''                               | \"id\" is empty",
        "id: a, type: ''                      | \"type\" is empty",
        "id: a, status: GONE                  | expected one of ACTIVE, ARCHIVED, RESOLVED, found \"GONE\"",
        "id: a, isPublic: \"true\"            | \"isPublic\" has to be true or false",
        "id: a, updatedAt: yesterday          | expected a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z, found \"yesterday\"",
        "id: a, updatedAt: null               | \"updatedAt\" has no value",
        "id: a, principal: {account: 'x'}     | \"value\" is missing: an account's id, an ARN, \"*\" or a name",
        "id: a, principal: {value: b, kind: Alien} | expected one of Anyone, Account, Role, User, AssumedRole, FederatedUser, Federated, CanonicalUser, Service, Unknown, found \"Alien\"",
        "id: a, resource: {arn: ''}           | \"arn\" is empty",
        "id: a, resource: {name: b}           | unknown field \"name\". Known are: arn, type, account, region",
        "id: a, access: {actions: x}          | \"actions\" has to be a list",
        "id: a, sources: [{arn: x}]           | unknown field \"arn\". Known are: type, accessPointArn",
        "id: a, unused: {lastAccessed: never} | expected a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z, found \"never\"",
        "id: a, restrictions: [x]             | \"restrictions\" has to be a mapping of names to values",
        "id: a, statuss: x                    | unknown field \"statuss\"; did you mean \"status\"?"
      })
  void run_withWrongFindingInTheAccountFile_saysWhere(String fields, String problem) {
    String refusal = refusal("--account", "findings:\n  - {%s}\n".formatted(fields));
    assertTrue(
        refusal.contains(problem) && refusal.contains("wrong:2:"),
        () -> "expected %s, found %s".formatted(problem, refusal));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Type\": \"Wait\"     | \"Type\": \"Parallel\"   | state \"Wait for the other\": Type is \"Parallel\"",
        "${EnrichFunction}      | ${EnrichFunktion}        | needs a value for ${EnrichFunktion}",
        ":sqs:sendMessage       | :dynamodb:putItem        | :dynamodb:putItem",
        "\"Next\": \"Failed\"   | \"Next\": \"Fialed\"     | Fialed",
        "\"MaxAttempts\": 6     | \"MaxAttempt\": 6        | MaxAttempt"
      })
  void run_withUnsupportedStateMachine_saysWhere(String find, String replacement, String problem)
      throws IOException {
    String machine = Files.readString(CommandRun.HOME.resolve("statemachine.asl.json"));
    assertTrue(machine.contains(find), find);
    String refusal = refusal("--state-machine", machine.replace(find, replacement));
    assertTrue(
        refusal.contains(problem) && Pattern.compile("wrong:\\d+:\\d+: ").matcher(refusal).find(),
        () -> "expected %s with its place, found %s".formatted(problem, refusal));
  }

  @Test
  void run_withStateMachineThatIsNoJson_saysWhatWasExpected() {
    String refusal = refusal("--state-machine", "{\n  StartAt: A\n}");

    assertTrue(
        refusal.endsWith("wrong:2:3: this is not valid JSON: expected a name in double quotes\n"),
        refusal);
  }

  @Test
  void run_withEventThatIsNoJson_saysWhatWasExpected() {
    Path file = EventText.write(temp.resolve("e.json"), "{\n  \"a\": NaN}");

    assertEquals(
        "the event is not valid JSON at line 2, column 11: NaN and Infinity are no numbers in JSON:"
            + " write null or a text",
        CommandRun.json(file).result().at("/error/cause").textValue());
  }

  @Test
  void run_withOtherStateMachine_executesThatOne() {
    Path machine =
        EventText.write(
            temp.resolve("other.asl.json"),
            """
            {"StartAt": "Only", "States": {"Only": {"Type": "Pass", "Parameters": {"a": 1}, "End": true}}}
            """);
    CommandRun run = CommandRun.json("--state-machine", machine, event);
    assertEquals(List.of("Only"), CommandRun.texts(run.result().path("states")));
    assertEquals("{\"a\":1}", run.result().path("output").toString());
    assertTrue(run.result().path("outcome").isNull());
    assertEquals(0, run.exitCode());
  }
}
