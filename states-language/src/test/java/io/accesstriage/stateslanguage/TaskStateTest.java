package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.failing;
import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskStateTest {
  private static final String CATCH_ALL =
      """
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]
      """;
  private static final String SECOND =
      """
      , "B": {"Type": "Succeed"}
      """;

  /** A Task A with a Catch, whose catchers lead to B. */
  private static Workflow catching(String fields) {
    return Workflow.ofStates(
        """
        "A": {
          "Type": "Task",
          "Resource": "arn:aws:states:::lambda:invoke",
          "Parameters": {"FunctionName": "f"},
          "Next": "B",
        """
            + fields
            + "}"
            + SECOND);
  }

  private static List<Duration> delays(Execution execution) {
    return execution.steps().get(0).retries().stream().map(Execution.Retry::delay).toList();
  }

  private static List<Duration> seconds(double... seconds) {
    List<Duration> durations = new ArrayList<>();
    for (double each : seconds) {
      durations.add(Duration.ofMillis(Math.round(each * 1000)));
    }
    return durations;
  }

  @Test
  void run_resultSelectorAndPaths_applyInOrder() throws Exception {
    Execution execution =
        Workflow.ofTask(
                """
                "InputPath": "$.in",
                "ResultSelector": {"name.$": "$.Payload.name", "code.$": "$.StatusCode", "by.$": "$$.State.Name"},
                "ResultPath": "$.result",
                "OutputPath": "$.result"
                """)
            .with("f", payload -> json("{\"name\": " + payload.get("n") + "}"))
            .run("{\"in\": {\"n\": 5}}");
    assertEquals(json("{\"name\": 5, \"code\": 200, \"by\": \"A\"}"), execution.output());
  }

  @Test
  void run_withoutPaths_putsOutTheResult() throws Exception {
    Execution execution = Workflow.ofTask("").with("f", payload -> payload).run("{\"a\": 1}");
    assertEquals(
        json("{\"ExecutedVersion\": \"$LATEST\", \"Payload\": {\"a\": 1}, \"StatusCode\": 200}"),
        execution.output());
    assertNull(execution.error());
  }

  @Test
  void run_errorWithoutRetryOrCatch_failsExecution() throws Exception {
    Execution execution = Workflow.ofTask("").with("f", failing(1, "Broken")).run("{}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals(new Execution.Failure("A", "Broken", "call 1"), execution.error());
  }

  @Test
  void retry_defaults_areThreeAttemptsFromOneSecondDoubling() throws Exception {
    Execution execution =
        Workflow.ofTask("\"Retry\": [{\"ErrorEquals\": [\"Busy\"]}]")
            .with("f", failing(9, "Busy"))
            .run("{}");
    assertEquals(seconds(1, 2, 4), delays(execution));
    assertEquals(new Execution.Failure("A", "Busy", "call 4"), execution.error());
    assertEquals(
        new Execution.Failure("A", "Busy", "call 1"),
        execution.steps().get(0).retries().get(0).failure());
  }

  @Test
  void retry_backoff_isCappedAndAdvancesClock() throws Exception {
    Workflow workflow =
        Workflow.ofTask(
                """
                "Retry": [{
                  "ErrorEquals": ["Busy"],
                  "IntervalSeconds": 2,
                  "BackoffRate": 1.5,
                  "MaxAttempts": 4,
                  "MaxDelaySeconds": 5,
                  "JitterStrategy": "NONE"
                }]
                """)
            .with("f", failing(4, "Busy"));
    Execution execution = workflow.run("{}");
    assertEquals(Execution.Status.SUCCEEDED, execution.status());
    assertNull(execution.error());
    assertEquals(List.of("A"), execution.states());
    assertEquals(seconds(2, 3, 4.5, 5), delays(execution));
    assertEquals(Workflow.START.plusMillis(14_500), workflow.clock.instant());
  }

  @Test
  void retry_fullJitter_drawsFromTheInjectedGenerator() throws Exception {
    Workflow workflow =
        Workflow.ofTask("\"Retry\": [{\"ErrorEquals\": [\"Busy\"], \"JitterStrategy\": \"FULL\"}]")
            .with("f", failing(3, "Busy"))
            .withRandom(() -> 0L);
    assertEquals(seconds(0, 0, 0), delays(workflow.run("{}")));
  }

  @Test
  void retry_maxAttemptsZero_neverRetries() throws Exception {
    Execution execution =
        Workflow.ofTask(
                """
                "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 0}, {"ErrorEquals": ["States.ALL"]}]
                """)
            .with("f", failing(1, "Busy"))
            .run("{}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals(List.of(), delays(execution));
  }

  @Test
  void retry_firstMatchExhausted_doesNotFallThroughToTheNext() throws Exception {
    Execution execution =
        Workflow.ofTask(
                """
                "Retry": [{"ErrorEquals": ["Other", "Busy"], "MaxAttempts": 1}, {"ErrorEquals": ["States.ALL"]}]
                """)
            .with("f", failing(9, "Busy"))
            .run("{}");
    assertEquals(seconds(1), delays(execution));
  }

  @Test
  void retry_severalRetriers_countEachForItself() throws Exception {
    String[] errors = {"Busy", "Slow", "Busy", "Slow", "Busy"};
    int[] call = {0};
    Execution execution =
        Workflow.ofTask(
                """
                "Retry": [
                  {"ErrorEquals": ["Busy"], "IntervalSeconds": 1, "MaxAttempts": 2},
                  {"ErrorEquals": ["Slow"], "IntervalSeconds": 10, "MaxAttempts": 2}
                ]
                """)
            .with(
                "f",
                payload -> {
                  throw new TaskFailedException(errors[call[0]], "call " + ++call[0]);
                })
            .run("{}");
    assertEquals(seconds(1, 10, 2, 20), delays(execution));
    assertEquals(new Execution.Failure("A", "Busy", "call 5"), execution.error());
  }

  @Test
  void retry_stateEnteredAgain_countsAnew() throws Exception {
    int[] call = {0};
    Execution execution =
        Workflow.ofStates(
                """
                "A": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Parameters": {"FunctionName": "f"},
                  "OutputPath": "$.Payload",
                  "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}],
                  "Next": "B"
                },
                "B": {
                  "Type": "Choice",
                  "Choices": [{"Variable": "$", "NumericLessThan": 4, "Next": "A"}],
                  "Default": "C"
                },
                "C": {"Type": "Succeed"}
                """)
            .with(
                "f",
                payload -> {
                  if (++call[0] % 2 == 1) {
                    throw new TaskFailedException("Busy", "odd");
                  }
                  return json(Integer.toString(call[0]));
                })
            .run("{}");
    assertEquals(List.of("A", "B", "A", "B", "C"), execution.states());
    assertEquals(seconds(1), delays(execution));
    assertEquals(json("4"), execution.output());
  }

  @Test
  void retry_retryCount_isSeenByParameters() throws Exception {
    List<String> seen = new ArrayList<>();
    Workflow.ofStates(
            """
            "A": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": "f", "Payload.$": "$$.State.RetryCount"},
              "Retry": [{"ErrorEquals": ["Busy"]}],
              "End": true
            }
            """)
        .with(
            "f",
            payload -> {
              seen.add(payload.toString());
              throw new TaskFailedException("Busy", "always");
            })
        .run("{}");
    assertEquals(List.of("0", "1", "2", "3"), seen);
  }

  @Test
  void retryThenCatch_exhausted_isCaught() throws Exception {
    Execution execution =
        catching("\"Retry\": [{\"ErrorEquals\": [\"Busy\"], \"MaxAttempts\": 2}]," + CATCH_ALL)
            .with("f", failing(9, "Busy"))
            .run("{}");
    assertEquals(Execution.Status.SUCCEEDED, execution.status());
    assertEquals(json("{\"Error\": \"Busy\", \"Cause\": \"call 3\"}"), execution.output());
    assertEquals(seconds(1, 2), delays(execution));
    assertEquals(new Execution.Failure("A", "Busy", "call 3"), execution.error());
    assertEquals(execution.error(), execution.steps().get(0).failure());
    assertEquals(execution.output(), execution.steps().get(0).output());
  }

  @Test
  void catch_resultPath_addsToRawInputAndSkipsOutputPath() throws Exception {
    Execution execution =
        catching(
                """
                "InputPath": "$.in",
                "OutputPath": "$.Payload",
                "Catch": [{"ErrorEquals": ["Broken"], "ResultPath": "$.failed", "Next": "B"}]
                """)
            .with("f", failing(1, "Broken"))
            .run("{\"in\": 1}");
    assertEquals(
        json("{\"in\": 1, \"failed\": {\"Error\": \"Broken\", \"Cause\": \"call 1\"}}"),
        execution.output());
  }

  @Test
  void catch_resultPathNull_passesRawInputOn() throws Exception {
    Execution execution =
        catching(
                "\"Catch\": [{\"ErrorEquals\": [\"Broken\"], \"ResultPath\": null, \"Next\": \"B\"}]")
            .with("f", failing(1, "Broken"))
            .run("{\"in\": 1}");
    assertEquals(json("{\"in\": 1}"), execution.output());
  }

  @Test
  void catch_resultPathDoesNotFit_failsExecution() throws Exception {
    Execution execution =
        catching(
                "\"Catch\": [{\"ErrorEquals\": [\"Broken\"], \"ResultPath\": \"$.failed\", \"Next\": \"B\"}]")
            .with("f", failing(1, "Broken"))
            .run("[]");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals("States.ResultPathMatchFailure", execution.steps().get(0).failure().error());
  }

  @Test
  void catch_severalCatchers_takesTheFirstMatch() throws Exception {
    Execution execution =
        catching(
                """
                "Catch": [
                  {"ErrorEquals": ["Other"], "ResultPath": "$.first", "Next": "B"},
                  {"ErrorEquals": ["Another", "Broken"], "ResultPath": "$.second", "Next": "B"},
                  {"ErrorEquals": ["States.ALL"], "ResultPath": "$.third", "Next": "B"}
                ]
                """)
            .with("f", failing(1, "Broken"))
            .run("{}");
    assertEquals(
        json("{\"second\": {\"Error\": \"Broken\", \"Cause\": \"call 1\"}}"), execution.output());
  }

  @Test
  void catch_taskFailed_matchesEverythingButTimeout() throws Exception {
    String taskFailed = "\"Catch\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"B\"}]";
    assertEquals(
        Execution.Status.SUCCEEDED,
        catching(taskFailed).with("f", failing(1, "Broken")).run("{}").status());
    assertEquals(
        Execution.Status.SUCCEEDED,
        catching(taskFailed).with("f", failing(1, "States.Permissions")).run("{}").status());
    assertEquals(
        Execution.Status.FAILED,
        catching(taskFailed).with("f", failing(1, "States.Timeout")).run("{}").status());
  }

  @Test
  void all_runtimeError_isNeitherRetriedNorCaught() throws Exception {
    Execution execution =
        catching(
                """
                "OutputPath": "$.missing",
                "Retry": [{"ErrorEquals": ["States.ALL"]}],
                """
                    + CATCH_ALL)
            .with("f", payload -> payload)
            .run("{}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals(
        new Execution.Failure(
            "A", "States.Runtime", "OutputPath: the path $.missing selects nothing."),
        execution.error());
    assertEquals(List.of(), delays(execution));
  }

  @Test
  void all_dataLimitExceeded_isNeitherRetriedNorCaught() throws Exception {
    Execution execution =
        catching("\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"]}]," + CATCH_ALL)
            .with("f", payload -> json("\"" + "x".repeat(40) + "\""))
            .withMaxPayloadBytes(70)
            .run("{}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals(
        new Execution.Failure(
            "A",
            "States.DataLimitExceeded",
            "The state's result has 99 bytes, but at most 70 are allowed."),
        execution.error());
    assertEquals(List.of(), delays(execution));
  }

  @Test
  void all_dataLimitExceededByName_isCaught() throws Exception {
    Execution execution =
        catching("\"Catch\": [{\"ErrorEquals\": [\"States.DataLimitExceeded\"], \"Next\": \"B\"}]")
            .with("f", payload -> json("\"" + "x".repeat(262_144) + "\""))
            .run("{}");
    assertEquals(Execution.Status.SUCCEEDED, execution.status());
    assertEquals("States.DataLimitExceeded", execution.error().error());
  }

  @Test
  void run_parametersTooLarge_failsBeforeTheCall() throws Exception {
    Execution execution =
        Workflow.ofTask("").withMaxPayloadBytes(40).run("\"" + "x".repeat(30) + "\"");
    assertEquals(
        new Execution.Failure(
            "A",
            "States.DataLimitExceeded",
            "The state's input has 63 bytes, but at most 40 are allowed."),
        execution.error());
  }

  @Test
  void run_resultPathDoesNotFit_isCaughtByAll() throws Exception {
    Execution execution =
        catching("\"ResultPath\": \"$.a\"," + CATCH_ALL).with("f", payload -> payload).run("[]");
    assertEquals(Execution.Status.SUCCEEDED, execution.status());
    assertEquals("States.ResultPathMatchFailure", execution.error().error());
  }

  @Test
  void timeoutSeconds_callTakesLonger_isTimeout() throws Exception {
    Workflow workflow =
        Workflow.ofTask(
            "\"TimeoutSeconds\": 90, \"Retry\": [{\"ErrorEquals\": [\"States.Timeout\"]}]");
    int[] call = {0};
    workflow.with(
        "f",
        payload -> {
          workflow.clock.advance(Duration.ofSeconds(call[0]++ == 0 ? 91 : 90));
          return payload;
        });
    Execution execution = workflow.run("{}");
    assertEquals(Execution.Status.SUCCEEDED, execution.status());
    assertEquals(
        new Execution.Failure(
            "A", "States.Timeout", "The task took longer than its TimeoutSeconds, 90."),
        execution.steps().get(0).retries().get(0).failure());
  }

  @Test
  void timeoutSeconds_callFailsTooLate_isTimeoutAndNotTheError() throws Exception {
    Workflow workflow = Workflow.ofTask("\"TimeoutSeconds\": 90");
    workflow.with(
        "f",
        payload -> {
          workflow.clock.advance(Duration.ofSeconds(91));
          throw new TaskFailedException("Broken", "late");
        });
    assertEquals("States.Timeout", workflow.run("{}").error().error());
  }
}
