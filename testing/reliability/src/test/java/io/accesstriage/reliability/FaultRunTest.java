package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A day of a simulated organization in which everything goes wrong now and then. */
class FaultRunTest {
  private static final int FINDINGS = Integer.getInteger("faults.findings", 500);
  private static final int SMALL = Math.min(FINDINGS, 1_000);
  private static final long SEED = Long.getLong("faults.seed", 42);

  @Test
  void day_withFaults_keepsThePromises() {
    long began = System.nanoTime();
    Verdict verdict = run(FINDINGS, Setting.USUAL);
    report("", verdict, began);
  }

  /** What is only observed for some hours is decided afterwards all the same. */
  @Test
  void day_observedAtFirst_changesNothingUntilItMay() {
    long began = System.nanoTime();
    Verdict verdict = run(SMALL, Setting.observedFor(Duration.ofHours(10)));
    report(" observed for ten hours", verdict, began);
  }

  /** What a rule may not archive any more today is told instead. */
  @Test
  void day_withLowBrakes_archivesNoMoreThanItMayAndTellsTheRest() {
    long began = System.nanoTime();
    Verdict verdict = run(SMALL, Setting.braked(5));
    report(" with at most 5 archives a rule and day", verdict, began);
  }

  /** Rules turn with the hour, a finding changes all day, and Access Analyzer knows news late. */
  @Test
  void day_contested_keepsThePromises() {
    long began = System.nanoTime();
    Verdict verdict = run(SMALL, Setting.CONTESTED, Faults.NEWS_IS_SLOW);
    report(" contested", verdict, began);
  }

  /** Only sweeps learn what changes: what comes are events that are hours late, and forged ones. */
  @Test
  void day_onWhichEventsStop_keepsThePromises() {
    long began = System.nanoTime();
    Verdict verdict = run(SMALL, Setting.USUAL, Faults.NEWS_STOPS);
    report(" on which events stop", verdict, began);
  }

  private static Verdict run(int findings, Setting setting) {
    return run(findings, setting, Faults.USUAL);
  }

  private static Verdict run(int findings, Setting setting, Faults faults) {
    return new FaultRun(findings, SEED, faults, Sabotage.NONE, setting).run();
  }

  private static void report(String how, Verdict verdict, long began) {
    String table =
        "Fault run of %d findings, seed %d%s: %.1f s%n%s"
            .formatted(
                verdict.fact("findings"),
                SEED,
                how,
                (System.nanoTime() - began) / 1e9,
                verdict.table());
    System.out.println(table);
    assertTrue(verdict.isGood(), table);
  }
}
