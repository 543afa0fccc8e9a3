package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChoiceStateTest {
  private static final String ENDS =
      """
      , "Yes": {"Type": "Succeed"}, "No": {"Type": "Succeed"}
      """;

  private static Workflow choosing(String fields) {
    return Workflow.ofStates("\"A\": {\"Type\": \"Choice\", " + fields + "}" + ENDS);
  }

  private static boolean holds(String condition, String input) throws Exception {
    Execution execution =
        choosing("\"Choices\": [{" + condition + ", \"Next\": \"Yes\"}], \"Default\": \"No\"")
            .run(input);
    assertEquals(
        Execution.Status.SUCCEEDED, execution.status(), () -> condition + ": " + execution.error());
    return execution.states().equals(List.of("A", "Yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "IsPresent": true | {"a": 1} | true
          "IsPresent": true | {"a": null} | true
          "IsPresent": true | {} | false
          "IsPresent": false | {} | true
          "IsPresent": false | {"a": null} | false
          "IsNull": true | {"a": null} | true
          "IsNull": true | {"a": 0} | false
          "IsNull": false | {"a": 0} | true
          "IsString": true | {"a": ""} | true
          "IsString": true | {"a": 1} | false
          "IsString": false | {"a": null} | true
          "StringEquals": "x" | {"a": "x"} | true
          "StringEquals": "x" | {"a": "X"} | false
          "StringEquals": "1" | {"a": 1} | false
          "StringMatches": "arn:*:iam::*" | {"a": "arn:aws:iam::1"} | true
          "StringMatches": "arn:*:iam::*" | {"a": "arn:aws:s3:::b"} | false
          "StringMatches": "*" | {"a": 1} | false
          "BooleanEquals": true | {"a": true} | true
          "BooleanEquals": false | {"a": false} | true
          "BooleanEquals": true | {"a": false} | false
          "BooleanEquals": true | {"a": "true"} | false
          "BooleanEquals": false | {"a": null} | false
          "NumericEquals": 1 | {"a": 1.0} | true
          "NumericEquals": 0.1 | {"a": 0.1} | true
          "NumericEquals": 1 | {"a": 2} | false
          "NumericEquals": 1 | {"a": "1"} | false
          "NumericEquals": 9007199254740993 | {"a": 9007199254740992} | false
          "NumericLessThan": 1 | {"a": 0.99} | true
          "NumericLessThan": 1 | {"a": 1} | false
          "NumericLessThanEquals": 1 | {"a": 1} | true
          "NumericLessThanEquals": 1 | {"a": 1.01} | false
          "NumericGreaterThan": 1 | {"a": 1.01} | true
          "NumericGreaterThan": 1 | {"a": 1} | false
          "NumericGreaterThanEquals": 1 | {"a": 1} | true
          "NumericGreaterThanEquals": 1 | {"a": 0.99} | false
          "NumericGreaterThanEquals": 1 | {"a": null} | false
          """)
  void run_operator_comparesVariable(String condition, String input, boolean expected)
      throws Exception {
    String variable = "\"Variable\": \"$.a\", " + condition;
    assertEquals(expected, holds(variable, input));
  }

  @Test
  void run_combinations_followLogic() throws Exception {
    String x = "{\"Variable\": \"$.x\", \"BooleanEquals\": true}";
    String y = "{\"Variable\": \"$.y\", \"BooleanEquals\": true}";
    for (boolean bx : new boolean[] {true, false}) {
      for (boolean by : new boolean[] {true, false}) {
        String input = "{\"x\": " + bx + ", \"y\": " + by + "}";
        assertEquals(bx && by, holds("\"And\": [" + x + "," + y + "]", input), input);
        assertEquals(bx || by, holds("\"Or\": [" + x + "," + y + "]", input), input);
        assertEquals(!bx, holds("\"Not\": " + x, input), input);
        assertEquals(!(bx || by), holds("\"Not\": {\"Or\": [" + x + "," + y + "]}", input), input);
      }
    }
  }

  @Test
  void run_isPresent_guardsWhatFollows() throws Exception {
    String present =
        "{\"Variable\": \"$.a\", \"IsPresent\": %s}, {\"Variable\": \"$.a\", \"StringEquals\": \"x\"}";
    assertEquals(false, holds("\"And\": [" + present.formatted(true) + "]", "{}"));
    assertEquals(true, holds("\"Or\": [" + present.formatted(false) + "]", "{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "IsNull": true
          "IsString": true
          "StringEquals": "x"
          "StringMatches": "*"
          "BooleanEquals": false
          "NumericEquals": 0
          """)
  void run_variableAbsent_failsWithRuntime(String condition) throws Exception {
    Execution execution =
        choosing(
                "\"Choices\": [{\"Variable\": \"$.a.b\", %s, \"Next\": \"Yes\"}], \"Default\": \"No\""
                    .formatted(condition))
            .run("{\"a\": {}}");
    assertEquals(
        new Execution.Failure(
            "A", "States.Runtime", "Choices[0].Variable: the path $.a.b selects nothing."),
        execution.error());
  }

  @Test
  void run_severalRulesHold_takesTheFirst() throws Exception {
    Execution execution =
        choosing(
                """
                "Choices": [
                  {"Variable": "$.a", "NumericEquals": 2, "Next": "No"},
                  {"Variable": "$.a", "NumericEquals": 1, "Next": "Yes", "Comment": "The first that holds"},
                  {"Variable": "$.a", "NumericLessThan": 5, "Next": "No"}
                ]
                """)
            .run("{\"a\": 1}");
    assertEquals(List.of("A", "Yes"), execution.states());
  }

  @Test
  void run_nothingHoldsWithoutDefault_failsWithNoChoiceMatched() throws Exception {
    Execution execution =
        Workflow.ofStates(
                """
                "A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "NumericEquals": 2, "Next": "B"}]},
                "B": {"Type": "Succeed"}
                """)
            .run("{\"a\": 1}");
    assertEquals(Execution.Status.FAILED, execution.status());
    assertEquals(
        new Execution.Failure(
            "A", "States.NoChoiceMatched", "No rule of Choices holds, and there is no Default."),
        execution.error());
  }

  @Test
  void run_paths_selectWhatRulesSeeAndOutput() throws Exception {
    Execution execution =
        choosing(
                """
                "InputPath": "$.in",
                "OutputPath": "$.out",
                "Choices": [{"Variable": "$.a", "NumericEquals": 1, "Next": "Yes"}],
                "Default": "No"
                """)
            .run("{\"in\": {\"a\": 1, \"out\": [1]}}");
    assertEquals(List.of("A", "Yes"), execution.states());
    assertEquals(json("[1]"), execution.output());
  }

  @Test
  void run_variableOfContext_isRead() throws Exception {
    assertEquals(true, holds("\"Variable\": \"$$.State.Name\", \"StringEquals\": \"A\"", "{}"));
  }
}
