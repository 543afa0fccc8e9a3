package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A state machine with the functions it calls, for tests. */
final class Workflow {
  static final Instant START = Instant.parse("2026-03-14T01:59:26.535Z");

  final SimulatedClock clock = SimulatedClock.startingAt(START);
  final List<String> messages = new ArrayList<>();
  final List<String> started = new ArrayList<>();
  private final String definition;
  private final Map<String, LambdaFunction> functions = new HashMap<>();
  private RandomGenerator random = new Random(1);
  private int maxPayloadBytes = Interpreter.MAX_PAYLOAD_BYTES;

  private Workflow(String definition) {
    this.definition = definition;
  }

  /** A machine that starts at the state A and may take an hour. */
  static Workflow ofStates(String states) {
    return new Workflow(
        "{\"StartAt\": \"A\", \"TimeoutSeconds\": 3600, \"States\": {" + states + "}}");
  }

  /** A machine whose only state is a Task A that calls the function f. */
  static Workflow ofTask(String moreFields) {
    return ofStates(
        """
        "A": {
          "Type": "Task",
          "Resource": "arn:aws:states:::lambda:invoke",
          "Parameters": {"FunctionName": "f", "Payload.$": "$"},
          "End": true%s
        }
        """
            .formatted(moreFields.isEmpty() ? "" : ",\n" + moreFields));
  }

  Workflow with(String name, LambdaFunction function) {
    functions.put(name, function);
    return this;
  }

  Workflow withRandom(RandomGenerator generator) {
    random = generator;
    return this;
  }

  Workflow withMaxPayloadBytes(int bytes) {
    maxPayloadBytes = bytes;
    return this;
  }

  Execution run(String input) throws UnsupportedStateMachineException, JsonProcessingException {
    return interpreter().run("first", json(input));
  }

  Execution redrive(Execution execution) throws UnsupportedStateMachineException {
    return interpreter().redrive(execution);
  }

  private Interpreter interpreter() throws UnsupportedStateMachineException {
    Map<String, TaskResource> resources =
        Map.of(
            LambdaInvoke.ARN,
            new LambdaInvoke(functions),
            SqsSendMessage.ARN,
            new SqsSendMessage(
                (queueUrl, body) -> {
                  messages.add(queueUrl + " " + body);
                  return "message-" + messages.size();
                }),
            StatesStartExecution.ARN,
            new StatesStartExecution(
                (stateMachineArn, name, executionInput) -> {
                  started.add(stateMachineArn + " " + name + " " + executionInput);
                  return new ExecutionStarter.Started("execution-" + started.size(), START);
                }));
    return new Interpreter(
            StateMachine.parse(definition, Map.of()),
            "arn:aws:states:us-east-1:111122223333:stateMachine:Triage",
            resources,
            clock,
            random)
        .withMaxPayloadBytes(maxPayloadBytes);
  }

  static JsonNode json(String text) throws JsonProcessingException {
    return Json.MAPPER.readTree(text);
  }

  /** A function that fails the given number of times, then answers "done". */
  static LambdaFunction failing(int times, String error) {
    int[] calls = {0};
    return payload -> {
      if (calls[0]++ < times) {
        throw new TaskFailedException(error, "call " + calls[0]);
      }
      return json("\"done\"");
    };
  }
}
