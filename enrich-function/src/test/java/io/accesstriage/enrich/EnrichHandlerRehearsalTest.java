package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Rehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EnrichHandlerRehearsalTest {
  @Test
  void rehearse_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "AssumeRole",
            "GET /",
            "GET /findingv2",
            "TrentService.ListAliases",
            "TrentService.ListResourceTags"),
        Rehearsal.of(EnrichHandler.class, EnrichHandler::new).rehearse(2));
  }
}
