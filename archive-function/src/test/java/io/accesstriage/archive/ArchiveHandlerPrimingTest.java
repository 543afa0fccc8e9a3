package io.accesstriage.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.snapstart.Priming;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchiveHandlerPrimingTest {
  @Test
  void prime_twice_makesTheCallsOfAnInvocation() throws Exception {
    assertEquals(
        List.of(
            "DynamoDB_20120810.GetItem",
            "DynamoDB_20120810.TransactWriteItems",
            "GET /findingv2",
            "PUT /finding"),
        Priming.of(ArchiveHandler.class, ArchiveHandler::new).prime(2));
  }
}
