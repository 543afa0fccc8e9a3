package io.accesstriage.cli.source;

import io.accesstriage.analyzer.PrintedFinding;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Response;

/**
 * The lists of IAM Access Analyzer, findings of any status.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindingsV2.html">ListFindingsV2</a>
 */
final class AwsFindingListing implements FindingListing {
  /** As IAM names the call. */
  static final String OPERATION = "access-analyzer:ListFindings";

  private static final int PAGE = 100;

  private final AccessAnalyzerClient client;

  /**
   * @param region of the analyzer
   */
  AwsFindingListing(AwsClients aws, String region) {
    this.client = aws.client(AccessAnalyzerClient.builder(), region);
  }

  @Override
  public Page page(String analyzerArn, @Nullable String token) {
    try {
      ListFindingsV2Response answer =
          client.listFindingsV2(r -> r.analyzerArn(analyzerArn).maxResults(PAGE).nextToken(token));
      return new Page(
          answer.findings().stream()
              .map(summary -> PrintedFinding.listed(analyzerArn, summary))
              .toList(),
          answer.nextToken());
    } catch (SdkException e) {
      throw AwsCallException.of(OPERATION, e);
    }
  }
}
