package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Priming;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvaluateHandlerPrimingTest {
  @Test
  void prime_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of("DynamoDB_20120810.BatchGetItem", "DynamoDB_20120810.PutItem"),
        Priming.of(
                EvaluateHandler.class,
                (aws, clock) -> new EvaluateHandler(EvaluateHandler.deployedRules(), aws, clock))
            .prime(2));
  }
}
