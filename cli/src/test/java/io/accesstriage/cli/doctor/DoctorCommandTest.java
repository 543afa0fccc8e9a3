package io.accesstriage.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DoctorCommandTest {
  @TempDir private Path folder;
  private final DeploymentStub aws = new DeploymentStub();
  private Path samconfig;

  @BeforeEach
  void writeSettings() throws IOException {
    samconfig =
        Files.writeString(
            folder.resolve("samconfig.toml"),
            """
            [default.deploy.parameters]
            stack_name = "access-analyzer-triage"
            region = "us-east-1"
            parameter_overrides = "Mode=\\"observe\\" SweepHours=\\"6\\""
            """);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private CommandRun doctor(String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = new String[more.length + 2];
    args[0] = "--samconfig";
    args[1] = samconfig.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    System.setProperty("triage.home", CommandRun.HOME.toString());
    int exitCode =
        new CommandLine(
                new DoctorCommand(
                    address -> new ByteArrayInputStream(aws.zip),
                    Clock.fixed(DeploymentStub.NOW, ZoneOffset.UTC)))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new CommandRun(
        exitCode, out.toString().replace(samconfig.toString(), "samconfig.toml"), err.toString());
  }

  /** What a person sees of a deployment in which all is well. */
  @Test
  void everything_asItShouldBe_isOk() throws IOException {
    CommandRun run = doctor();

    assertEquals("", run.err());
    assertEquals(Faults.golden().get("nothing"), run.out());
    assertEquals(0, run.exitCode());
  }

  static Stream<String> faults() {
    return Faults.ALL.keySet().stream();
  }

  /** Each fault of a deployment is reported alone, with why it matters and what fixes it. */
  @ParameterizedTest
  @MethodSource("faults")
  void fault_isTold(String name) throws IOException {
    Faults.ALL.get(name).accept(aws);

    CommandRun run = doctor();

    assertEquals("", run.err());
    assertEquals(Faults.golden().get(name), Faults.notOk(run.out()));
    assertEquals(1, run.exitCode());
  }

  /** A policy that lacks one of its actions leaves that check unknown, and never makes it ok. */
  @ParameterizedTest
  @EnumSource(
      value = Reading.class,
      names = {"DESCRIBE_STACKS", "LIST_STACK_RESOURCES"},
      mode = EnumSource.Mode.EXCLUDE)
  void deniedCall_isUnknown(Reading reading) {
    aws.deny(reading.action());

    CommandRun run = doctor();

    assertEquals(1, run.exitCode());
    assertEquals(false, run.out().contains("WRONG"), run::out);
    assertEquals(true, run.out().contains("\nunknown  "), run::out);
    assertEquals(false, run.out().contains("\u001b"), run::out);
  }

  /** Holds --print-policy to the calls, in both directions. */
  @Test
  void policy_hasTheActionsOfAllCallsAndNoOther() {
    doctor();

    Set<String> allowed = new TreeSet<>();
    JsonNode policy = Json.read(doctor("--print-policy").out(), "policy");
    policy
        .path("Statement")
        .forEach(
            statement -> statement.path("Action").forEach(action -> allowed.add(action.asText())));
    assertEquals(aws.calls(), allowed);
  }

  @Test
  void policy_isOfTheStackOnly() {
    CommandRun run = doctor("--stack-name", "triage-eu", "--region", "eu-west-1", "--print-policy");

    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("\"arn:*:lambda:eu-west-1:*:function:triage-eu-*\""), run::out);
    assertTrue(run.out().contains("\"arn:*:iam::*:role/AccessAnalyzerTriageRead\""), run::out);
    assertEquals(Set.of(), aws.calls(), "nothing is asked");
  }

  @Test
  void json_isAnObjectForEachOutcome() {
    aws.messages.put("DeadLetterQueue", 2);

    List<JsonNode> lines = doctor("--json").results();

    assertEquals(14, lines.size());
    assertEquals(
        "{\"check\":\"trail\",\"result\":\"ok\",\"what\":\"all logs writing management events\",\"why\":null,\"fix\":null}",
        Json.text(lines.get(7)));
    assertEquals(
        "wrong: 2 in DeadLetterQueue",
        lines.get(13).path("result").textValue() + ": " + lines.get(13).path("what").textValue());
  }

  @Test
  void rulesOfSeveralFiles_areComparedAsTheFunctionReadsThem() throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    String ofA = "rules:\n  - {id: a, effect: notify, when: finding.isPublic}\n";
    String ofB = ofA.replace("id: a", "id: b");
    Files.writeString(rules.resolve("a.yaml"), ofA);
    Files.writeString(rules.resolve("b.yaml"), ofB);
    aws.packageRules(
        Map.of(
            "b.yaml",
            ofB,
            "a.yaml",
            ofA,
            "a-test.yaml",
            "cases: []",
            "cookbook/c.yaml",
            "rules: 7"));

    assertTrue(
        doctor("--rules", rules.toString()).out().contains(" is deployed, as in " + rules),
        () -> doctor("--rules", rules.toString()).out());

    aws.packageRules(Map.of("a.yaml", ofA));
    assertTrue(
        doctor("--rules", rules.toString()).out().contains("WRONG    rules: deployed is version"));
  }

  @Test
  void stackThatIsNotThere_couldNotStart() {
    CommandRun run =
        CommandRun.of(
            "doctor", "--samconfig", samconfig, "--stack-name", "other", "--region", "eu-west-1");

    assertEquals(
        "there is no stack other in eu-west-1; name yours with --stack-name and --region"
            + " (\"aws cloudformation list-stacks\" lists them)\n",
        run.assertWrongUse().err());
  }

  @Test
  void expiredCredentials_couldNotStart() {
    aws.expire(call -> true);

    CommandRun run = CommandRun.of("doctor", "--samconfig", samconfig);

    assertEquals(
        "there are no credentials, or they are not valid or have expired. Log in (such as \"aws sso"
            + " login\") and name the profile with --profile. The answer was:"
            + " cloudformation:DescribeStacks: ExpiredTokenException: The security token has"
            + " expired\n",
        run.assertWrongUse().err());
  }

  @Test
  void deniedStack_couldNotStart() {
    aws.deny("cloudformation:DescribeStacks");

    CommandRun run = CommandRun.of("doctor", "--samconfig", samconfig);

    assertTrue(
        run.assertWrongUse()
            .err()
            .startsWith(
                "your credentials may not read the stack access-analyzer-triage in us-east-1;"
                    + " triage doctor --print-policy prints what they need. The answer was:"),
        run::err);
  }

  @Test
  void credentialsThatExpireOnTheWay_leaveTheRestUnknown() {
    aws.expire(call -> !call.startsWith("cloudformation:"));

    CommandRun run = doctor();

    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("\n2 ok, 0 wrong, "), run::out);
    assertTrue(run.out().contains("Log in (such as \"aws sso login\")"), run::out);
  }

  @Test
  void stackOfAnotherProduct_couldNotStart() {
    aws.resources.remove("TriageStateMachine AWS::StepFunctions::StateMachine");

    CommandRun run = CommandRun.of("doctor", "--samconfig", samconfig);

    assertEquals(
        "the stack access-analyzer-triage in us-east-1 has no resource TriageStateMachine, so it is"
            + " none of this product; name yours with --stack-name\n",
        run.assertWrongUse().err());
  }

  /** CloudFormation lists what it has deleted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ROLLBACK_COMPLETE  | so nothing is triaged. See why: aws cloudformation describe-stack-events",
        "CREATE_FAILED      | then \"sam delete\" and deploy again",
        "CREATE_IN_PROGRESS | run triage doctor again once that has ended",
      })
  void stackThatWasNotMade_couldNotStart(String status, String message) {
    aws.status = status;
    aws.deleted.add("TriageStateMachine");

    CommandRun run = CommandRun.of("doctor", "--samconfig", samconfig.toString());

    String error = run.assertWrongUse().err();
    assertTrue(
        error.contains(" is in status %s and has no state machine".formatted(status)), error);
    assertTrue(error.contains(message), error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stack_name = \"another\"\n",
        "stack_name = \"access-analyzer-triage\"\nregion = \"eu-west-1\"\n"
      })
  void settingsOfAnotherStack_areNotCompared(String settings) throws IOException {
    Files.writeString(
        samconfig,
        "[default.deploy.parameters]\nparameter_overrides = \"Mode=archive\"\n" + settings);

    CommandRun run = doctor("--stack-name", DeploymentStub.STACK, "--region", "us-east-1");

    assertTrue(
        run.out()
            .contains(
                "unknown  parameters: not compared: samconfig.toml is of another stack or region\n"),
        run::out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--stack-name | $(reboot)  | --stack-name: expected a stack's name, such as access-analyzer-triage, found \"$(reboot)\"",
        "--region     | evil.com   | --region: expected a region such as us-east-1, found \"evil.com\"",
        "--samconfig  | no-such    | no-such: there is no such settings file"
      })
  void wrongOption_isRefused(String option, String value, String message) {
    CommandRun run = CommandRun.of("doctor", option, value);

    assertEquals(message + "\n", run.assertWrongUse().err());
  }
}
