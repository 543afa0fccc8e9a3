package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SqsSendMessageTest {
  private static final String TASK =
      """
      "A": {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": "https://queue.example.com/dead", "MessageBody.$": "$.body"},
        "ResultPath": "$.sent",
        "End": true
      }
      """;

  @Test
  void call_object_isSentAsJsonText() throws Exception {
    Workflow workflow = Workflow.ofStates(TASK);
    Execution execution = workflow.run("{\"body\": {\"a\": [1, \"ü\"]}}");
    assertEquals(List.of("https://queue.example.com/dead {\"a\":[1,\"ü\"]}"), workflow.messages);
    assertEquals(
        json(
            "{\"MD5OfMessageBody\": \"6f8c330555bc5bea4df08bf9b4bca8ad\", \"MessageId\": \"message-1\"}"),
        execution.output().get("sent"));
  }

  @Test
  void call_string_isSentAsItIs() throws Exception {
    Workflow workflow = Workflow.ofStates(TASK);
    workflow.run("{\"body\": \"plain \\\"text\\\"\"}");
    assertEquals(List.of("https://queue.example.com/dead plain \"text\""), workflow.messages);
  }
}
