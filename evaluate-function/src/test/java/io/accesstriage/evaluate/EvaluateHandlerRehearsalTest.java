package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Rehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvaluateHandlerRehearsalTest {
  @Test
  void rehearse_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of("DynamoDB_20120810.GetItem", "DynamoDB_20120810.PutItem"),
        Rehearsal.of(
                EvaluateHandler.class,
                (aws, clock) -> new EvaluateHandler(EvaluateHandler.deployedRules(), aws, clock))
            .rehearse(2));
  }
}
