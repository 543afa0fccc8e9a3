package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Priming;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NotifyHandlerPrimingTest {
  @Test
  void prime_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "DynamoDB_20120810.BatchGetItem",
            "DynamoDB_20120810.GetItem",
            "DynamoDB_20120810.PutItem",
            "DynamoDB_20120810.TransactWriteItems",
            "DynamoDB_20120810.UpdateItem",
            "GetTopicAttributes",
            "Publish"),
        Priming.of(NotifyHandler.class, NotifyHandler::new).prime(2));
  }
}
