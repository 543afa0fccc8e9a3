package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.Triage;
import io.accesstriage.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole stack of template.yaml in moto, under its roles. In order, because it is one stack:
 * what it does, what it does without a permission, how it is updated, what is left of it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackIT {
  private static final String RULE = StackInMoto.NAME + "-findings";
  private static final String MACHINE = "machine " + StackInMoto.NAME + "-triage";
  private static final String FAILED = "Failed";
  private static TriageOnMoto moto;
  private static StackInMoto stack;
  private static String hop;
  private static JsonNode target = Json.object();
  private static String alerts;
  private static int executions;

  @TempDir private Path folder;

  @BeforeAll
  static void deploy() {
    moto = TriageOnMoto.deployed();
    stack = StackInMoto.create(moto, "one");
    hop = moto.makeQueue("hop");
    alerts = moto.subscribedQueue(stack.physicalId("AlertTopic"), "stack-alerts");
    target = events("ListTargetsByRule", Json.object().put("Rule", RULE)).path("Targets").path(0);
    retarget("hop", "arn:aws:sqs:%s:%s:hop".formatted(Local.REGION, Local.ACCOUNT));
  }

  /** moto refuses an event for a target of which it knows nothing, such as a state machine. */
  private static void retarget(String id, String arn) {
    ObjectNode old = Json.object().put("Rule", RULE);
    old.putArray("Ids").add(id.equals("hop") ? target.path("Id").asText() : "hop");
    events("RemoveTargets", old);
    ObjectNode targets = Json.object().put("Rule", RULE);
    targets.putArray("Targets").addObject().put("Id", id).put("Arn", arn);
    events("PutTargets", targets);
  }

  @BeforeEach
  void renew() {
    moto.analyzer().renew();
    moto.takePublished();
    moto.receive(alerts);
    forget();
    stack.enforce(stack.roles());
  }

  @AfterEach
  void nothingWrongWithTheTestItself() {
    SdkCalls.enforce(null);
    assertEquals(List.of(), moto.mistakes(), "mistakes of the tests' own services");
  }

  private static JsonNode events(String action, ObjectNode request) {
    return moto.moto().call("events", "AWSEvents." + action, request);
  }

  /**
   * Puts an event on the bus, and starts the target of the rule that takes it: moto starts no state
   * machine.
   */
  private static TriageOnMoto.Ended put(SampleEvent event) {
    JsonNode json = event.json();
    ObjectNode entries = Json.object();
    ObjectNode entry =
        entries
            .putArray("Entries")
            .addObject()
            .put("Source", json.path("source").asText())
            .put("DetailType", json.path("detail-type").asText())
            .put("Detail", Json.text(json.path("detail")));
    entry.set("Resources", json.path("resources"));
    assertEquals(0, events("PutEvents", entries).path("FailedEntryCount").asInt());
    List<JsonNode> taken = moto.receive(hop);
    assertEquals(1, taken.size(), () -> "the rule takes " + event + " once");
    assertEquals(json.path("detail"), taken.get(0).path("detail"));
    assertTrue(
        stack.roles().allows("rule " + RULE, "states:StartExecution", target.path("Arn").asText()));
    return triage(event);
  }

  private static TriageOnMoto.Ended triage(SampleEvent event) {
    return moto.await(
        moto.start(target.path("Arn").asText(), "stack-" + ++executions, event.json()));
  }

  private static List<String> entries() {
    List<String> ids = new ArrayList<>();
    moto.moto()
        .call(
            "dynamodb",
            "DynamoDB_20120810.Scan",
            Json.object().put("TableName", stack.physicalId("LedgerTable")))
        .path("Items")
        .forEach(item -> ids.add(item.at("/findingId/S").asText()));
    return ids;
  }

  private static void forget() {
    for (String id : entries()) {
      ObjectNode request = Json.object().put("TableName", stack.physicalId("LedgerTable"));
      request.putObject("Key").putObject("findingId").put("S", id);
      moto.moto().call("dynamodb", "DynamoDB_20120810.DeleteItem", request);
    }
  }

  private static String last(TriageOnMoto.Ended ended) {
    return ended.states().get(ended.states().size() - 1);
  }

  /**
   * Each event ends as in triage run, in the stack's own ledger and topic, and within its roles.
   */
  @Test
  @Order(1)
  void sampleEvents_onTheBus_endInLedgerTopicAndQueue() {
    assertEquals(stack.physicalId("TriageStateMachine"), target.path("Arn").asText());
    List<SampleEvent> all = SampleEvent.all();
    List<String> differences = new ArrayList<>();
    List<String> ledgers = new ArrayList<>();
    for (SampleEvent event : all) {
      if (event.isDeletion()) {
        moto.analyzer().forgets(event.analyzerArn(), event.findingId());
      } else {
        moto.analyzer().knows(event.analyzerArn(), event.findingId());
      }
      TriageOnMoto.Ended ended = put(event);
      List<String> sent =
          moto.takePublished().stream()
              .map(form -> Ending.bodies(form).path("sqs").asText())
              .toList();
      List<String> delivered =
          moto.receive(alerts).stream().map(m -> m.path("Message").asText()).toList();
      if (!ended.status().equals("SUCCEEDED") || !sent.equals(delivered)) {
        differences.add(
            "%s ended as %s with %s"
                .formatted(event, ended.status(), ended.failures().stream().findFirst()));
      }
      if (ended.states().contains("Notify") || ended.states().contains("Archive finding")) {
        ledgers.add(event.findingId());
      }
    }

    assertEquals(List.of(), differences);
    assertEquals(List.of(), stack.refused());
    assertTrue(ledgers.size() > all.size() / 2, ledgers::toString);
    List<String> kept = entries();
    assertTrue(
        ledgers.stream().allMatch(id -> kept.stream().anyMatch(key -> key.contains(id))),
        () -> "the ledger has only " + kept);

    forget();
    moto.refusePublishing(true);
    try {
      SampleEvent event = SampleEvent.of("external/s3-bucket-public.json");
      assertNotEquals("SUCCEEDED", put(with(event)).status());
    } finally {
      moto.refusePublishing(false);
    }
    assertEquals(1, moto.receive(stack.physicalId("DeadLetterQueue")).size());
  }

  private static SampleEvent with(SampleEvent event) {
    moto.analyzer().knows(event.analyzerArn(), event.findingId());
    return event;
  }

  /** Without a permission nothing is archived: the step that needs it fails, or alerts a person. */
  @ParameterizedTest
  @Order(2)
  @CsvSource({
    "enrich, access-analyzer:GetFinding, Notify",
    "evaluate, dynamodb:PutItem, Report failure",
    "archive, access-analyzer:UpdateFindings, Report failure",
    "archive, dynamodb:PutItem, Report failure"
  })
  void roleWithoutAPermission_failsTheRun(String function, String action, String state) {
    String name = StackInMoto.NAME + "-" + function;
    SampleEvent key = with(SampleEvent.of("external/kms-development-key-shared-with-account.json"));
    stack.enforce(stack.roles().without(name, action));

    TriageOnMoto.Ended ended = put(key);

    assertTrue(ended.states().contains(state), ended::toString);
    assertTrue(
        stack.refused().stream()
            .anyMatch(refusal -> refusal.startsWith(action + " on ") && refusal.endsWith(name)),
        () -> stack.refused().toString());
  }

  @Test
  @Order(2)
  void machineThatMayInvokeNothing_leavesADeadLetter() {
    stack.enforce(stack.roles().without(MACHINE, "lambda:InvokeFunction"));

    assertEquals(FAILED, last(put(with(SampleEvent.of("external/s3-bucket-public.json")))));

    assertTrue(isRefused("lambda:InvokeFunction"), () -> stack.refused().toString());
    assertEquals(1, moto.receive(stack.physicalId("DeadLetterQueue")).size());
  }

  /** It tries for minutes, so it is stopped. */
  @ParameterizedTest
  @Order(2)
  @ValueSource(strings = {"sqs:SendMessage", "kms:Decrypt", "kms:GenerateDataKey"})
  void machineThatMayNotSendDeadLetters_leavesNone(String action) {
    JsonNode event = with(SampleEvent.of("external/s3-bucket-public.json")).json();
    stack.enforce(stack.roles().without(MACHINE, action));
    moto.refusePublishing(true);
    try {
      String execution = moto.start(target.path("Arn").asText(), "stack-" + ++executions, event);
      for (int i = 0; i < 3000 && !isRefused(action); i++) {
        Moto.pause();
      }
      moto.stop(execution);
    } finally {
      moto.refusePublishing(false);
    }

    assertTrue(isRefused(action), () -> stack.refused().toString());
    assertEquals(List.of(), moto.receive(stack.physicalId("DeadLetterQueue")));
  }

  private static boolean isRefused(String action) {
    return stack.refused().stream()
        .anyMatch(refusal -> refusal.startsWith(action + " on ") && refusal.endsWith(MACHINE));
  }

  @Test
  @Order(2)
  void sweepThatMayInvokeNothing_fails() {
    String sweep = "machine " + StackInMoto.NAME + "-sweep";
    stack.enforce(stack.roles().without(sweep, "lambda:InvokeFunction"));

    TriageOnMoto.Ended ended =
        moto.await(
            moto.start(
                stack.physicalId("SweepStateMachine"), "stack-" + ++executions, Json.object()));

    assertEquals("Sweep failed", last(ended));
    assertEquals(
        List.of(
            "lambda:InvokeFunction on %s of %s"
                .formatted(LambdaService.arn(StackInMoto.NAME + "-evaluate"), sweep)),
        stack.refused());
  }

  /** What services of AWS do for the stack is allowed and trusted; each permission is needed. */
  @Test
  @Order(2)
  void roles_allowWhatServicesDoForTheStack_andNothingElse() {
    Roles roles = stack.roles();
    for (Deed deed : Deed.of(stack)) {
      assertTrue(roles.allows(deed.actor(), deed.action(), deed.resource()), deed::toString);
      assertFalse(
          roles
              .without(deed.actor(), deed.action())
              .allows(deed.actor(), deed.action(), deed.resource()),
          deed::toString);
      assertTrue(roles.isTrusted(deed.actor(), deed.service(), deed.source()), deed::toString);
    }
    assertEquals(
        new TreeSet<>(stack.actors()),
        Deed.of(stack).stream().map(Deed::actor).collect(Collectors.toCollection(TreeSet::new)));
    for (String actor : stack.actors()) {
      if (actor.contains(" ")) {
        assertEquals(Deed.actions(stack, actor), roles.actions(actor), actor);
      }
    }
  }

  /** Resources count, too, and what denies. */
  @Test
  @Order(2)
  void roleOnAnotherTable_failsTheRun() {
    String name = StackInMoto.NAME + "-evaluate";
    SampleEvent key = with(SampleEvent.of("external/kms-development-key-shared-with-account.json"));
    stack.enforce(
        stack
            .roles()
            .onlyOn(name, "arn:aws:dynamodb:us-east-1:%s:table/x".formatted(Local.ACCOUNT)));

    assertEquals(FAILED, last(put(key)));
  }

  /** What triage doctor says of it, but for what moto has not. */
  @Test
  @Order(3)
  void doctor_ofTheStack_isWrongOnlyAboutWhatMotoLacks() throws Exception {
    retarget(target.path("Id").asText(), target.path("Arn").asText());
    assertEquals(
        "Done",
        last(
            moto.await(moto.start(stack.physicalId("SweepStateMachine"), "sweep", Json.object()))));
    moto.digest(
        StackInMoto.NAME + "-digest",
        stack.physicalId("LedgerTable"),
        stack.physicalId("AlertTopic"),
        stack.physicalId("OperationsTopic"));
    assertEquals(List.of(), stack.refused());
    Path samconfig =
        Files.writeString(
            folder.resolve("samconfig.toml"),
            """
            [default.deploy.parameters]
            stack_name = "%s"
            region = "%s"
            parameter_overrides = "Mode=\\"archive\\" AlertTags=\\"Owner,Team\\""
            """
                .formatted(StackInMoto.NAME, Local.REGION));
    System.setProperty("triage.home", Local.root().toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Triage.execute(
        new PrintWriter(out),
        new PrintWriter(err),
        "doctor",
        "--samconfig",
        samconfig.toString(),
        "--json");
    List<String> results =
        out.toString()
            .lines()
            .map(line -> Json.read(line, "a line of triage doctor"))
            .map(line -> line.path("check").asText() + " " + line.path("result").asText())
            .distinct()
            .toList();
    assertEquals("", err.toString());
    assertEquals(
        List.of(
            "stack ok",
            "parameters ok",
            // moto has no SnapStart,
            "functions wrong",
            // its packages cannot be downloaded,
            "rules unknown",
            "event rules ok",
            // org/region-forwarding.yaml is not deployed,
            "forwarding wrong",
            // nobody answers for analyzers,
            "analyzers unknown",
            "trail ok",
            "who gets alerts ok",
            "who gets operations ok",
            // and there is no organization.
            "roles of accounts unknown",
            "last sweep ok",
            "last digest ok",
            "dead letters ok"),
        results,
        out::toString);
    out.toString()
        .lines()
        .filter(line -> line.contains("\"functions\""))
        .forEach(line -> assertTrue(line.contains("SnapStart applies to None"), line));
  }

  /**
   * Another package is another version, which the alias leads to; another parameter reaches the
   * steps; then nothing is left.
   */
  @Test
  @Order(4)
  void update_isAnotherVersionWithOtherParameters_andDeletionLeavesNothing() {
    String before = version();
    SampleEvent key = with(SampleEvent.of("external/kms-development-key-shared-with-account.json"));
    triage(key);
    assertEquals(List.of("ARCHIVED " + key.findingId()), moto.analyzer().takeUpdates());
    forget();
    stack.update("two", "Mode=observe");
    assertNotEquals(before, version());
    moto.analyzer().renew();
    TriageOnMoto.Ended observed = triage(with(key));
    assertTrue(String.valueOf(observed.output()).contains("OBSERVED"), observed::toString);
    assertEquals(List.of(), moto.analyzer().takeUpdates());

    stack.close();
    assertEquals(
        List.of(),
        events("ListRules", Json.object().put("NamePrefix", StackInMoto.NAME))
            .path("Rules")
            .findValuesAsText("Name"));
    assertEquals(
        400,
        moto.moto()
            .tryCall(
                Local.ACCOUNT,
                Local.REGION,
                "states",
                "AWSStepFunctions.DescribeStateMachine",
                Json.object().put("stateMachineArn", target.path("Arn").asText()))
            .statusCode());
  }

  private static String version() {
    return Json.read(
            moto.moto()
                .rest(
                    "GET",
                    "lambda",
                    "/2015-03-31/functions/%s-evaluate/aliases/live".formatted(StackInMoto.NAME),
                    ""),
            "alias")
        .path("FunctionVersion")
        .asText();
  }
}
