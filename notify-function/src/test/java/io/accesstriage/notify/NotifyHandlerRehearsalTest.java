package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Rehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NotifyHandlerRehearsalTest {
  @Test
  void rehearse_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "DynamoDB_20120810.GetItem",
            "DynamoDB_20120810.PutItem",
            "DynamoDB_20120810.UpdateItem",
            "GetTopicAttributes",
            "Publish"),
        Rehearsal.of(NotifyHandler.class, NotifyHandler::new).rehearse(2));
  }
}
