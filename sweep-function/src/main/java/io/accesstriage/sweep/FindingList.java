package io.accesstriage.sweep;

import io.accesstriage.finding.FindingStatus;
import io.accesstriage.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/** Where an analyzer's findings are listed. Implementations are thread-safe. */
public interface FindingList {
  /** How many findings a page has at most: as many as the ledger reads at once. */
  int PAGE = Ledger.MOST_READ_AT_ONCE;

  /**
   * Reads one page by one call.
   *
   * @param status ACTIVE, ARCHIVED or RESOLVED
   * @param newestFirst whether to ask for those that were updated last to come first
   * @param token of the page before; null for the first page
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   */
  FindingPage page(
      String analyzerArn, FindingStatus status, boolean newestFirst, @Nullable String token);
}
