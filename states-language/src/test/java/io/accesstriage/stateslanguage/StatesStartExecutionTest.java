package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StatesStartExecutionTest {
  private static String task(String parameters) {
    return """
        "A": {
          "Type": "Task",
          "Resource": "arn:aws:states:::states:startExecution",
          "Parameters": {%s},
          "End": true
        }
        """
        .formatted(parameters);
  }

  @Test
  void call_itsOwnMachine_startsItWithNameAndInput() throws Exception {
    Workflow workflow =
        Workflow.ofStates(
            task(
                "\"StateMachineArn.$\": \"$$.StateMachine.Id\", \"Name.$\": \"$.next\","
                    + " \"Input\": {\"page.$\": \"$.page\"}"));
    Execution execution = workflow.run("{\"next\": \"second\", \"page\": 7}");
    assertEquals(
        List.of("arn:aws:states:us-east-1:111122223333:stateMachine:Triage second {\"page\":7}"),
        workflow.started);
    assertEquals(
        json("{\"ExecutionArn\": \"execution-1\", \"StartDate\": 1773453566535}"),
        execution.output());
  }

  @Test
  void call_withMachineOnly_startsItWithoutNameAndWithEmptyInput() throws Exception {
    Workflow workflow = Workflow.ofStates(task("\"StateMachineArn\": \"other\""));
    workflow.run("{}");
    assertEquals(List.of("other null {}"), workflow.started);
  }

  @Test
  void parse_withoutMachine_isRefused() {
    UnsupportedStateMachineException error =
        assertThrows(
            UnsupportedStateMachineException.class,
            () -> Workflow.ofStates(task("\"Name\": \"second\"")).run("{}"));
    assertEquals(
        true,
        error
            .getMessage()
            .contains("has no StateMachineArn, which arn:aws:states:::states:startExecution needs"),
        error.getMessage());
  }
}
