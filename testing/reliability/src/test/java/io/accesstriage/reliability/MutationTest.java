package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.reliability.Verdict.Breach;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The independent statement finds out each product that lacks what keeps a promise. */
class MutationTest {
  private static final int FINDINGS = 300;

  /** Hazards befall many of them. */
  private static final int FEW = 150;

  private static final long SEED = 42;

  private static Verdict day(Sabotage sabotage) {
    return new FaultRun(FINDINGS, SEED, Faults.USUAL, sabotage).run();
  }

  @Test
  void noSweep_losesFindings() {
    Verdict verdict = day(Mutations.noSweep());
    assertFalse(verdict.of(Breach.LOST).isEmpty(), verdict::table);
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
            .anyMatch(verdict -> !verdict.of(Breach.ARCHIVED_AGAINST_RULES).isEmpty()));
  }

  @Test
  void ignoreOverwritingTheStanding_leavesArchivedWhatTheRulesNoLongerArchive() {
    Verdict verdict = day(Mutations.ignoreOverwritesStanding());
    assertFalse(verdict.of(Breach.LEFT_ARCHIVED).isEmpty(), verdict::table);
  }

  private static Verdict day(Sabotage sabotage, Hazard... hazards) {
    Set<Hazard> all = EnumSet.copyOf(Hazard.inForce());
    all.addAll(List.of(hazards));
    return new FaultRun(FEW, SEED, Faults.USUAL, sabotage, Setting.USUAL, all).run();
  }

  @Test
  void hashOfTheAccessOnly_neverTellsOfErrorsAndOwners() {
    Verdict errors = day(Mutations.hashOfTheAccessOnly(), Hazard.ERRORS_HEAL);
    assertFalse(errors.of(Breach.CHANGE_NOT_TOLD).isEmpty(), errors::table);
    Verdict owners = day(Mutations.hashOfTheAccessOnly(), Hazard.OWNERS_MOVE);
    assertFalse(owners.of(Breach.CHANGE_NOT_TOLD).isEmpty(), owners::table);
    Verdict namesakes = day(Mutations.hashOfTheAccessOnly(), Hazard.NAMESAKES);
    assertFalse(namesakes.of(Breach.LOST).isEmpty(), namesakes::table);
  }

  @Test
  void hashOfTheAccessOnly_archivesWhatWasUsedMeanwhile() {
    Verdict verdict = day(Mutations.hashOfTheAccessOnly(), Hazard.LAST_USE_MOVES);
    assertFalse(verdict.of(Breach.ARCHIVED_AGAINST_RULES).isEmpty(), verdict::table);
  }

  @Test
  void announcedContentForgotten_neverTellsOfTheNext() {
    Verdict verdict = day(Mutations.announcedContentForgotten(), Hazard.UNCONFIGURED_ANALYZER);
    assertFalse(verdict.of(Breach.CHANGE_NOT_TOLD).isEmpty(), verdict::table);
  }

  @Test
  void updatesForgotten_letsOldEventsOverrideWhatIsKnown() {
    Verdict verdict = day(Mutations.updatesForgotten(), Hazard.LATE_EVENTS);
    assertFalse(verdict.of(Breach.CHANGE_NOT_TOLD).isEmpty(), verdict::table);
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
