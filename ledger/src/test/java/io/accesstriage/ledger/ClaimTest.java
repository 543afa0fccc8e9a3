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
      claim(Outcome.ARCHIVE, NOW.plus(Claim.LIFE), Standing.Kind.ARCHIVED_BY_US);

  private static Claim claim(Outcome effect, Instant until, Standing.Kind leadsTo) {
    return new Claim("execution", until, effect, "1:abc", "rule", leadsTo, 1, 0);
  }

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
    assertEquals(claim(Outcome.ARCHIVE, NOW, Standing.Kind.ARCHIVED_BY_US), abandoned);
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
    assertEquals(expected, claim(effect, NOW, leadsTo).isAboutArchive());
  }

  @Test
  void isOf_execution_isItsOwnOnly() {
    assertTrue(CLAIM.isOf("execution"));
    assertFalse(CLAIM.isOf("execution-2"));
  }
}
