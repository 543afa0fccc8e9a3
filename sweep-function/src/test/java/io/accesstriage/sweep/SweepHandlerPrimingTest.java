package io.accesstriage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Priming;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SweepHandlerPrimingTest {
  @Test
  void prime_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "AWSStepFunctions.StartExecution", "DynamoDB_20120810.BatchGetItem", "POST /findingv2"),
        Priming.of(SweepHandler.class, SweepHandler::new).prime(2));
  }
}
