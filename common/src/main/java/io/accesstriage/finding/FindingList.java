package io.accesstriage.finding;

import org.jspecify.annotations.Nullable;

/** Where an analyzer's findings are listed. Implementations are thread-safe. */
public interface FindingList {
  /** How many findings a page has at most: as many as the ledger reads at once. */
  int PAGE = 100;

  /**
   * Reads one page by one call.
   *
   * @param status ACTIVE, ARCHIVED or RESOLVED
   * @param newestFirst whether to ask for those that were updated last to come first
   * @param token of the page before; null for the first page
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   */
  FindingPage<ListedFinding> page(
      String analyzerArn, FindingStatus status, boolean newestFirst, @Nullable String token);
}
