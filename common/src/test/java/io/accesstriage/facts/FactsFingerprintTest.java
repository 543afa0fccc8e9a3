package io.accesstriage.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FactsFingerprintTest {
  private static final Fact<List<String>> NO_ALIASES = Fact.known(List.of());
  private static final Facts TAGGED = tags(Map.of("Owner", "shop", "Stage", "test"));

  private static Facts tags(Map<String, String> tags) {
    return new Facts(Fact.known(tags), NO_ALIASES);
  }

  private static Facts unread(Fact.Cause cause) {
    return new Facts(Fact.unread(cause, "Why."), NO_ALIASES);
  }

  private static boolean differ(Facts one, Facts other) {
    return FactsFingerprint.differ(FactsFingerprint.of(one), FactsFingerprint.of(other));
  }

  @Test
  void of_factsInAnotherOrder_isTheSame() {
    Facts one = new Facts(Fact.known(Map.of()), Fact.known(List.of("alias/a", "alias/b")));
    Facts other = new Facts(Fact.known(Map.of()), Fact.known(List.of("alias/b", "alias/a")));

    assertEquals(FactsFingerprint.of(one), FactsFingerprint.of(other));
  }

  @Test
  void differ_factThatBothHaveRead_isCompared() {
    assertFalse(differ(TAGGED, TAGGED));
    assertTrue(differ(TAGGED, tags(Map.of("Owner", "shop"))));
    assertTrue(differ(TAGGED, new Facts(TAGGED.tags(), Fact.known(List.of("alias/a")))));
  }

  @Test
  void differ_factThatOneHasNotRead_leavesItToTheOthers() {
    Facts unread = unread(Fact.Cause.DENIED);
    assertFalse(differ(TAGGED, unread));
    assertFalse(differ(unread, TAGGED));
    assertFalse(differ(unread, unread(Fact.Cause.FAILED)));
    assertTrue(
        differ(TAGGED, new Facts(unread.tags(), Fact.known(List.of("alias/a")))),
        "the aliases were read both times");
  }

  /** The version before had one hash over all: what was another fact is not in it. */
  @Test
  void differ_fingerprintOfTheVersionBefore_isNotKnown() {
    assertFalse(FactsFingerprint.differ("0".repeat(64), FactsFingerprint.of(TAGGED)));
  }

  @Test
  void isComplete_lacksWhatCouldBeReadAnotherTime() {
    assertTrue(FactsFingerprint.isComplete(FactsFingerprint.of(TAGGED)));
    assertTrue(FactsFingerprint.isComplete(FactsFingerprint.of(unread(Fact.Cause.UNSUPPORTED))));
    for (Fact.Cause cause : List.of(Fact.Cause.DENIED, Fact.Cause.NO_ROLE, Fact.Cause.FAILED)) {
      assertFalse(FactsFingerprint.isComplete(FactsFingerprint.of(unread(cause))), cause.name());
    }
  }
}
