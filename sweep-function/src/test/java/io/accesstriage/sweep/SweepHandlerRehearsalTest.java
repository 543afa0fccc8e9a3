package io.accesstriage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Rehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SweepHandlerRehearsalTest {
  @Test
  void rehearse_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "AWSStepFunctions.StartExecution", "DynamoDB_20120810.BatchGetItem", "POST /findingv2"),
        Rehearsal.of(SweepHandler.class, SweepHandler::new).rehearse(2));
  }
}
