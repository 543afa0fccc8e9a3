package io.accesstriage.evaluate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * After what time a finding is looked at again: the deployment's days, up to a tenth more or less
 * by the finding's id, so that findings judged on one day are not all due on one day again.
 */
final class ReviewInterval {
  private static final int PARTS = 1_000;

  private ReviewInterval() {}

  /** The same for the same finding. */
  static Duration of(String findingId, int days) {
    CRC32 spread = new CRC32();
    spread.update(findingId.getBytes(StandardCharsets.UTF_8));
    long thousandths = 900 + spread.getValue() % 201;
    return Duration.ofDays(days).multipliedBy(thousandths).dividedBy(PARTS);
  }
}
