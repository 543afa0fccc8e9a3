package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.AccessLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeveledActionsTest {
  private static final LeveledActions ACTIONS = new LeveledActions(new Languages());
  private static final List<String> KNOWN = known();

  private static List<String> known() {
    List<String> known = new ArrayList<>();
    for (AccessLevel level : AccessLevel.values()) {
      known.addAll(LeveledActions.names(level));
    }
    return known;
  }

  private static Set<AccessLevel> levels(String action) {
    Set<AccessLevel> levels = new Access(List.of(action), null, "").levels();
    assertTrue(levels != null, action);
    return levels;
  }

  private static void assertRight(String action) {
    for (AccessLevel level : AccessLevel.values()) {
      boolean has = levels(action).contains(level);
      assertTrue(ACTIONS.mayHave(level).has(action) || !has, level + " of " + action);
      assertTrue(!ACTIONS.have(level).has(action) || has, level + " of " + action);
    }
  }

  @Test
  void haveAndMayHave_knownActions_areTheSameAsOfTheEngine() {
    assertTrue(KNOWN.size() > 1_500, KNOWN.size() + " actions");
    for (String action : KNOWN) {
      for (AccessLevel level : AccessLevel.values()) {
        boolean has = levels(action).contains(level);
        assertEquals(has, ACTIONS.have(level).has(action), action);
        assertEquals(has, ACTIONS.mayHave(level).has(action), action);
      }
      assertRight(action.toUpperCase(Locale.ROOT));
    }
  }

  /** Patterns and unknown names, too. */
  @Test
  void haveAndMayHave_anyText_contradictsNothingThatTheEngineSays() {
    Random random = new Random(20261130);
    for (int i = 0; i < 20_000; i++) {
      assertRight(changed(KNOWN.get(random.nextInt(KNOWN.size())), random));
    }
    for (String text :
        List.of("", "*", "?", ":", ":*", "x:*", "s3", "s3:", "a4b:x", "s3:*:x", "s*:x")) {
      assertRight(text);
    }
  }

  private static String changed(String action, Random random) {
    StringBuilder text = new StringBuilder(action);
    for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(12));
      text.replace(at, to, List.of("*", "?", "**", "x", ":", "", "ſ").get(random.nextInt(7)));
    }
    return text.toString();
  }
}
