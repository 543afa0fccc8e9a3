package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Claim CLAIM =
      ClaimBuilder.of(Outcome.ARCHIVE)
          .until(NOW.plus(Claim.LIFE))
          .contentHash("1:abc")
          .rule("rule")
          .leadsTo(Standing.Kind.ARCHIVED_BY_US)
          .changes(1)
          .build();

  @Test
  void isLive_claim_endsAfterFifteenMinutes() {
    assertTrue(CLAIM.isLive(NOW));
    assertTrue(CLAIM.isLive(NOW.plus(Duration.ofMinutes(15)).minusMillis(1)));
    assertFalse(CLAIM.isLive(NOW.plus(Duration.ofMinutes(15))));
  }

  @Test
  void abandonedAt_claim_isNotLiveButStillThere() {
    Claim abandoned = CLAIM.abandonedAt(NOW);

    assertFalse(abandoned.isLive(NOW));
    assertEquals(
        ClaimBuilder.of(Outcome.ARCHIVE)
            .until(NOW)
            .contentHash("1:abc")
            .rule("rule")
            .leadsTo(Standing.Kind.ARCHIVED_BY_US)
            .changes(1)
            .build(),
        abandoned);
  }

  @Test
  void changed_claim_countsOneMore() {
    assertEquals(2, CLAIM.changed().changes());
    assertEquals(CLAIM.until(), CLAIM.changed().until());
  }

  @Test
  void alerting_claim_countsOneMoreAlsoWhereItIsAbandoned() {
    assertEquals(2, CLAIM.alerting().alerting().alerts());
    assertEquals(1, CLAIM.alerting().changed().abandonedAt(NOW).alerts());
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVE, ARCHIVED_BY_US, true",
    "ARCHIVE, OBSERVED, false",
    "UNARCHIVE, ALERTED, true",
    "NOTIFY, ALERTED, false",
  })
  void isAboutArchive_effect_isOneThatFindsItArchived(
      Outcome effect, Standing.Kind leadsTo, boolean expected) {
    assertEquals(
        expected,
        ClaimBuilder.of(effect)
            .execution("e")
            .until(NOW)
            .contentHash("2:a:b:c")
            .leadsTo(leadsTo)
            .build()
            .isAboutArchive());
  }

  @Test
  void isOf_execution_isItsOwnOnly() {
    assertTrue(CLAIM.isOf("execution"));
    assertFalse(CLAIM.isOf("execution-2"));
  }
}
