package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Severity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LastAlertTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  private static Standing standing(Standing.Kind kind, Instant at, @Nullable String rule) {
    return new Standing(
        kind,
        "1:content",
        Severity.HIGH,
        rule,
        "v1",
        "Reason.",
        Map.of(),
        at,
        "execution",
        null,
        null);
  }

  private static LedgerEntry alerted() {
    return LedgerEntry.first("id", "arn").withStanding(standing(Standing.Kind.ALERTED, AT, "a"));
  }

  @Test
  void alert_ofAFindingThatWasNeverSeen_isNone() {
    assertEquals(LastAlert.NEVER, LedgerEntry.first("id", "arn").alert());
  }

  @Test
  void alert_again_keepsTheFirstTimeAndTheLastRule() {
    LedgerEntry again =
        alerted().withStanding(standing(Standing.Kind.LEFT_TO_PERSON, AT.plusSeconds(60), null));

    assertEquals(LastAlert.alerted(AT, "a"), alerted().alert());
    assertEquals(LastAlert.alerted(AT, null), again.alert());
  }

  @ParameterizedTest
  @EnumSource(names = {"ARCHIVED_BY_US", "ARCHIVED_BY_OTHER", "OBSERVED", "RESOLVED"})
  void alert_ofWhatIsSettled_staysUntilTheNextOne(Standing.Kind kind) {
    LedgerEntry settled = alerted().withStanding(standing(kind, AT.plusSeconds(60), "b"));
    LedgerEntry back =
        settled.withStanding(standing(Standing.Kind.ALERTED, AT.plusSeconds(90), "c"));

    assertEquals(LastAlert.alerted(AT, "a"), settled.alert());
    assertEquals(LastAlert.alerted(AT.plusSeconds(90), "c"), back.alert());
  }

  @Test
  void alert_thatIsNotKnown_staysSoUntilTheNextOne() {
    LedgerEntry older = LedgerEntry.first("id", "arn").withAlert(LastAlert.UNKNOWN);

    assertEquals(
        LastAlert.UNKNOWN, older.withStanding(standing(Standing.Kind.RESOLVED, AT, null)).alert());
    assertEquals(
        LastAlert.alerted(AT, null),
        older.withStanding(standing(Standing.Kind.ALERTED, AT, null)).alert());
  }

  @Test
  void isSettledUntold_onlyWhereTheMarkIsTheFirstAlert() {
    Standing resolved = standing(Standing.Kind.RESOLVED, AT.plusSeconds(60), null);
    LedgerEntry marked = alerted().withDigestDue(new DigestDue(AT, Severity.HIGH, "Why."));
    LedgerEntry toldBefore =
        alerted().withDigestDue(new DigestDue(AT.plusMillis(1), Severity.HIGH, "Why."));

    assertFalse(marked.isSettledUntold());
    assertTrue(marked.withStanding(resolved).isSettledUntold());
    assertFalse(toldBefore.withStanding(resolved).isSettledUntold());
    assertFalse(alerted().withStanding(resolved).isSettledUntold());
    assertFalse(marked.withStanding(resolved).withAlert(LastAlert.UNKNOWN).isSettledUntold());
  }

  @Test
  void alert_withoutATime_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new LastAlert(LastAlert.Kind.ALERTED, null, null));
    assertThrows(
        IllegalArgumentException.class, () -> new LastAlert(LastAlert.Kind.NEVER, AT, null));
  }
}
