package io.accesstriage.stateslanguage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class FailStateTest {
  private static Execution.Failure fail(String fields, String input) throws Exception {
    Execution execution = Workflow.ofStates("\"A\": {\"Type\": \"Fail\"" + fields + "}").run(input);
    assertEquals(Execution.Status.FAILED, execution.status());
    return execution.error();
  }

  @Test
  void run_literals_areTheError() throws Exception {
    assertEquals(
        new Execution.Failure("A", "TriageFailed", "A step failed."),
        fail(", \"Error\": \"TriageFailed\", \"Cause\": \"A step failed.\"", "{}"));
  }

  @Test
  void run_withoutFields_hasNeitherErrorNorCause() throws Exception {
    assertEquals(new Execution.Failure("A", null, null), fail("", "{}"));
  }

  @Test
  void run_paths_selectTheError() throws Exception {
    assertEquals(
        new Execution.Failure("A", "E", "first"),
        fail(", \"ErrorPath\": \"$.e\", \"CausePath\": \"$$.Execution.Name\"", "{\"e\": \"E\"}"));
  }

  @Test
  void run_pathSelectsNoString_failsWithRuntime() throws Exception {
    assertEquals(
        new Execution.Failure(
            "A", "States.Runtime", "CausePath: the path $.e must select a string."),
        fail(", \"CausePath\": \"$.e\"", "{\"e\": 1}"));
    assertEquals(
        new Execution.Failure("A", "States.Runtime", "ErrorPath: the path $.e selects nothing."),
        fail(", \"ErrorPath\": \"$.e\"", "{}"));
  }
}
