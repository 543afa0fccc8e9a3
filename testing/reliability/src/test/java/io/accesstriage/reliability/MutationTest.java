package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.reliability.Verdict.Breach;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The independent statement finds out each product that lacks what keeps a promise. */
class MutationTest {
  private static final int FINDINGS = 80;
  private static final int DAYS = 20;
  private static final long SEED = 42;

  /** Not each day has what it takes. */
  private static void findsOut(Supplier<Sabotage> mutation, Breach breach) {
    findsOut(mutation, SEED, breach);
  }

  private static void findsOut(Supplier<Sabotage> mutation, long firstDay, Breach breach) {
    findsOut(mutation, firstDay, verdict -> !verdict.of(breach).isEmpty());
  }

  private static void findsOut(
      Supplier<Sabotage> mutation, long firstDay, Predicate<Verdict> isFoundOut) {
    findsOut(
        firstDay,
        seed -> new FaultRun(FINDINGS, seed, Faults.USUAL, mutation.get()).run(),
        isFoundOut);
  }

  private static void findsOutContested(Supplier<Sabotage> mutation, Breach breach) {
    findsOutContested(mutation, Faults.NEWS_IS_SLOW, SEED, breach);
  }

  private static void findsOutContested(
      Supplier<Sabotage> mutation, Faults faults, long firstDay, Breach breach) {
    findsOut(
        firstDay,
        seed -> new FaultRun(FINDINGS, seed, faults, mutation.get(), Setting.CONTESTED).run(),
        verdict -> !verdict.of(breach).isEmpty());
  }

  /**
   * Tries all days, if need be.
   *
   * @param firstDay on which it was found out last, so that most of the others need not be tried
   */
  private static void findsOut(
      long firstDay, LongFunction<Verdict> day, Predicate<Verdict> isFoundOut) {
    LongStream others = LongStream.range(SEED, SEED + DAYS).filter(seed -> seed != firstDay);
    assertTrue(
        LongStream.concat(LongStream.of(firstDay), others).mapToObj(day).anyMatch(isFoundOut));
  }

  @Test
  void noSweep_losesFindings() {
    findsOut(Mutations::noSweep, Breach.LOST);
  }

  @Test
  void silenceAboutAnalyzers_isFoundOut() {
    findsOut(Mutations::silentAboutAnalyzers, Breach.SILENT);
  }

  @Test
  void unreadAsHealthy_isSilent() {
    findsOut(Mutations::unreadIsHealthy, Breach.SILENT);
  }

  @Test
  void stoppedTrailAsLogging_isSilent() {
    findsOut(Mutations::stoppedIsLogging, Breach.SILENT);
  }

  @Test
  void noReadBeforeArchive_archivesAgainstTheRules() {
    findsOut(Mutations::noReadBeforeArchive, Breach.ARCHIVED_AGAINST_RULES);
  }

  @Test
  void archiveThatComparesTheAccessOnly_archivesAgainstTheRules() {
    findsOut(Mutations::archiveComparesTheAccessOnly, 45, Breach.ARCHIVED_AGAINST_RULES);
  }

  @Test
  void conditionsThatAllCount_archiveAgainstTheRules() {
    findsOut(Mutations::everyConditionLimits, Breach.ARCHIVED_AGAINST_RULES);
  }

  @Test
  void ignoreOverwritingTheStanding_leavesArchivedWhatTheRulesNoLongerArchive() {
    findsOut(Mutations::ignoreOverwritesStanding, Breach.LEFT_ARCHIVED);
  }

  @Test
  void ownArchiveAsNews_makesActiveAgain() {
    findsOut(Mutations::ownArchiveIsNews, Breach.REOPENED_AGAINST_RULES);
  }

  @Test
  void hashOfTheAccessOnly_neverTellsOfErrorsAndOwners() {
    findsOut(Mutations::hashOfTheAccessOnly, Breach.CHANGE_NOT_TOLD);
  }

  @Test
  void announcedContentForgotten_losesFindings() {
    findsOut(Mutations::announcedContentForgotten, 48, Breach.LOST);
  }

  @Test
  void updatesForgotten_letsOldEventsOverrideWhatIsKnown() {
    findsOut(Mutations::updatesForgotten, 55, verdict -> !verdict.isGood());
  }

  @Test
  void entryThatAnyAnalyzerTouches_breaksPromises() {
    findsOut(Mutations::anyAnalyzerTouchesTheEntry, 53, verdict -> !verdict.isGood());
  }

  @Test
  void filtersUnseen_loseWhatTheyDrop() {
    findsOut(Mutations::filtersUnseen, 43, Breach.LOST);
  }

  @Test
  void idsThatAreKeys_loseFindings() {
    findsOut(Mutations::idsAreKeys, Breach.LOST);
  }

  @Test
  void orderAsContent_alertsAgainAndAgain() {
    findsOut(Mutations::orderIsContent, Breach.ALERTED_TOO_OFTEN);
  }

  @Test
  void unknownAsTheSame_losesFindings() {
    findsOut(Mutations::unknownIsTheSame, Breach.LOST);
  }

  @Test
  void digestOfEverything_isTooLarge() {
    findsOut(Mutations::digestOfEverything, 48, Breach.TOO_LARGE);
  }

  @Test
  void unarchivesForgotten_flap() {
    // What the event of our own update has shown is not due at the next sweep.
    findsOutContested(Mutations::unarchivesForgotten, Faults.NEWS_IS_LOST, 48, Breach.FLAPPED);
  }

  @Test
  void findingsCountedEachTime_keepOthersFromBeingArchived() {
    findsOutContested(Mutations::countsForgotten, Faults.NEWS_IS_SLOW, 43, Breach.UNDECIDED);
  }

  @Test
  void oneNotFound_leavesNewsToTheSweep() {
    findsOutContested(Mutations::oneNotFoundCloses, Breach.LATE);
  }

  @Test
  void tagsThatNobodyVouchesFor_archiveAgainstTheRules() {
    findsOutContested(Mutations::allTagsTrusted, Breach.ARCHIVED_AGAINST_RULES);
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
