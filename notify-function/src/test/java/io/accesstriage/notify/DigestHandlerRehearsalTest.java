package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Rehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DigestHandlerRehearsalTest {
  @Test
  void rehearse_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "DynamoDB_20120810.BatchGetItem",
            "DynamoDB_20120810.GetItem",
            "DynamoDB_20120810.PutItem",
            "DynamoDB_20120810.Scan",
            "GetSubscriptionAttributes",
            "GetTopicAttributes",
            "ListSubscriptionsByTopic",
            "Publish"),
        Rehearsal.of(DigestHandler.class, DigestHandler::new).rehearse(2));
  }
}
