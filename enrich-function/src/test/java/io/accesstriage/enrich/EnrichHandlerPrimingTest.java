package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Priming;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EnrichHandlerPrimingTest {
  @Test
  void prime_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "AssumeRole",
            "GET /",
            "GET /findingv2",
            "TrentService.ListAliases",
            "TrentService.ListResourceTags"),
        Priming.of(EnrichHandler.class, EnrichHandler::new).prime(2));
  }
}
