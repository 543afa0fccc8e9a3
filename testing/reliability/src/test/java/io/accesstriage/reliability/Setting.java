package io.accesstriage.reliability;

import java.time.Duration;

/**
 * The parameters of a deployment that runs differ in.
 *
 * @param mostArchives MaxArchivesPerRulePerDay
 * @param observed how long Mode is observe, before it is archive
 * @param isContested whether there is what {@link Contest} has
 */
record Setting(int mostArchives, Duration observed, boolean isContested) {
  static final Setting USUAL = new Setting(1_000_000, Duration.ZERO, false);

  /** So low that findings which are archived again and again would use it up. */
  static final Setting CONTESTED = new Setting(Contest.MOST_ARCHIVES, Duration.ZERO, true);

  /** So low that each day's limit is reached. */
  static Setting braked(int mostArchives) {
    return new Setting(mostArchives, Duration.ZERO, false);
  }

  static Setting observedFor(Duration observed) {
    return new Setting(1_000_000, observed, false);
  }

  boolean isBraked() {
    return mostArchives < USUAL.mostArchives;
  }
}
