package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The independent statement finds out each product that lacks what keeps a promise. */
class MutationTest {
  private static final int FINDINGS = 300;
  private static final long SEED = 42;

  private static Verdict day(Sabotage sabotage) {
    return new FaultRun(FINDINGS, SEED, Faults.USUAL, sabotage).run();
  }

  @Test
  void noSweep_losesFindings() {
    Verdict verdict = day(Mutations.noSweep());
    assertFalse(verdict.lost().isEmpty(), verdict::table);
  }

  /** It takes a step that had to be tried again for long, which not every day has. */
  @Test
  void noReadBeforeArchive_archivesAgainstTheRules() {
    assertTrue(
        LongStream.range(SEED, SEED + 10)
            .mapToObj(
                seed ->
                    new FaultRun(FINDINGS, seed, Faults.USUAL, Mutations.noReadBeforeArchive())
                        .run())
            .anyMatch(verdict -> !verdict.archivedAgainstRules().isEmpty()));
  }

  @Test
  void ignoreOverwritingTheStanding_leavesArchivedWhatTheRulesNoLongerArchive() {
    Verdict verdict = day(Mutations.ignoreOverwritesStanding());
    assertFalse(verdict.leftArchived().isEmpty(), verdict::table);
  }

  @Test
  void noClaim_alertsTwiceWithoutAnyCrash() {
    assertTrue(
        Duplicates.failures(Duplicates.Kind.SAME_EVENT_TWICE, Mutations.noClaim(), List.of())
            .stream()
            .anyMatch(f -> f.contains("2 alerts")));
  }

  @Test
  void marksClearedBeforeThePublish_loseWhatADigestDidNotTell() {
    assertEquals(1, Duplicates.toldAfterDigestThatFailed(Sabotage.NONE));
    assertEquals(0, Duplicates.toldAfterDigestThatFailed(Mutations.marksClearedBeforePublish()));
  }

  @Test
  void retryOnEverything_asksAgainForWhatWasRefused() {
    assertEquals(1, Duplicates.callsUntilReported(Sabotage.NONE));
    assertEquals(7, Duplicates.callsUntilReported(Mutations.retryOnEverything()));
  }
}
