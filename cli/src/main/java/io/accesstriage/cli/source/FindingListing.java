package io.accesstriage.cli.source;

import io.accesstriage.finding.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists an analyzer's findings, without their details. */
interface FindingListing {
  /**
   * @param nextToken null for the last page
   */
  record Page(List<Finding> findings, @Nullable String nextToken) {
    public Page {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Reads one page by one call.
   *
   * @param token of the page before; null for the first
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   * @throws io.accesstriage.json.MalformedInput where the answer cannot be understood
   */
  Page page(String analyzerArn, @Nullable String token);
}
