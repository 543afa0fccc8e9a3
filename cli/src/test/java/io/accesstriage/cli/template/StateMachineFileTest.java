package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.MessageQueue;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.SqsSendMessage;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.TaskFailedException;
import io.accesstriage.stateslanguage.UnsupportedStateMachineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The repository's statemachine.asl.json, checked as a file and executed over functions that answer
 * by script.
 */
final class StateMachineFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-03-14T01:59:26.535Z");
  private static final Path FILE = Path.of("..", "statemachine.asl.json");

  /** What passes by itself; to retry anything else would only repeat it. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "io.accesstriage.failure.TransientFailure",
          "io.accesstriage.failure.UnsureFailure",
          "Lambda.TooManyRequestsException",
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.SnapStartNotReadyException",
          "Lambda.SnapStartTimeoutException",
          "Lambda.Unknown",
          "Sandbox.Timedout",
          "States.Timeout",
          "SQS.SdkClientException",
          "SQS.AmazonSQSException");

  private static final Pattern OF_A_SERVICE = Pattern.compile("(Lambda|Sandbox|SQS|States)\\..+");

  /** What a fault of the services or of the product itself leads to: the report, and the end. */
  private static final List<String> REPORTED = List.of("Report failure", "Failed");

  private static final MessageQueue NO_MESSAGE =
      (queueUrl, body) -> {
        throw new AssertionError("Sent to " + queueUrl + ": " + body);
      };

  private static JsonNode file() throws IOException {
    return JSON.readTree(Files.readString(FILE));
  }

  private static ObjectNode state(JsonNode machine, String name) {
    return (ObjectNode) machine.get("States").get(name);
  }

  private static Map<String, String> substitutions(String definition) {
    Map<String, String> values = new HashMap<>();
    Matcher substitution = Pattern.compile("\\$\\{(\\w+)}").matcher(definition);
    while (substitution.find()) {
      values.put(substitution.group(1), substitution.group(1));
    }
    return values;
  }

  private static List<String> problemsOf(String definition) throws IOException {
    List<String> problems = new ArrayList<>();
    try {
      StateMachine.parse(definition, substitutions(definition));
    } catch (UnsupportedStateMachineException e) {
      problems.add(e.getMessage());
    }
    JsonNode machine = JSON.readTree(definition);
    if (!machine.has("TimeoutSeconds")) {
      problems.add("the machine has no TimeoutSeconds");
    }
    for (Map.Entry<String, JsonNode> state : machine.get("States").properties()) {
      if (state.getValue().path("Type").asText().equals("Task")) {
        problems.addAll(problemsOfTask(state.getKey(), state.getValue()));
      }
    }
    return problems;
  }

  private static List<String> problemsOfTask(String name, JsonNode task) {
    List<String> problems = new ArrayList<>();
    for (String field : List.of("TimeoutSeconds", "Retry", "Catch")) {
      if (!task.has(field)) {
        problems.add(name + " has no " + field);
      }
    }
    if (task.has("Catch") && !task.get("Catch").toString().contains("\"States.ALL\"")) {
      problems.add(name + " does not catch States.ALL");
    }
    for (JsonNode retrier : task.path("Retry")) {
      if (!retrier.path("JitterStrategy").asText().equals("FULL")) {
        problems.add(name + " retries without full jitter");
      }
      for (JsonNode error : retrier.path("ErrorEquals")) {
        problems.addAll(problemsOfRetriedError(name, error.asText()));
      }
    }
    return problems;
  }

  private static List<String> problemsOfRetriedError(String state, String error) {
    List<String> problems = new ArrayList<>();
    if (!TRANSIENT.contains(error)) {
      problems.add(state + " retries " + error + ", which is not known to be transient");
    }
    if (!OF_A_SERVICE.matcher(error).matches()) {
      try {
        Class.forName(error);
      } catch (ClassNotFoundException e) {
        problems.add(state + " retries " + error + ", which is no class of the product");
      }
    }
    return problems;
  }

  private static List<String> problemsAfter(Consumer<JsonNode> change) throws IOException {
    JsonNode machine = file();
    change.accept(machine);
    return problemsOf(machine.toString());
  }

  private static void renameRetriedError(
      JsonNode machine, String state, int retrier, int error, String name) {
    ((ArrayNode) state(machine, state).get("Retry").get(retrier).get("ErrorEquals"))
        .set(error, name);
  }

  @Test
  void file_asItIs_hasNoProblems() throws Exception {
    assertEquals(List.of(), problemsOf(Files.readString(FILE)));
  }

  @Test
  void file_taskLosesAField_isNoticedInEveryTask() throws Exception {
    int tasks = 0;
    for (Map.Entry<String, JsonNode> state : file().get("States").properties()) {
      if (!state.getValue().get("Type").asText().equals("Task")) {
        continue;
      }
      tasks++;
      String name = state.getKey();
      for (String field : List.of("TimeoutSeconds", "Retry")) {
        assertEquals(
            List.of(name + " has no " + field),
            problemsAfter(machine -> state(machine, name).remove(field)));
      }
      List<String> withoutCatch = problemsAfter(machine -> state(machine, name).remove("Catch"));
      assertEquals(true, withoutCatch.contains(name + " has no Catch"), withoutCatch.toString());
    }
    assertEquals(6, tasks);
  }

  @Test
  void file_catchNamesOneErrorOnly_isNoticed() throws Exception {
    assertEquals(
        List.of("Notify does not catch States.ALL"),
        problemsAfter(
            machine ->
                ((ArrayNode) state(machine, "Notify").get("Catch").get(0).get("ErrorEquals"))
                    .set(0, "States.TaskFailed")));
  }

  @Test
  void file_withoutTimeout_isNoticed() throws Exception {
    assertEquals(
        List.of("the machine has no TimeoutSeconds"),
        problemsAfter(machine -> ((ObjectNode) machine).remove("TimeoutSeconds")));
  }

  @Test
  void file_withoutJitter_isNoticed() throws Exception {
    assertEquals(
        List.of("Notify retries without full jitter"),
        problemsAfter(
            machine ->
                ((ObjectNode) state(machine, "Notify").get("Retry").get(1))
                    .remove("JitterStrategy")));
  }

  @Test
  void file_retriesWhatIsNotTransient_isNoticed() throws Exception {
    assertEquals(
        List.of("Notify retries States.TaskFailed, which is not known to be transient"),
        problemsAfter(machine -> renameRetriedError(machine, "Notify", 0, 1, "States.TaskFailed")));
    assertEquals(
        List.of(
            "Notify retries io.accesstriage.failure.PermanentFailure, which is not known to be transient"),
        problemsAfter(
            machine ->
                renameRetriedError(
                    machine, "Notify", 0, 0, "io.accesstriage.failure.PermanentFailure")));
  }

  /** What people may see twice is not tried over and over. */
  @Test
  void file_whatMayHaveBeenSent_isTriedOnceMore() throws IOException {
    for (JsonNode retrier : state(file(), "Report failure").get("Retry")) {
      if (retrier.get("ErrorEquals").toString().contains("UnsureFailure")) {
        assertEquals(1, retrier.get("MaxAttempts").asInt());
        return;
      }
    }
    throw new AssertionError("Report failure does not name UnsureFailure");
  }

  @Test
  void file_retriesAClassThatDoesNotExist_isNoticed() throws Exception {
    String misspelt = "io.accesstriage.failure.TransientFailures";
    assertEquals(
        List.of(
            "Archive finding retries " + misspelt + ", which is not known to be transient",
            "Archive finding retries " + misspelt + ", which is no class of the product"),
        problemsAfter(machine -> renameRetriedError(machine, "Archive finding", 0, 0, misspelt)));
  }

  @Test
  void file_misspeltField_isNoticed() throws Exception {
    List<String> problems =
        problemsAfter(
            machine ->
                ((ObjectNode) state(machine, "Evaluate rules").get("Retry").get(1))
                    .put("MaxAttemps", 3));
    assertEquals(1, problems.size(), problems.toString());
    assertEquals(
        true,
        problems
            .get(0)
            .contains(
                "state \"Evaluate rules\": Retry[1].MaxAttemps is not supported in a retrier; supported are"),
        problems.get(0));
  }

  @Test
  void file_misspeltFieldAnywhere_isRefused() throws Exception {
    String definition = Files.readString(FILE);
    List<String> accepted = new ArrayList<>();
    // Every field of the language in the file; the fields of Payload, MessageBody and the states'
    // names are free.
    Matcher field = Pattern.compile("\"([A-Z][A-Za-z]+)\": ").matcher(definition);
    int tried = 0;
    while (field.find()) {
      String misspelt =
          definition.substring(0, field.end(1)) + "x" + definition.substring(field.end(1));
      tried++;
      try {
        StateMachine.parse(misspelt, substitutions(definition));
        accepted.add(field.group(1) + " at " + field.start());
      } catch (UnsupportedStateMachineException e) {
        assertEquals(true, e.getMessage().contains(field.group(1)), e.getMessage());
      }
    }
    assertEquals(List.of(), accepted);
    assertEquals(true, tried > 200, "only " + tried + " fields were misspelt");
  }

  /**
   * Functions that answer in turn; a text that is no JSON object is thrown as an error of that
   * name.
   */
  private static Execution execute(Map<String, List<String>> answers, MessageQueue queue)
      throws Exception {
    Map<String, LambdaFunction> functions = new HashMap<>();
    answers.forEach(
        (name, texts) -> {
          List<String> left = new ArrayList<>(texts);
          functions.put(
              name,
              payload -> {
                String answer = left.size() > 1 ? left.remove(0) : left.get(0);
                if (!answer.startsWith("{")) {
                  throw new TaskFailedException(answer, "as scripted");
                }
                return JSON.readTree(answer);
              });
        });
    String definition = Files.readString(FILE);
    return new Interpreter(
            StateMachine.parse(definition, substitutions(definition)),
            "arn:aws:states:us-east-1:111122223333:stateMachine:Triage",
            Map.of(
                LambdaInvoke.ARN,
                new LambdaInvoke(functions),
                SqsSendMessage.ARN,
                new SqsSendMessage(queue)),
            SimulatedClock.startingAt(START),
            new Random(1))
        .run("first", JSON.readTree("{\"detail\": 1}"));
  }

  private static List<String> statesFor(String decision, String archive) throws Exception {
    return execute(
            Map.of(
                "EnrichFunction", List.of("{\"finding\": 1}"),
                "EvaluateFunction",
                    List.of(
                        "{\"decision\": {\"outcome\": \"" + decision + "\", \"waitSeconds\": 30}}"),
                "ArchiveFunction",
                    List.of(
                        "{\"decision\": {\"outcome\": \""
                            + decision
                            + "\"}, \"archive\": {\"outcome\": \""
                            + archive
                            + "\"}}"),
                "NotifyFunction", List.of("{}")),
            NO_MESSAGE)
        .states();
  }

  private static List<String> way(String... between) {
    List<String> states =
        new ArrayList<>(List.of("Enrich finding", "Evaluate rules", "Archive or notify?"));
    states.addAll(Arrays.asList(between));
    states.add("Done");
    return states;
  }

  @Test
  void execute_eachOutcome_goesItsWay() throws Exception {
    assertEquals(way(), statesFor("IGNORE", ""));
    assertEquals(way("Notify"), statesFor("NOTIFY", ""));
    assertEquals(way("Notify"), statesFor("WHATEVER", ""));
    assertEquals(way("Archive finding", "Archived?"), statesFor("ARCHIVE", "ARCHIVED"));
    assertEquals(way("Archive finding", "Archived?"), statesFor("ARCHIVE", "ALREADY_ARCHIVED"));
    assertEquals(way("Archive finding", "Archived?"), statesFor("ARCHIVE", "RESOLVED"));
    assertEquals(way("Archive finding", "Archived?"), statesFor("ARCHIVE", "OBSERVED"));
    assertEquals(
        way("Archive finding", "Archived?", "Notify"), statesFor("UNARCHIVE", "UNARCHIVED"));
    assertEquals(way("Archive finding", "Archived?", "Notify"), statesFor("UNARCHIVE", "OBSERVED"));
  }

  @Test
  void execute_busy_waitsAndReadsAnew() throws Exception {
    Execution execution =
        execute(
            Map.of(
                "EnrichFunction", List.of("{}"),
                "EvaluateFunction",
                    List.of(
                        "{\"decision\": {\"outcome\": \"BUSY\", \"waitSeconds\": 30}}",
                        "{\"decision\": {\"outcome\": \"IGNORE\"}}")),
            NO_MESSAGE);
    assertEquals(
        List.of(
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Wait for the other",
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Done"),
        execution.states());
    assertEquals(START.plusSeconds(30), execution.steps().get(4).enteredAt());
  }

  @Test
  void execute_alwaysBusy_timesOut() throws Exception {
    Execution execution =
        execute(
            Map.of(
                "EnrichFunction", List.of("{}"),
                "EvaluateFunction",
                    List.of("{\"decision\": {\"outcome\": \"BUSY\", \"waitSeconds\": 30}}")),
            NO_MESSAGE);
    assertEquals(Execution.Status.TIMED_OUT, execution.status());
    assertEquals("Wait for the other", execution.error().state());
  }

  @Test
  void execute_anyStepFailsForGood_isReported() throws Exception {
    Map<String, String> good =
        Map.of(
            "EnrichFunction", "{}",
            "EvaluateFunction", "{\"decision\": {\"outcome\": \"ARCHIVE\"}}",
            "ArchiveFunction", "{\"archive\": {\"outcome\": \"ARCHIVED\"}}");
    Map<String, String> stateOf =
        Map.of(
            "EnrichFunction", "Enrich finding",
            "EvaluateFunction", "Evaluate rules",
            "ArchiveFunction", "Archive finding");
    for (String broken : good.keySet()) {
      Map<String, List<String>> answers = new HashMap<>(Map.of("NotifyFunction", List.of("{}")));
      good.forEach(
          (name, answer) -> answers.put(name, List.of(name.equals(broken) ? "Broken" : answer)));
      Execution execution = execute(answers, NO_MESSAGE);
      List<String> states = execution.states();
      assertEquals(Execution.Status.FAILED, execution.status());
      assertEquals(
          new Execution.Failure(stateOf.get(broken), "Broken", "as scripted"), execution.error());
      assertEquals(REPORTED, states.subList(states.size() - 2, states.size()));
    }
  }

  @Test
  void execute_reportFailsToo_goesToTheDeadLetterQueue() throws Exception {
    List<String> messages = new ArrayList<>();
    Execution execution =
        execute(
            Map.of(
                "EnrichFunction", List.of("Lambda.Unknown"), "NotifyFunction", List.of("Broken")),
            (queueUrl, body) -> {
              messages.add(queueUrl + " " + body);
              return "message-1";
            });
    assertEquals(
        List.of("Enrich finding", "Report failure", "Send to dead-letter queue", "Failed"),
        execution.states());
    assertEquals(3, execution.steps().get(0).retries().size());
    assertEquals(
        new Execution.Failure("Enrich finding", "Lambda.Unknown", "as scripted"),
        execution.error());
    assertEquals(1, messages.size());
    assertEquals(
        JSON.readTree(
            """
            {
              "execution": "arn:aws:states:us-east-1:111122223333:execution:Triage:first",
              "input": {"detail": 1},
              "state": {
                "detail": 1,
                "enrichFailed": {"Error": "Lambda.Unknown", "Cause": "as scripted"},
                "reportFailed": {"Error": "Broken", "Cause": "as scripted"}
              }
            }
            """),
        JSON.readTree(messages.get(0).substring("DeadLetterQueue ".length())));
  }

  @Test
  void execute_queueFailsToo_saysThatNobodyWasTold() throws Exception {
    Execution execution =
        execute(
            Map.of("EnrichFunction", List.of("Broken"), "NotifyFunction", List.of("Broken")),
            (queueUrl, body) -> {
              throw new TaskFailedException("SQS.AmazonSQSException", "down");
            });
    assertEquals(
        List.of(
            "Enrich finding", "Report failure", "Send to dead-letter queue", "Failed unreported"),
        execution.states());
    assertEquals(6, execution.steps().get(2).retries().size());
    assertEquals(
        new Execution.Failure("Enrich finding", "Broken", "as scripted"), execution.error());
  }
}
