package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RunTest {
  private static final String TOO_LONG =
      "The execution took longer than the state machine's TimeoutSeconds, 3600.";

  @Test
  void run_contextObject_tellsExecutionStateAndMachine() throws Exception {
    Execution execution =
        Workflow.ofStates(
                """
                "A": {"Type": "Wait", "Seconds": 5, "Next": "B"},
                "B": {
                  "Type": "Pass",
                  "Parameters": {
                    "id.$": "$$.Execution.Id",
                    "name.$": "$$.Execution.Name",
                    "input.$": "$$.Execution.Input.n",
                    "start.$": "$$.Execution.StartTime",
                    "state.$": "$$.State.Name",
                    "entered.$": "$$.State.EnteredTime",
                    "retries.$": "$$.State.RetryCount",
                    "machine.$": "$$.StateMachine.Id",
                    "machineName.$": "$$.StateMachine.Name"
                  },
                  "End": true
                }
                """)
            .run("{\"n\": 1}");
    assertEquals(
        json(
            """
            {
              "id": "arn:aws:states:us-east-1:111122223333:execution:Triage:first",
              "name": "first",
              "input": 1,
              "start": "2026-03-14T01:59:26.535Z",
              "state": "B",
              "entered": "2026-03-14T01:59:31.535Z",
              "retries": 0,
              "machine": "arn:aws:states:us-east-1:111122223333:stateMachine:Triage",
              "machineName": "Triage"
            }
            """),
        execution.output());
  }

  @Test
  void run_endlessWaits_endWhenTheMachineTimesOut() throws Exception {
    Workflow workflow =
        Workflow.ofStates(
            """
            "A": {"Type": "Pass", "Next": "B"},
            "B": {"Type": "Wait", "Seconds": 1000, "Next": "A"}
            """);
    Execution execution = workflow.run("{}");
    assertEquals(Execution.Status.TIMED_OUT, execution.status());
    assertEquals(List.of("A", "B", "A", "B", "A", "B", "A", "B"), execution.states());
    assertEquals(new Execution.Failure("B", "States.Timeout", TOO_LONG), execution.error());
    assertNull(execution.output());
    assertEquals(Workflow.START.plusSeconds(3600), workflow.clock.instant());
  }

  @Test
  void run_waitOfTheWholeTimeout_isNotLongerThanIt() throws Exception {
    Execution execution =
        Workflow.ofStates("\"A\": {\"Type\": \"Wait\", \"Seconds\": 3600, \"End\": true}")
            .run("{}");
    assertEquals(Execution.Status.SUCCEEDED, execution.status());
  }

  @Test
  void run_retriesOutlastTheMachine_timeOut() throws Exception {
    Execution execution =
        Workflow.ofTask(
                """
                "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 3000, "BackoffRate": 1}]
                """)
            .with("f", Workflow.failing(9, "Busy"))
            .run("{}");
    assertEquals(Execution.Status.TIMED_OUT, execution.status());
    assertEquals(new Execution.Failure("A", "States.Timeout", TOO_LONG), execution.error());
  }

  @Test
  void run_callOutlastsTheMachine_timesOutPastCatch() throws Exception {
    Workflow workflow =
        Workflow.ofStates(
            """
            "A": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": "f"},
              "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}],
              "Next": "B"
            },
            "B": {"Type": "Succeed"}
            """);
    workflow.with(
        "f",
        payload -> {
          workflow.clock.advance(Duration.ofSeconds(3601));
          return payload;
        });
    Execution execution = workflow.run("{}");
    assertEquals(Execution.Status.TIMED_OUT, execution.status());
    assertEquals(List.of("A"), execution.states());
  }

  @Test
  void run_endlessWithoutTime_endsAtTheHistoryQuota() throws Exception {
    Execution execution =
        Workflow.ofStates(
                """
                "A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsPresent": true, "Next": "B"}], "Default": "A"},
                "B": {"Type": "Succeed"}
                """)
            .run("{}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals(
        new Execution.Failure(
            "A",
            "States.Runtime",
            "The execution reached the maximum number of history events (25000)."),
        execution.error());
    assertEquals(12_500, execution.steps().size());
  }

  @Test
  void run_failBehindCatch_reportsTheFirstError() throws Exception {
    Execution execution =
        Workflow.ofStates(
                """
                "A": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Parameters": {"FunctionName": "f"},
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}],
                  "Next": "C"
                },
                "B": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Parameters": {"FunctionName": "g"},
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}],
                  "Next": "C"
                },
                "C": {"Type": "Fail", "Error": "TriageFailed"}
                """)
            .with("f", Workflow.failing(1, "First"))
            .with("g", Workflow.failing(1, "Second"))
            .run("{}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals(List.of("A", "B", "C"), execution.states());
    assertEquals(new Execution.Failure("A", "First", "call 1"), execution.error());
    assertEquals(
        new Execution.Failure("B", "Second", "call 1"), execution.steps().get(1).failure());
    assertEquals(
        new Execution.Failure("C", "TriageFailed", null), execution.steps().get(2).failure());
  }

  @Test
  void run_outputTooLarge_failsExecution() throws Exception {
    String input = "{\"a\": \"" + "x".repeat(90) + "\"}";
    Execution execution =
        Workflow.ofStates("\"A\": {\"Type\": \"Pass\", \"ResultPath\": \"$.b\", \"End\": true}")
            .withMaxPayloadBytes(100)
            .run(input);
    assertEquals(
        new Execution.Failure(
            "A",
            "States.DataLimitExceeded",
            "The state's output has 201 bytes, but at most 100 are allowed."),
        execution.error());
  }

  @Test
  void run_limit_countsBytesOfUtf8() throws Exception {
    Workflow passing = Workflow.ofStates("\"A\": {\"Type\": \"Succeed\"}").withMaxPayloadBytes(100);
    assertEquals(Execution.Status.SUCCEEDED, passing.run("\"" + "ü".repeat(49) + "\"").status());
    assertEquals(Execution.Status.FAILED, passing.run("\"" + "ü".repeat(50) + "\"").status());
  }

  @Test
  void run_defaultLimit_isThatOfAws() throws Exception {
    Workflow passing = Workflow.ofStates("\"A\": {\"Type\": \"Succeed\"}");
    assertEquals(
        Execution.Status.SUCCEEDED, passing.run("\"" + "x".repeat(262_142) + "\"").status());
    assertEquals(Execution.Status.FAILED, passing.run("\"" + "x".repeat(262_143) + "\"").status());
  }

  @Test
  void newInterpreter_resourceMissing_isRefused() throws Exception {
    StateMachine machine =
        StateMachine.parse(
            """
            {"StartAt": "A", "States": {"A": {
              "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"}, "End": true}}}
            """,
            Map.of());
    Map<String, TaskResource> none = Map.of();
    SimulatedClock clock = SimulatedClock.startingNow();
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Interpreter(
                    machine, "arn:aws:states:::stateMachine:M", none, clock, new Random(1)));
    assertEquals(
        "The state machine's tasks need the resources [arn:aws:states:::lambda:invoke]",
        missing.getMessage());
    IllegalArgumentException noArn =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Interpreter(machine, "M", none, clock, new Random(1)));
    assertEquals(
        "Expected the ARN of a state machine (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME), not M",
        noArn.getMessage());
  }

  @Test
  void redrive_afterTwoFailures_goesOnAtTheStateWithItsInputAndTheExecutionsOwn() throws Exception {
    Workflow workflow =
        Workflow.ofStates(
                """
                "A": {"Type": "Pass", "Parameters": {"from": "A"}, "Next": "B"},
                "B": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Parameters": {
                    "FunctionName": "f",
                    "Payload": {"state.$": "$.from", "input.$": "$$.Execution.Input.n"}
                  },
                  "OutputPath": "$.Payload",
                  "End": true
                }
                """)
            .with("f", Workflow.failing(2, "Broken"));
    Execution first = workflow.run("{\"n\": 1}");
    Execution second = workflow.redrive(first);
    Execution third = workflow.redrive(second);
    assertEquals(Execution.Status.FAILED, second.status());
    assertEquals(Execution.Status.SUCCEEDED, third.status());
    assertEquals(List.of("A", "B", "B", "B"), third.states());
    assertEquals(first.id(), third.id());
    assertEquals(json("\"done\""), third.output());
    assertNull(third.error());
  }

  @Test
  void redrive_ofATimeOut_countsTheTimeAnew() throws Exception {
    Workflow workflow =
        Workflow.ofStates(
            """
            "A": {"Type": "Wait", "Seconds": 2000, "Next": "B"},
            "B": {"Type": "Wait", "Seconds": 2000, "End": true}
            """);
    Execution first = workflow.run("{}");
    assertEquals(Execution.Status.TIMED_OUT, first.status());
    assertEquals(Execution.Status.SUCCEEDED, workflow.redrive(first).status());
  }

  @Test
  void redrive_ofASuccess_isRefused() throws Exception {
    Workflow workflow = Workflow.ofStates("\"A\": {\"Type\": \"Succeed\"}");
    Execution succeeded = workflow.run("{}");
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> workflow.redrive(succeeded));
    assertEquals(
        "Expected an execution that failed or timed out;"
            + " arn:aws:states:us-east-1:111122223333:execution:Triage:first succeeded",
        refusal.getMessage());
  }
}
