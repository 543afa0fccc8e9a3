package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Priming;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DigestHandlerPrimingTest {
  @Test
  void prime_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "DynamoDB_20120810.BatchGetItem",
            "DynamoDB_20120810.GetItem",
            "DynamoDB_20120810.PutItem",
            "DynamoDB_20120810.Scan",
            "GetSubscriptionAttributes",
            "GetTopicAttributes",
            "ListSubscriptionsByTopic",
            "Publish",
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"),
        Priming.of(DigestHandler.class, DigestHandler::new).prime(2));
  }
}
