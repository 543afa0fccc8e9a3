package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Owner;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.json.Fields;
import io.accesstriage.json.RecordJson;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FindingSummaryTest {
  private static FindingSummary of(Finding finding) {
    return FindingSummary.of(
        finding, Owner.named("Payments"), Fact.unread(Fact.Cause.FAILED, "It is not read."), null);
  }

  @Test
  void of_finding_keepsItsActionsAndWhetherItIsAnError() {
    Finding external = Findings.external();

    assertEquals(external.access().actions(), of(external).actions());
    assertFalse(of(external).isError());
    assertTrue(of(Findings.with(external, "/error", "ACCESS_DENIED")).isError());
    assertNull(of(Findings.without(external, "/access/actions")).actions());
  }

  @Test
  void of_findingWithTooManyActions_keepsNone() {
    Finding many =
        Findings.with(Findings.external(), "/access/actions", List.of("s3:" + "x".repeat(4_000)));

    assertNull(of(many).actions());
  }

  /** As an older version has written it. */
  @Test
  void read_withoutActions_isOfUnknownActions() {
    FindingSummary summary = of(Findings.without(Findings.external(), "/access/actions"));

    assertEquals(
        summary,
        RecordJson.STATE.read(
            FindingSummary.class, Fields.of(RecordJson.STATE.write(summary), "summary")));
  }
}
