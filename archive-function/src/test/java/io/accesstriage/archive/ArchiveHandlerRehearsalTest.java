package io.accesstriage.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Rehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchiveHandlerRehearsalTest {
  @Test
  void rehearse_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "DynamoDB_20120810.GetItem",
            "DynamoDB_20120810.PutItem",
            "DynamoDB_20120810.UpdateItem",
            "GET /findingv2",
            "PUT /finding"),
        Rehearsal.of(ArchiveHandler.class, ArchiveHandler::new).rehearse(2));
  }
}
