package io.accesstriage.stateslanguage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StateMachineParserTest {
  private static final long SEED = 20261127;

  private static UnsupportedStateMachineException refusal(
      String json, Map<String, String> substitutions) {
    return assertThrows(
        UnsupportedStateMachineException.class,
        () -> StateMachine.parse(json, substitutions),
        json);
  }

  private static void assertRefused(String json, String message) {
    assertEquals(message, refusal(json, Map.of()).getMessage());
  }

  /** A machine whose states begin in line 2. */
  private static void assertStatesRefused(String states, String message) {
    assertRefused("{\"StartAt\": \"A\", \"States\": {\n" + states + "}}", message);
  }

  /** A state A that has these fields; a state B follows it. */
  private static void assertFieldsRefused(String fields, String message) {
    assertStatesRefused("\"A\": {" + fields + "},\n\"B\": {\"Type\": \"Succeed\"}", message);
  }

  private static void assertTaskRefused(String fields, String message) {
    assertFieldsRefused(
        """
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "f"}, "Next": "B",
        """
            + fields,
        message);
  }

  private static void assertRuleRefused(String rule, String message) {
    assertFieldsRefused(
        "\"Type\": \"Choice\", \"Default\": \"B\",\n\"Choices\": [" + rule + "]", message);
  }

  @Test
  void parse_notJson_isRefused() {
    assertRefused("{\"StartAt\": \"A\", }", "line 1, column 18: this is not valid JSON");
    assertRefused("", "line 1, column 1: the definition is empty");
    assertRefused("{} {}", "line 1, column 4: the definition goes on after its end");
    assertRefused("[1", "line 1, column 3: this is not valid JSON");
    assertRefused(
        "{\"StartAt\": \"A\", \"StartAt\": \"B\"}", "line 1, column 27: this is not valid JSON");
  }

  @Test
  void parse_noObject_isRefused() {
    assertRefused(
        "[]", "line 1, column 1: the state machine must be an object, but is an empty array");
    assertRefused(
        "{\"StartAt\": \"A\", \"States\": []}",
        "line 1, column 18: States must be an object, but is an empty array");
  }

  @Test
  void parse_machineWithoutNeededField_isRefused() {
    assertRefused("{\"StartAt\": \"A\"}", "line 1, column 1: the state machine has no States");
    assertRefused(
        "{\"States\": {\"A\": {\"Type\": \"Fail\"}}}",
        "line 1, column 1: the state machine has no StartAt");
  }

  @Test
  void parse_unknownFieldOfMachine_isRefused() {
    assertRefused(
        "{\"StartsAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\"}}}",
        "line 1, column 2: StartsAt is not supported in a state machine; supported are [Comment, QueryLanguage, StartAt, States, TimeoutSeconds, Version]");
  }

  @Test
  void parse_otherLanguageOrVersion_isRefused() {
    assertRefused(
        "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\"}}}",
        "line 1, column 2: QueryLanguage is \"JSONata\"; supported are [JSONPath]");
    assertRefused(
        "{\"Version\": \"2.0\", \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\"}}}",
        "line 1, column 2: Version is \"2.0\"; supported are [1.0]");
    assertRefused(
        "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\", \"QueryLanguage\": \"JSONata\"}}}",
        "line 1, column 51: state \"A\": QueryLanguage is \"JSONata\"; supported are [JSONPath]");
  }

  @Test
  void parse_commentIsNoString_isRefused() {
    assertRefused(
        "{\"Comment\": 1, \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\"}}}",
        "line 1, column 2: Comment must be a string, but is 1");
  }

  @Test
  void parse_timeoutOutOfRange_isRefused() {
    assertRefused(
        "{\"TimeoutSeconds\": 0, \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\"}}}",
        "line 1, column 2: TimeoutSeconds must be an integer from 1 to 99999999, but is 0");
    assertRefused(
        "{\"TimeoutSeconds\": \"60\", \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\"}}}",
        "line 1, column 2: TimeoutSeconds must be an integer from 1 to 99999999, but is \"60\"");
  }

  @Test
  void parse_unknownStateType_isRefused() {
    assertFieldsRefused(
        "\"Type\": \"Map\"",
        "line 2, column 7: state \"A\": Type is \"Map\"; supported are [Choice, Fail, Pass, Succeed, Task, Wait]");
    assertFieldsRefused("\"Next\": \"B\"", "line 2, column 1: state \"A\" has no Type");
  }

  @Test
  void parse_unknownField_isRefused() {
    assertFieldsRefused(
        "\"Type\": \"Task\", \"ResultSelecter\": {}",
        "line 2, column 23: state \"A\": ResultSelecter is not supported in a Task state; supported are [Catch, Comment, End, InputPath, Next, OutputPath, Parameters, QueryLanguage, Resource, ResultPath, ResultSelector, Retry, TimeoutSeconds, Type]");
    assertFieldsRefused(
        "\"Type\": \"Choice\", \"Next\": \"B\"",
        "line 2, column 25: state \"A\": Next is not supported in a Choice state; supported are [Choices, Comment, Default, InputPath, OutputPath, QueryLanguage, Type]");
    assertFieldsRefused(
        "\"Type\": \"Wait\", \"ResultPath\": \"$\"",
        "line 2, column 23: state \"A\": ResultPath is not supported in a Wait state; supported are [Comment, End, InputPath, Next, OutputPath, QueryLanguage, Seconds, SecondsPath, Timestamp, TimestampPath, Type]");
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"Result\": 1",
        "line 2, column 23: state \"A\": Result is not supported in a Pass state; supported are [Comment, End, InputPath, Next, OutputPath, Parameters, QueryLanguage, ResultPath, Type]");
    assertFieldsRefused(
        "\"Type\": \"Succeed\", \"End\": true",
        "line 2, column 26: state \"A\": End is not supported in a Succeed state; supported are [Comment, InputPath, OutputPath, QueryLanguage, Type]");
    assertFieldsRefused(
        "\"Type\": \"Fail\", \"InputPath\": \"$\"",
        "line 2, column 23: state \"A\": InputPath is not supported in a Fail state; supported are [Cause, CausePath, Comment, Error, ErrorPath, QueryLanguage, Type]");
  }

  @Test
  void parse_longName_isRefused() {
    assertStatesRefused(
        "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\": {\"Type\": \"Fail\"}",
        "line 2, column 1: state \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" has a name of more than 80 characters");
  }

  @Test
  void parse_missingOrTwofoldExit_isRefused() {
    assertFieldsRefused(
        "\"Type\": \"Pass\"", "line 2, column 1: state \"A\" has neither Next nor End");
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"Next\": \"B\", \"End\": true",
        "line 2, column 36: state \"A\": End does not go with Next");
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"End\": false",
        "line 2, column 23: state \"A\": End must be true; leave it out and say Next otherwise");
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"Next\": 1",
        "line 2, column 23: state \"A\": Next must be a string, but is 1");
  }

  @Test
  void parse_danglingTarget_isRefused() {
    assertStatesRefused(
        "\"B\": {\"Type\": \"Fail\"}",
        "line 1, column 2: StartAt names the state \"A\", which does not exist; the states are [B]");
    assertStatesRefused(
        "\"A\": {\"Type\": \"Pass\", \"Next\": \"a\"}",
        "line 2, column 23: state \"A\": Next names the state \"a\", which does not exist; the states are [A]");
    assertStatesRefused(
        "\"A\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$\", \"IsNull\": true, \"Next\": \"A\"}], \"Default\": \"X\"}",
        "line 2, column 86: state \"A\": Default names the state \"X\", which does not exist; the states are [A]");
    assertStatesRefused(
        "\"A\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$\", \"IsNull\": true, \"Next\": \"X\"}]}",
        "line 2, column 71: state \"A\": Choices[0].Next names the state \"X\", which does not exist; the states are [A]");
    assertStatesRefused(
        "\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\": {\"FunctionName\": \"f\"}, \"End\": true, \"Catch\": [{\"ErrorEquals\": [\"E\"], \"Next\": \"X\"}]}",
        "line 2, column 152: state \"A\": Catch[0].Next names the state \"X\", which does not exist; the states are [A]");
  }

  @Test
  void parse_unreachableState_isRefused() {
    assertStatesRefused(
        "\"A\": {\"Type\": \"Succeed\"},\n\"B\": {\"Type\": \"Pass\", \"Next\": \"C\"},\n\"C\": {\"Type\": \"Fail\"}",
        "line 3, column 1: state \"B\" cannot be reached from StartAt");
  }

  @Test
  void parse_unsupportedResource_isRefused() {
    assertFieldsRefused(
        "\"Type\": \"Task\", \"End\": true", "line 2, column 1: state \"A\" has no Resource");
    assertFieldsRefused(
        "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sns:publish\", \"End\": true",
        "line 2, column 23: state \"A\": Resource is \"arn:aws:states:::sns:publish\"; supported are [arn:aws:states:::lambda:invoke, arn:aws:states:::sqs:sendMessage, arn:aws:states:::states:startExecution]");
    assertFieldsRefused(
        "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke.waitForTaskToken\", \"End\": true",
        "line 2, column 23: state \"A\": Resource is \"arn:aws:states:::lambda:invoke.waitForTaskToken\"; supported are [arn:aws:states:::lambda:invoke, arn:aws:states:::sqs:sendMessage, arn:aws:states:::states:startExecution]");
  }

  @Test
  void parse_parametersThatResourceLacks_areRefused() {
    assertFieldsRefused(
        "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"End\": true",
        "line 2, column 1: state \"A\" has no Parameters");
    assertFieldsRefused(
        "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\": {\"Payload\": {}}, \"End\": true",
        "line 2, column 69: state \"A\": Parameters has no FunctionName, which arn:aws:states:::lambda:invoke needs");
    assertFieldsRefused(
        "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\": {\"FunctionName\": \"f\", \"InvocationType\": \"Event\"}, \"End\": true",
        "line 2, column 105: state \"A\": Parameters.InvocationType is not supported in the parameters of arn:aws:states:::lambda:invoke; supported are [FunctionName, FunctionName.$, Payload, Payload.$]");
    assertFieldsRefused(
        "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", \"Parameters\": {\"QueueUrl\": \"q\"}, \"End\": true",
        "line 2, column 71: state \"A\": Parameters has no MessageBody, which arn:aws:states:::sqs:sendMessage needs");
  }

  @Test
  void parse_wrongTaskField_isRefused() {
    assertTaskRefused(
        "\"TimeoutSeconds\": 1.5",
        "line 4, column 1: state \"A\": TimeoutSeconds must be an integer from 1 to 99999999, but is 1.5");
    assertTaskRefused(
        "\"TimeoutSecondsPath\": \"$.t\"",
        "line 4, column 1: state \"A\": TimeoutSecondsPath is not supported in a Task state; supported are [Catch, Comment, End, InputPath, Next, OutputPath, Parameters, QueryLanguage, Resource, ResultPath, ResultSelector, Retry, TimeoutSeconds, Type]");
    assertTaskRefused(
        "\"HeartbeatSeconds\": 5",
        "line 4, column 1: state \"A\": HeartbeatSeconds is not supported in a Task state; supported are [Catch, Comment, End, InputPath, Next, OutputPath, Parameters, QueryLanguage, Resource, ResultPath, ResultSelector, Retry, TimeoutSeconds, Type]");
    assertTaskRefused(
        "\"ResultSelector\": \"$\"",
        "line 4, column 1: state \"A\": ResultSelector must be an object, but is \"$\"");
  }

  @Test
  void parse_wrongRetrier_isRefused() {
    assertTaskRefused(
        "\"Retry\": []",
        "line 4, column 1: state \"A\": Retry must be an array with at least one element, but is an empty array");
    assertTaskRefused(
        "\"Retry\": {}",
        "line 4, column 1: state \"A\": Retry must be an array with at least one element, but is an object");
    assertTaskRefused(
        "\"Retry\": [{}]", "line 4, column 11: state \"A\": Retry[0] has no ErrorEquals");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": []}]",
        "line 4, column 12: state \"A\": Retry[0].ErrorEquals must be an array with at least one element, but is an empty array");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"MaxAttemps\": 1}]",
        "line 4, column 34: state \"A\": Retry[0].MaxAttemps is not supported in a retrier; supported are [BackoffRate, ErrorEquals, IntervalSeconds, JitterStrategy, MaxAttempts, MaxDelaySeconds]");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"MaxAttempts\": -1}]",
        "line 4, column 34: state \"A\": Retry[0].MaxAttempts must be an integer from 0 to 99999999, but is -1");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"IntervalSeconds\": 0}]",
        "line 4, column 34: state \"A\": Retry[0].IntervalSeconds must be an integer from 1 to 99999999, but is 0");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"BackoffRate\": 0.5}]",
        "line 4, column 34: state \"A\": Retry[0].BackoffRate must be a number of at least 1.0, but is 0.5");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"BackoffRate\": \"2\"}]",
        "line 4, column 34: state \"A\": Retry[0].BackoffRate must be a number, but is \"2\"");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"MaxDelaySeconds\": 31622400}]",
        "line 4, column 34: state \"A\": Retry[0].MaxDelaySeconds must be an integer from 1 to 31622399, but is 31622400");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\"], \"JitterStrategy\": \"HALF\"}]",
        "line 4, column 34: state \"A\": Retry[0].JitterStrategy is \"HALF\"; supported are [FULL, NONE]");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"States.Runtime\"]}]",
        "line 4, column 28: state \"A\": Retry[0].ErrorEquals[0] is \"States.Runtime\"; supported are [States.ALL, States.DataLimitExceeded, States.HeartbeatTimeout, States.Permissions, States.ResultPathMatchFailure, States.TaskFailed, States.Timeout]");
  }

  @Test
  void parse_allNotAloneOrNotLast_isRefused() {
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"]}, {\"ErrorEquals\": [\"E\"]}]",
        "line 4, column 12: state \"A\": Retry[0].ErrorEquals has States.ALL, which must stand alone and in the last element");
    assertTaskRefused(
        "\"Retry\": [{\"ErrorEquals\": [\"E\", \"States.ALL\"]}]",
        "line 4, column 12: state \"A\": Retry[0].ErrorEquals has States.ALL, which must stand alone and in the last element");
    assertTaskRefused(
        "\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"B\"}, {\"ErrorEquals\": [\"E\"], \"Next\": \"B\"}]",
        "line 4, column 12: state \"A\": Catch[0].ErrorEquals has States.ALL, which must stand alone and in the last element");
  }

  @Test
  void parse_wrongCatcher_isRefused() {
    assertTaskRefused(
        "\"Catch\": [{\"ErrorEquals\": [\"E\"]}]",
        "line 4, column 11: state \"A\": Catch[0] has no Next");
    assertTaskRefused(
        "\"Catch\": [{\"Next\": \"B\"}]",
        "line 4, column 11: state \"A\": Catch[0] has no ErrorEquals");
    assertTaskRefused(
        "\"Catch\": [{\"ErrorEquals\": [\"E\"], \"Next\": \"B\", \"Output\": {}}]",
        "line 4, column 47: state \"A\": Catch[0].Output is not supported in a catcher; supported are [Comment, ErrorEquals, Next, ResultPath]");
    assertTaskRefused(
        "\"Catch\": [{\"ErrorEquals\": [\"States.TaskFailure\"], \"Next\": \"B\"}]",
        "line 4, column 28: state \"A\": Catch[0].ErrorEquals[0] is \"States.TaskFailure\"; supported are [States.ALL, States.DataLimitExceeded, States.HeartbeatTimeout, States.Permissions, States.ResultPathMatchFailure, States.TaskFailed, States.Timeout]");
  }

  @Test
  void parse_wrongPath_isRefused() {
    assertTaskRefused(
        "\"InputPath\": \"a\"",
        "line 4, column 1: state \"A\": InputPath is not a supported path: a");
    assertTaskRefused(
        "\"InputPath\": 1", "line 4, column 1: state \"A\": InputPath must be a string, but is 1");
    assertTaskRefused(
        "\"InputPath\": \"$.a[\"",
        "line 4, column 1: state \"A\": InputPath is not a supported path: $.a[ (only names, indexes, slices, wildcards, .. and filters are)");
    assertTaskRefused(
        "\"OutputPath\": \"$.a.length()\"",
        "line 4, column 1: state \"A\": OutputPath is not a supported path: $.a.length() (only names, indexes, slices, wildcards, .. and filters are)");
    assertTaskRefused(
        "\"OutputPath\": \"States.Format('{}', $.a)\"",
        "line 4, column 1: state \"A\": OutputPath uses an intrinsic function, which is not supported: States.Format('{}', $.a)");
    assertTaskRefused(
        "\"InputPath\": \"$$.Execution.RoleArn\"",
        "line 4, column 1: state \"A\": InputPath selects what the Context Object does not have here: $$.Execution.RoleArn");
    assertTaskRefused(
        "\"InputPath\": \"$$.Execution\"",
        "line 4, column 1: state \"A\": InputPath selects what the Context Object does not have here: $$.Execution");
    assertTaskRefused(
        "\"InputPath\": \"$$\"",
        "line 4, column 1: state \"A\": InputPath selects what the Context Object does not have here: $$");
    assertTaskRefused(
        "\"InputPath\": \"$$.Execution.Input[*]\"",
        "line 4, column 1: state \"A\": InputPath is not a supported path: $$.Execution.Input[*]");
  }

  @Test
  void parse_wrongResultPath_isRefused() {
    assertTaskRefused(
        "\"ResultPath\": \"$.a[*]\"",
        "line 4, column 1: state \"A\": ResultPath must be a path of names and indexes only, such as $.a.b[0], but is $.a[*]");
    assertTaskRefused(
        "\"ResultPath\": \"$.a[0]\"",
        "line 4, column 1: state \"A\": ResultPath has an index, which is not supported in a ResultPath: $.a[0]");
    assertTaskRefused(
        "\"ResultPath\": \"$$.Execution.Input\"",
        "line 4, column 1: state \"A\": ResultPath must not lead into the Context Object: $$.Execution.Input");
  }

  @Test
  void parse_wrongTemplate_isRefused() {
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"End\": true, \"Parameters\": {\"a\": 1, \"a.$\": \"$.a\"}",
        "line 2, column 59: state \"A\": Parameters.a.$ does not go with a");
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"End\": true, \"Parameters\": {\"a.$\": 1}",
        "line 2, column 51: state \"A\": Parameters.a.$ must be a string, but is 1");
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"End\": true, \"Parameters\": {\"a\": [{\"b.$\": \"States.UUID()\"}]}",
        "line 2, column 58: state \"A\": Parameters.a[0].b.$ uses an intrinsic function, which is not supported: States.UUID()");
    assertFieldsRefused(
        "\"Type\": \"Pass\", \"End\": true, \"Parameters\": []",
        "line 2, column 36: state \"A\": Parameters must be an object, but is an empty array");
  }

  @Test
  void parse_wrongWait_isRefused() {
    assertFieldsRefused(
        "\"Type\": \"Wait\", \"Next\": \"B\"",
        "line 2, column 1: state \"A\" has none of Seconds, SecondsPath, Timestamp and TimestampPath");
    assertFieldsRefused(
        "\"Type\": \"Wait\", \"Next\": \"B\", \"Seconds\": 1, \"SecondsPath\": \"$.s\"",
        "line 2, column 50: state \"A\": SecondsPath does not go with Seconds");
    assertFieldsRefused(
        "\"Type\": \"Wait\", \"Next\": \"B\", \"Seconds\": -1",
        "line 2, column 36: state \"A\": Seconds must be an integer from 0 to 99999999, but is -1");
    assertFieldsRefused(
        "\"Type\": \"Wait\", \"Next\": \"B\", \"Timestamp\": \"tomorrow\"",
        "line 2, column 36: state \"A\": Timestamp must be a time such as 2026-03-14T01:59:00Z, but is \"tomorrow\"");
    assertFieldsRefused(
        "\"Type\": \"Wait\", \"Next\": \"B\", \"SecondsPath\": \"$.s[*]\"",
        "line 2, column 36: state \"A\": SecondsPath must be a path of names and indexes only, such as $.a.b[0], but is $.s[*]");
  }

  @Test
  void parse_wrongFail_isRefused() {
    assertFieldsRefused(
        "\"Type\": \"Fail\", \"Error\": \"E\", \"ErrorPath\": \"$.e\"",
        "line 2, column 37: state \"A\": ErrorPath does not go with Error");
    assertFieldsRefused(
        "\"Type\": \"Fail\", \"Cause\": 1",
        "line 2, column 23: state \"A\": Cause must be a string, but is 1");
    assertFieldsRefused(
        "\"Type\": \"Fail\", \"CausePath\": \"States.JsonToString($)\"",
        "line 2, column 23: state \"A\": CausePath must be a path of names and indexes only, such as $.a.b[0], but is States.JsonToString($)");
  }

  @Test
  void parse_wrongChoices_areRefused() {
    assertFieldsRefused("\"Type\": \"Choice\"", "line 2, column 1: state \"A\" has no Choices");
    assertFieldsRefused(
        "\"Type\": \"Choice\", \"Choices\": []",
        "line 2, column 25: state \"A\": Choices must be an array with at least one element, but is an empty array");
  }

  @Test
  void parse_wrongRule_isRefused() {
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"StringEquals\": \"x\"}",
        "line 3, column 13: state \"A\": Choices[0] has no Next");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"Next\": \"B\"}",
        "line 3, column 13: state \"A\": Choices[0] must have exactly one condition, but has []");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"StringEquals\": \"x\", \"IsNull\": true, \"Next\": \"B\"}",
        "line 3, column 13: state \"A\": Choices[0] must have exactly one condition, but has [StringEquals, IsNull]");
    assertRuleRefused(
        "{\"StringEquals\": \"x\", \"Next\": \"B\"}",
        "line 3, column 13: state \"A\": Choices[0] has no Variable");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"StringEqualsPath\": \"$.b\", \"Next\": \"B\"}",
        "line 3, column 33: state \"A\": Choices[0].StringEqualsPath is not supported in a Choice rule; supported are [And, BooleanEquals, Comment, IsNull, IsPresent, IsString, Next, Not, NumericEquals, NumericGreaterThan, NumericGreaterThanEquals, NumericLessThan, NumericLessThanEquals, Or, StringEquals, StringMatches, Variable]");
    assertRuleRefused(
        "{\"Variable\": \"$.a[*]\", \"StringEquals\": \"x\", \"Next\": \"B\"}",
        "line 3, column 14: state \"A\": Choices[0].Variable must be a path of names and indexes only, such as $.a.b[0], but is $.a[*]");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"StringEquals\": 1, \"Next\": \"B\"}",
        "line 3, column 33: state \"A\": Choices[0].StringEquals must be a string, but is 1");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"BooleanEquals\": \"true\", \"Next\": \"B\"}",
        "line 3, column 33: state \"A\": Choices[0].BooleanEquals must be true or false, but is \"true\"");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"NumericEquals\": \"1\", \"Next\": \"B\"}",
        "line 3, column 33: state \"A\": Choices[0].NumericEquals must be a number, but is \"1\"");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"IsPresent\": 1, \"Next\": \"B\"}",
        "line 3, column 33: state \"A\": Choices[0].IsPresent must be true or false, but is 1");
    assertRuleRefused(
        "{\"Variable\": \"$.a\", \"StringMatches\": \"a\\\\b\", \"Next\": \"B\"}",
        "line 3, column 33: state \"A\": Choices[0].StringMatches has a backslash before something other than * and \\: a\\b");
    assertRuleRefused(
        "{\"And\": [], \"Next\": \"B\"}",
        "line 3, column 14: state \"A\": Choices[0].And must be an array with at least one element, but is an empty array");
    assertRuleRefused(
        "{\"And\": [{\"Variable\": \"$.a\", \"IsNull\": true, \"Next\": \"B\"}], \"Next\": \"B\"}",
        "line 3, column 58: state \"A\": Choices[0].And[0].Next is not supported in a Choice rule; supported are [And, BooleanEquals, IsNull, IsPresent, IsString, Not, NumericEquals, NumericGreaterThan, NumericGreaterThanEquals, NumericLessThan, NumericLessThanEquals, Or, StringEquals, StringMatches, Variable]");
    assertRuleRefused(
        "{\"Not\": [], \"Next\": \"B\"}",
        "line 3, column 14: state \"A\": Choices[0].Not must be an object, but is an empty array");
    assertRuleRefused(
        "{\"Or\": [{\"Variable\": \"$.a\", \"IsNull\": true}], \"Variable\": \"$.a\", \"Next\": \"B\"}",
        "line 3, column 59: state \"A\": Choices[0].Variable does not go with Or");
    assertRuleRefused(
        "1", "line 3, column 13: state \"A\": Choices[0] must be an object, but is 1");
  }

  @Test
  void parse_severalLines_locatesTheField() {
    assertEquals(
        "statemachine.asl.json:7:7: state \"A\": Secnds is not supported in a Wait state; supported are "
            + "[Comment, End, InputPath, Next, OutputPath, QueryLanguage, Seconds, SecondsPath, Timestamp, TimestampPath, Type]",
        refusal(
                """
                {
                  "StartAt": "A",
                  "States": {
                    "A": {
                      "Type": "Wait",
                      "Next": "B",
                      "Secnds": 5
                    }
                  }
                }
                """,
                Map.of())
            .inFile("statemachine.asl.json"));
  }

  @Test
  void parse_substitutions_areMadeInsideStringsAfterParsing() throws Exception {
    StateMachine machine =
        StateMachine.parse(
            """
            {"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "<${A}-${B}${A}>", "Cause": "$ {A} $A"}}}
            """,
            Map.of("A", "\"quoted\", \\1 $1 ${B}", "B", "", "Unused", "x"));
    Execution execution =
        new Interpreter(
                machine,
                "arn:aws:states:us-east-1:111122223333:stateMachine:Triage",
                Map.of(),
                SimulatedClock.startingNow(),
                new Random(SEED))
            .run("first", Workflow.json("{}"));
    String a = "\"quoted\", \\1 $1 ${B}";
    assertEquals(
        new Execution.Failure("A", "<" + a + "-" + a + ">", "$ {A} $A"), execution.error());
  }

  @Test
  void parse_substitutionWithoutValue_isRefused() {
    assertEquals(
        "line 1, column 50: state \"A\": Error needs a value for ${C}; there are values for [A, B]",
        refusal(
                "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Fail\",\"Error\": \"${A}${C}\"}}}",
                new TreeMap<>(Map.of("B", "1", "A", "2")))
            .getMessage());
  }

  @Test
  void parse_substitutionInAName_isRefused() {
    assertEquals(
        "line 1, column 29: state \"${A}\" has a substitution in its name; only values can have one",
        refusal(
                "{\"StartAt\": \"A\", \"States\": {\"${A}\": {\"Type\": \"Fail\"}}}",
                Map.of("A", "A"))
            .getMessage());
  }

  @Test
  void parse_damagedText_isAcceptedOrRefusedWithAPlace() {
    String definition =
        """
        {"StartAt": "A", "TimeoutSeconds": 60, "States": {
          "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"},
            "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 1, "JitterStrategy": "FULL"}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "C"}], "Next": "B"},
          "B": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsPresent": true, "Next": "A"}], "Default": "C"},
          "C": {"Type": "Fail", "Error": "E", "Cause": "C"}}}
        """;
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder damaged = new StringBuilder(definition);
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, "\"{}[],:$.*1a".charAt(random.nextInt(12)));
        default -> damaged.setCharAt(at, "\"{}[],:$.*1a".charAt(random.nextInt(12)));
      }
      try {
        StateMachine.parse(damaged.toString(), Map.of());
      } catch (UnsupportedStateMachineException e) {
        assertEquals(
            true,
            e.getMessage().matches("(?s)line [1-9][0-9]*, column [1-9][0-9]*: .+"),
            "seed " + SEED + ", case " + i + ": " + e.getMessage());
      }
    }
  }
}
