package io.accesstriage.reliability;

import java.time.Duration;

/**
 * The parameters of a deployment that runs differ in.
 *
 * @param mostArchives MaxArchivesPerRulePerDay
 * @param observed how long Mode is observe, before it is archive
 */
record Setting(int mostArchives, Duration observed) {
  static final Setting USUAL = new Setting(1_000_000, Duration.ZERO);

  /** So low that each day's limit is reached. */
  static Setting braked(int mostArchives) {
    return new Setting(mostArchives, Duration.ZERO);
  }

  static Setting observedFor(Duration observed) {
    return new Setting(1_000_000, observed);
  }

  boolean isBraked() {
    return mostArchives < USUAL.mostArchives;
  }
}
