package io.accesstriage.messages.digest;

import java.time.Duration;
import java.util.Map;

/**
 * Who archived findings that this product did not archive, as far as AWS CloudTrail says.
 *
 * @param byFinding who it was, by finding id; nothing of a finding that no event names, such as one
 *     that a built-in archive rule archived
 * @param unread why nothing more could be read, by region
 */
public record Archivers(Map<String, String> byFinding, Map<String, String> unread) {
  /**
   * Before each finding was seen to be archived: this product sees it later than it was done, by a
   * sweep at the latest.
   */
  public static final Duration LOOKED_BACK = Duration.ofDays(2);

  public Archivers {
    byFinding = Map.copyOf(byFinding);
    unread = Map.copyOf(unread);
  }
}
