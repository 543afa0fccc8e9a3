package io.accesstriage.analyzer;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatusUpdate;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;

/**
 * Findings in IAM Access Analyzer, read and updated in the analyzer's own region. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_GetFindingV2.html">GetFindingV2</a>
 */
public final class AccessAnalyzerFindings implements FindingArchive {
  private final AnalyzerClients clients;

  public AccessAnalyzerFindings(AwsClients aws) {
    this(region -> aws.client(AccessAnalyzerClient::builder, region));
  }

  /**
   * @param clientOfRegion makes the client of a region, once each
   */
  public AccessAnalyzerFindings(Function<String, AccessAnalyzerClient> clientOfRegion) {
    this.clients = new AnalyzerClients(clientOfRegion);
  }

  @Override
  public Optional<Finding> read(String analyzerArn, String findingId) {
    AccessAnalyzerClient client = clients.of(analyzerArn);
    try {
      List<FindingDetails> details = new ArrayList<>();
      GetFindingV2Response first = null;
      String token = null;
      do {
        String pageToken = token;
        GetFindingV2Response page =
            client.getFindingV2(r -> r.analyzerArn(analyzerArn).id(findingId).nextToken(pageToken));
        first = first == null ? page : first;
        details.addAll(page.findingDetails());
        token = page.nextToken();
      } while (token != null);
      return Optional.of(ApiFinding.of(analyzerArn, first, details));
    } catch (SdkException e) {
      AwsCallException failure = AwsCallException.of("access-analyzer:GetFinding", e);
      if (failure.code().equals("ResourceNotFoundException")) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>It is named by its id only: by the resource's ARN it would hit every finding of the
   * resource.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_UpdateFindings.html">UpdateFindings</a>
   */
  @Override
  public void update(String analyzerArn, String findingId, FindingStatus status) {
    FindingStatusUpdate update =
        switch (status) {
          case ARCHIVED -> FindingStatusUpdate.ARCHIVED;
          case ACTIVE -> FindingStatusUpdate.ACTIVE;
          case RESOLVED, GONE, NOT_FOUND ->
              throw new IllegalArgumentException("a finding cannot be set to " + status);
        };
    try {
      clients
          .of(analyzerArn)
          .updateFindings(r -> r.analyzerArn(analyzerArn).ids(findingId).status(update));
    } catch (SdkException e) {
      throw AwsCallException.of("access-analyzer:UpdateFindings", e);
    }
  }
}
