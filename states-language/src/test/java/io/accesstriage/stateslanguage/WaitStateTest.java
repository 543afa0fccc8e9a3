package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WaitStateTest {
  private static final String MUST_BE_INTEGER =
      "SecondsPath: the path $.s must select an integer from 0 to 99999999.";
  private static final String MUST_BE_TIME =
      "TimestampPath: the path $.t must select a time such as 2026-03-14T01:59:00Z.";

  private static Workflow waiting(String fields) {
    return Workflow.ofStates("\"A\": {\"Type\": \"Wait\", \"End\": true, " + fields + "}");
  }

  private static Duration waited(String fields, String input) throws Exception {
    Workflow workflow = waiting(fields);
    assertEquals(json(input), workflow.run(input).output());
    return Duration.between(Workflow.START, workflow.clock.instant());
  }

  @Test
  void run_seconds_advancesClock() throws Exception {
    assertEquals(Duration.ofSeconds(30), waited("\"Seconds\": 30", "{}"));
    assertEquals(Duration.ZERO, waited("\"Seconds\": 0", "{}"));
  }

  @Test
  void run_secondsPath_advancesClock() throws Exception {
    assertEquals(
        Duration.ofSeconds(7), waited("\"SecondsPath\": \"$.a.s\"", "{\"a\": {\"s\": 7}}"));
  }

  @Test
  void run_secondsPathSelectsNoCount_failsWithRuntime() throws Exception {
    for (String seconds : new String[] {"\"7\"", "-1", "1.5", "null", "100000000", "1e3"}) {
      assertEquals(
          new Execution.Failure("A", "States.Runtime", MUST_BE_INTEGER),
          waiting("\"SecondsPath\": \"$.s\"").run("{\"s\": " + seconds + "}").error(),
          seconds);
    }
  }

  @Test
  void run_secondsPathSelectsNothing_failsWithRuntime() throws Exception {
    assertEquals(
        new Execution.Failure("A", "States.Runtime", "SecondsPath: the path $.s selects nothing."),
        waiting("\"SecondsPath\": \"$.s\"").run("{}").error());
  }

  @Test
  void run_timestamp_advancesClockToIt() throws Exception {
    assertEquals(Duration.ofMillis(465), waited("\"Timestamp\": \"2026-03-14T01:59:27Z\"", "{}"));
    assertEquals(
        Duration.ofMillis(465),
        waited("\"TimestampPath\": \"$.t\"", "{\"t\": \"2026-03-14T03:59:27.000+02:00\"}"));
  }

  @Test
  void run_timestampInThePast_waitsNotAtAll() throws Exception {
    assertEquals(Duration.ZERO, waited("\"Timestamp\": \"2026-03-14T01:59:00Z\"", "{}"));
  }

  @Test
  void run_timestampPathSelectsNoTime_failsWithRuntime() throws Exception {
    for (String time :
        new String[] {
          "\"tomorrow\"", "1", "\"2026-03-14t01:59:27Z\"", "\"2026-03-14T01:59:27z\""
        }) {
      assertEquals(
          new Execution.Failure("A", "States.Runtime", MUST_BE_TIME),
          waiting("\"TimestampPath\": \"$.t\"").run("{\"t\": " + time + "}").error(),
          time);
    }
  }

  @Test
  void run_paths_selectInputAndOutput() throws Exception {
    assertEquals(
        json("\"x\""),
        waiting("\"SecondsPath\": \"$.s\", \"InputPath\": \"$.a\", \"OutputPath\": \"$.b\"")
            .run("{\"a\": {\"s\": 1, \"b\": \"x\"}}")
            .output());
  }
}
