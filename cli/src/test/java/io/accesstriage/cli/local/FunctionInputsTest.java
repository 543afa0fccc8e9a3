package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.archive.ArchiveHandler;
import io.accesstriage.archive.FindingArchiver;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.cli.world.World;
import io.accesstriage.enrich.AccountAccess;
import io.accesstriage.enrich.EnrichHandler;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.evaluate.EvaluateHandler;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.fixtures.LoggingContext;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.notify.DigestHandler;
import io.accesstriage.notify.NotifyHandler;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.SqsSendMessage;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.StreamHandlerFunction;
import io.accesstriage.stateslanguage.UnsupportedStateMachineException;
import io.accesstriage.sweep.SweepHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

/**
 * The inputs of single functions are what the state machine passes, and what the functions take.
 */
class FunctionInputsTest {
  private static final Path FOLDER = CommandRun.EVENTS.resolve("functions");

  private static ObjectNode input(String file) throws IOException {
    return (ObjectNode) Json.read(Files.readAllBytes(FOLDER.resolve(file)), file);
  }

  /** Calls a handler as Lambda makes it: with {@code none} for ledger and topic it needs no AWS. */
  private static JsonNode answer(RequestStreamHandler handler, JsonNode input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(Json.bytes(input)), out, new LoggingContext());
    return Json.read(out.toByteArray(), "answer");
  }

  @Test
  void folder_hasTheInputsOfThisTest() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          Set.of(
              "archive.json",
              "digest.json",
              "evaluate.json",
              "notify.json",
              "notify-failure.json",
              "sweep.json"),
          files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet()));
    }
  }

  @Test
  void evaluate_withoutLedger_decidesAndSaysSo() throws IOException {
    JsonNode answer = answer(evaluate(), input("evaluate.json"));
    assertEquals("ARCHIVE", answer.at("/decision/outcome").textValue());
    assertEquals("development-key-sharing", answer.at("/decision/rule").textValue());
    assertEquals(
        List.of("Decided without history: no ledger is configured."),
        CommandRun.texts(answer.at("/decision/explanation/notes")));
  }

  @Test
  void digest_withoutLedgerAndTopic_answersTheMessage() throws IOException {
    JsonNode answer = answer(new DigestHandler(), input("digest.json"));
    assertEquals(false, answer.path("published").booleanValue());
    assertTrue(answer.at("/message/bodies/email").isTextual(), answer::toString);
  }

  /** So that a misspelt setting shows here and not on the first morning. */
  @Test
  void inputOfTheDigest_hasTheShapeThatTheScheduleGives() throws IOException {
    String template = Files.readString(CommandRun.HOME.resolve("template.yaml"));
    assertTrue(
        template.contains(
            "Input: !Sub '"
                + "{\"config\": {\"ledger\": \"${LedgerTable}\", \"topic\": \"${AlertTopic}\", \"operationsTopic\": \"${OperationsTopic}\"}}'"),
        "the schedule's input");
    assertEquals(
        shape(
            Json.read(
                "{\"config\": {\"ledger\": \"l\", \"topic\": \"t\", \"operationsTopic\": \"o\"}}",
                "the schedule's input")),
        shape(input("digest.json")));
  }

  @Test
  void archive_ofAnOldDecision_answersChanged() throws IOException {
    JsonNode answer = answer(new ArchiveHandler(), input("archive.json"));
    assertEquals("CHANGED", answer.at("/archive/outcome").textValue());
  }

  @Test
  void notify_withoutTopic_answersTheMessages() throws IOException {
    JsonNode answer = answer(new NotifyHandler(), input("notify.json"));
    assertEquals(false, answer.at("/notification/published").booleanValue());
    assertTrue(
        answer.at("/notification/subject").textValue().startsWith("[MEDIUM] KMS key"),
        answer::toString);
    assertTrue(
        answer.at("/notification/message/bodies/email").textValue().contains("1234abcd"),
        answer::toString);
    assertEquals("medium", answer.at("/notification/message/attributes/severity").textValue());
  }

  @Test
  void notify_ofAFailure_answersTheReport() throws IOException {
    JsonNode answer = answer(new NotifyHandler(), input("notify-failure.json"));
    assertEquals("Evaluate rules", answer.at("/failure/step").textValue());
    assertEquals(false, answer.at("/notification/published").booleanValue());
    assertTrue(
        answer
            .at("/notification/message/bodies/email")
            .textValue()
            .contains("dynamodb:GetItem: AccessDeniedException"),
        answer::toString);
  }

  /** There is no analyzer to be read, so that it needs no AWS. */
  @Test
  void sweep_withoutAnalyzers_isDone() throws IOException {
    JsonNode answer = answer(new SweepHandler(), input("sweep.json"));
    assertEquals("DONE", answer.path("next").textValue());
    assertEquals(0, answer.at("/counts/pages").intValue());
  }

  @Test
  void input_ofTheSweep_hasTheShapeThatItsStateMachinePasses() throws Exception {
    List<JsonNode> payloads = new ArrayList<>();
    new LocalSweep(
            StateMachine.parse(
                Files.readString(CommandRun.HOME.resolve("sweep.asl.json")),
                new RunConfig(List.of()).substitutions(Set.of())),
            Map.of(
                LocalSweep.EVALUATE,
                payload -> Json.object().put("rulesVersion", "1"),
                LocalSweep.SWEEP,
                payload -> {
                  payloads.add(payload);
                  return Json.object().put("next", "DONE");
                }),
            SimulatedClock.startingNow())
        .run("sweep");
    assertEquals(shape(payloads.get(0)), shape(input("sweep.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "sweep.json, ledger",
    "sweep.json, stateMachine",
    "sweep.json, analyzerArns",
    "sweep.json, mode",
    "sweep.json, sweepHours",
    "evaluate.json, ledger",
    "archive.json, ledger",
    "notify.json, ledger",
    "notify.json, topic",
    "notify-failure.json, ledger",
    "notify-failure.json, topic"
  })
  void function_withoutItsConfiguration_namesWhatIsMissing(String file, String name)
      throws IOException {
    ObjectNode input = input(file);
    ((ObjectNode) input.path("config")).remove(name);
    MalformedInput error = assertThrows(MalformedInput.class, () -> answer(handler(file), input));
    assertEquals("request.config.%s is missing".formatted(name), error.getMessage());
  }

  /** With the shipped rules, which are files beside the jar where it is deployed. */
  private static EvaluateHandler evaluate() throws IOException {
    return new EvaluateHandler(
        new FindingEvaluator(
            shippedRules(),
            table -> {
              throw new IllegalStateException("no ledger: " + table);
            },
            Clock.systemUTC()));
  }

  private static RuleSet shippedRules() throws IOException {
    return RuleSet.parse("rules", Files.readString(CommandRun.HOME.resolve("rules/rules.yaml")));
  }

  private static RequestStreamHandler handler(String file) throws IOException {
    return switch (file) {
      case "evaluate.json" -> evaluate();
      case "archive.json" -> new ArchiveHandler();
      case "notify.json", "notify-failure.json" -> new NotifyHandler();
      case "sweep.json" -> new SweepHandler();
      default -> throw new IllegalArgumentException(file);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "evaluate.json, EvaluateFunction, " + EventText.ARCHIVED,
    "archive.json, ArchiveFunction, " + EventText.ARCHIVED,
    "notify.json, NotifyFunction, " + EventText.NOTIFIED
  })
  void input_ofAFunction_hasTheShapeThatTheStateMachinePasses(
      String file, String function, String event) throws Exception {
    assertEquals(shape(payloads(event, "").get(function)), shape(input(file)));
  }

  @Test
  void input_ofAFailureReport_hasTheShapeThatTheStateMachinePasses() throws Exception {
    JsonNode payload =
        payloads(
                EventText.NOTIFIED,
                "faults: [{operation: \"dynamodb:BatchGetItem\", error: AccessDeniedException}]")
            .get("NotifyFunction");
    assertEquals(shape(payload), shape(input("notify-failure.json")));
  }

  /** What each function is last given when the state machine runs a sample event. */
  private static Map<String, JsonNode> payloads(String event, String faults)
      throws IOException, UnsupportedStateMachineException {
    Fields input = Fields.of(Json.read(EventText.of(event).text(), "event"), "event");
    World world =
        new World(
            SampleAccount.parse(
                "account",
                Files.readString(CommandRun.EVENTS.resolve("sample-account.yaml"))
                    + "\n"
                    + faults));
    world.observe(FindingEvent.parse(input));
    SimulatedClock clock = SimulatedClock.startingNow();
    RuleSet ruleSet = shippedRules();
    Map<String, JsonNode> payloads = new LinkedHashMap<>();
    Map<String, LambdaFunction> functions = new LinkedHashMap<>();
    Map.of(
            "EnrichFunction",
            new EnrichHandler(
                config -> {
                  AccountAccess access = new AccountAccess(config, world.roles(clock), clock);
                  return new FindingEnricher(
                      world.findings(),
                      world.tagReaders(access),
                      world.keyAliasReader(access),
                      Runnable::run,
                      clock);
                }),
            "EvaluateFunction",
            new EvaluateHandler(new FindingEvaluator(ruleSet, table -> world.ledger(), clock)),
            "ArchiveFunction",
            new ArchiveHandler(
                new FindingArchiver(world.findings(), table -> world.ledger(), clock)),
            "NotifyFunction",
            new NotifyHandler(topic -> world.alertTopic(), table -> world.ledger(), clock))
        .forEach(
            (name, handler) -> {
              LambdaFunction function =
                  new StreamHandlerFunction(name, handler, Mockito.mock(LambdaLogger.class));
              functions.put(
                  name,
                  payload -> {
                    payloads.put(name, payload);
                    return function.invoke(payload);
                  });
            });
    StateMachine machine =
        StateMachine.parse(
            Files.readString(CommandRun.HOME.resolve("statemachine.asl.json")),
            new RunConfig(List.of())
                .substitutions(Set.of(FindingEvent.parse(input).analyzerArn())));
    Execution execution =
        new Interpreter(
                machine,
                "arn:aws:states:us-east-1:111122223333:stateMachine:access-analyzer-triage",
                Map.of(
                    LambdaInvoke.ARN,
                    new LambdaInvoke(functions),
                    SqsSendMessage.ARN,
                    new SqsSendMessage(world.deadLetterQueue())),
                clock,
                new Random(1))
            .run("example", input.node());
    assertTrue(execution.states().size() > 2, execution::toString);
    return payloads;
  }

  /**
   * Every path of the value with its kind, so that a name more or less, or of another kind, shows.
   */
  private static String shape(JsonNode value) {
    TreeSet<String> paths = new TreeSet<>();
    addPaths("$", value, paths);
    return String.join("\n", paths);
  }

  private static void addPaths(String path, JsonNode value, Set<String> paths) {
    paths.add(path + ": " + value.getNodeType());
    value
        .properties()
        .forEach(field -> addPaths(path + "." + field.getKey(), field.getValue(), paths));
    if (value.isArray()) {
      value.forEach(element -> addPaths(path + "[]", element, paths));
    }
  }
}
