package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final Instant AT = Instant.parse("2026-05-01T03:00:00Z");

  @Test
  void after_manyOthers_remembersTheLastFiveCausesOnceEach() {
    Failure last = new Failure("0", AT, false);
    for (String cause : List.of("1", "2", "3", "4", "3", "5")) {
      last = new Failure(cause, AT, false).after(last);
    }

    assertEquals(new Failure("5", AT, false, List.of("3", "4", "2", "1")), last);
    assertTrue(last.isOf("5"));
    assertTrue(last.isOf("1"));
    assertFalse(last.isOf("0"));
  }

  @Test
  void told_keepsWhatWasReportedBefore() {
    Failure failure = new Failure("2", AT, true, List.of("1"));

    assertEquals(new Failure("2", AT, false, List.of("1")), failure.told());
  }
}
