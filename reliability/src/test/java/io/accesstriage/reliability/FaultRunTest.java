package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A day of a simulated organization in which everything goes wrong now and then. */
class FaultRunTest {
  private static final int FINDINGS = Integer.getInteger("faults.findings", 500);
  private static final long SEED = Long.getLong("faults.seed", 42);

  @Test
  void day_withFaults_keepsThePromises() {
    long began = System.nanoTime();
    Verdict verdict = new FaultRun(FINDINGS, SEED, Faults.USUAL, Sabotage.NONE).run();
    String table =
        "Fault run of %d findings, seed %d: %.1f s%n%s"
            .formatted(FINDINGS, SEED, (System.nanoTime() - began) / 1e9, verdict.table());
    System.out.println(table);
    assertTrue(verdict.isGood(), table);
  }
}
