package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Severity;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EndingRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  private final EndingRules rules = new EndingRules(NOW.minus(Duration.ofDays(1)), NOW);

  private static ArchiveEnd end(String rule, LocalDate lastDay) {
    return new ArchiveEnd(rule, "a@example.com", lastDay);
  }

  private static EndingRules.Ending ending(String rule, LocalDate last, LocalDate longer, int n) {
    return new EndingRules.Ending(rule, "a@example.com", last, longer, n);
  }

  @Test
  void all_withinThirtyDays_sayWhatComesBackAndHowToProlongThem() {
    ArchiveEnd last = end("last", TODAY.plusDays(30));
    rules.add(DigestEntries.archivedUntil("a", last));
    rules.add(DigestEntries.archivedUntil("b", last));
    rules.add(DigestEntries.archivedUntil("c", end("today", TODAY)));
    rules.add(DigestEntries.archivedUntil("d", end("over", TODAY.minusDays(400))));
    rules.add(DigestEntries.archivedUntil("e", end("later", TODAY.plusDays(31))));
    rules.add(DigestEntries.archivedUntil("f", new ArchiveEnd("ever", "a@example.com", null)));

    assertEquals(
        List.of(
            ending("over", LocalDate.of(2025, 10, 20), LocalDate.of(2027, 11, 24), 1),
            ending("today", TODAY, LocalDate.of(2027, 11, 24), 1),
            ending("last", LocalDate.of(2026, 12, 24), LocalDate.of(2027, 12, 24), 2)),
        rules.all());
    assertEquals("expires: 2027-12-24", rules.all().get(2).line());
    assertEquals(0, rules.notKnown());
  }

  @Test
  void all_ofWhatIsNotArchivedByUs_areNone() {
    rules.add(
        DigestEntries.archivedUntil("a", end("r", TODAY))
            .withStanding(DigestEntries.standing(Standing.Kind.ALERTED, Severity.LOW, NOW)));

    assertEquals(List.of(), rules.all());
    assertEquals(0, rules.notKnown());
  }

  @Test
  void notKnown_ofAnOlderVersionOrUnreadFacts_isCounted() {
    rules.add(DigestEntries.archivedUntil("a", null));
    rules.add(DigestEntries.archived("b", DigestEntries.bucket("b", false), NOW));

    assertEquals(2, rules.notKnown());
    assertEquals(List.of(), rules.all());
    assertFalse(rules.isNews());
  }

  @Test
  void isNews_thirtyAndSevenDaysBefore_orWhereThereWasNoDigest() {
    for (int days = -2; days <= 32; days++) {
      EndingRules of = new EndingRules(NOW.minus(Duration.ofDays(1)), NOW);
      of.add(DigestEntries.archivedUntil("a", end("r", TODAY.plusDays(days))));

      assertEquals(days == 30 || days == 7, of.isNews(), "in " + days);
    }
    EndingRules first = new EndingRules(null, NOW);
    first.add(DigestEntries.archivedUntil("a", end("r", TODAY.plusDays(20))));
    assertTrue(first.isNews());
  }

  /** Whatever stands in the ledger. */
  @Test
  void all_ofTheFirstDayOfAll_areSaid() {
    rules.add(DigestEntries.archivedUntil("a", end("r", LocalDate.MIN)));

    assertEquals(List.of(ending("r", LocalDate.MIN, LocalDate.of(2027, 11, 24), 1)), rules.all());
    assertFalse(rules.isNews());
  }
}
