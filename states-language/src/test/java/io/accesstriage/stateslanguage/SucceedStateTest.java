package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SucceedStateTest {
  @Test
  void run_paths_selectOutput() throws Exception {
    Execution execution =
        Workflow.ofStates(
                """
                "A": {"Type": "Succeed", "Comment": "The end", "InputPath": "$.a", "OutputPath": "$.b"}
                """)
            .run("{\"a\": {\"b\": [true]}}");
    assertEquals(
        new Execution(
            "arn:aws:states:us-east-1:111122223333:execution:Triage:first",
            Execution.Status.SUCCEEDED,
            List.of(
                new Execution.Step(
                    "A",
                    Workflow.START,
                    json("{\"a\": {\"b\": [true]}}"),
                    List.of(),
                    null,
                    json("[true]"))),
            json("[true]"),
            null),
        execution);
  }
}
