package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class PassStateTest {
  private static final String RESULT_PATH_MISMATCH =
      "ResultPath $.a.b leads into what is no object in the state's input.";

  private static Execution pass(String fields, String input) throws Exception {
    return Workflow.ofStates("\"A\": {\"Type\": \"Pass\", \"End\": true" + fields + "}").run(input);
  }

  @Test
  void run_withoutFields_passesInputOn() throws Exception {
    assertEquals(json("{\"a\": 1.50}"), pass("", "{\"a\": 1.50}").output());
  }

  @Test
  void run_inputPath_selectsWhatParametersSee() throws Exception {
    Execution execution =
        pass(
            """
            , "InputPath": "$.a", "Parameters": {"x.$": "$.b", "list": [{"y.$": "$$.Execution.Name"}, "$.b", null]}
            """,
            """
            {"a": {"b": [1, 2]}}
            """);
    assertEquals(
        json("{\"x\": [1, 2], \"list\": [{\"y\": \"first\"}, \"$.b\", null]}"), execution.output());
  }

  @Test
  void run_nullPaths_areTheEmptyObject() throws Exception {
    assertEquals(
        json("{\"seen\": {}}"),
        pass(", \"InputPath\": null, \"Parameters\": {\"seen.$\": \"$\"}", "{\"a\": 1}").output());
    assertEquals(json("{}"), pass(", \"OutputPath\": null", "{\"a\": 1}").output());
  }

  @Test
  void run_inputPathOfContext_selectsFromIt() throws Exception {
    assertEquals(json("\"A\""), pass(", \"InputPath\": \"$$.State.Name\"", "{}").output());
  }

  @Test
  void run_resultPath_addsToRawInput() throws Exception {
    assertEquals(
        json("{\"a\": {\"b\": 1}, \"c\": {\"d\": 1}}"),
        pass(", \"InputPath\": \"$.a.b\", \"ResultPath\": \"$.c.d\"", "{\"a\": {\"b\": 1}}")
            .output());
  }

  @Test
  void run_resultPath_leavesStepsInputUnchanged() throws Exception {
    Execution execution =
        pass(", \"InputPath\": \"$.a\", \"ResultPath\": \"$.a\"", "{\"a\": {\"a\": 1}}");
    assertEquals(json("{\"a\": {\"a\": 1}}"), execution.steps().get(0).input());
    assertEquals(json("{\"a\": {\"a\": 1}}"), execution.output());
  }

  @Test
  void run_resultPathNull_keepsRawInput() throws Exception {
    assertEquals(
        json("{\"a\": 1}"),
        pass(", \"ResultPath\": null, \"Parameters\": {\"b\": 2}", "{\"a\": 1}").output());
  }

  @Test
  void run_resultPathThroughScalar_failsWithResultPathMatchFailure() throws Exception {
    for (String input :
        new String[] {"{\"a\": \"text\"}", "{\"a\": null}", "{\"a\": [{}]}", "[]", "\"text\""}) {
      assertEquals(
          new Execution.Failure("A", "States.ResultPathMatchFailure", RESULT_PATH_MISMATCH),
          pass(", \"ResultPath\": \"$.a.b\"", input).error(),
          input);
    }
  }

  @Test
  void run_outputPath_selectsFromCombination() throws Exception {
    assertEquals(
        json("{\"x\": 1}"),
        pass(
                ", \"Parameters\": {\"x.$\": \"$.a\"}, \"ResultPath\": \"$.r\", \"OutputPath\": \"$.r\"",
                "{\"a\": 1}")
            .output());
  }

  @Test
  void run_pathSelectsNothing_failsWithRuntime() throws Exception {
    assertEquals(
        new Execution.Failure("A", "States.Runtime", "OutputPath: the path $.b selects nothing."),
        pass(", \"OutputPath\": \"$.b\"", "{\"a\": 1}").error());
    assertEquals(
        new Execution.Failure("A", "States.Runtime", "InputPath: the path $.a[1] selects nothing."),
        pass(", \"InputPath\": \"$.a[1]\"", "{\"a\": [1]}").error());
    assertEquals(
        new Execution.Failure(
            "A", "States.Runtime", "Parameters.x[0].y.$: the path $.a.b selects nothing."),
        pass(", \"Parameters\": {\"x\": [{\"y.$\": \"$.a.b\"}]}", "{\"a\": 1}").error());
  }

  @Test
  void run_failed_hasNoOutput() throws Exception {
    Execution execution = pass(", \"OutputPath\": \"$.b\"", "{}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertNull(execution.output());
    assertEquals(execution.error(), execution.steps().get(0).failure());
  }

  @Test
  void run_outputPathSelectsNull_isNull() throws Exception {
    assertEquals(json("null"), pass(", \"OutputPath\": \"$.a\"", "{\"a\": null}").output());
  }
}
