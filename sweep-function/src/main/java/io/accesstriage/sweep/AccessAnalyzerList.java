package io.accesstriage.sweep;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.MalformedInput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.OrderBy;

/**
 * The lists of IAM Access Analyzer, each read in its analyzer's own region.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindingsV2.html">ListFindingsV2</a>
 */
final class AccessAnalyzerList implements FindingList {
  /** As IAM names the call. */
  static final String OPERATION = "access-analyzer:ListFindings";

  private final Map<String, AccessAnalyzerClient> clients = new ConcurrentHashMap<>();
  private final Function<String, AccessAnalyzerClient> clientOfRegion;

  AccessAnalyzerList(AwsClients aws) {
    this(region -> aws.client(AccessAnalyzerClient.builder(), region));
  }

  /**
   * @param clientOfRegion makes the client of a region, once each
   */
  AccessAnalyzerList(Function<String, AccessAnalyzerClient> clientOfRegion) {
    this.clientOfRegion = clientOfRegion;
  }

  @Override
  public FindingPage page(
      String analyzerArn, FindingStatus status, boolean newestFirst, @Nullable String token) {
    String region =
        Arn.parse(analyzerArn)
            .map(Arn::region)
            .orElseThrow(
                () -> new MalformedInput("AnalyzerArns: expected an ARN, found " + analyzerArn));
    try {
      ListFindingsV2Response page =
          clients
              .computeIfAbsent(region, clientOfRegion)
              .listFindingsV2(
                  r -> {
                    r.analyzerArn(analyzerArn).maxResults(PAGE).nextToken(token);
                    r.filter(Map.of("status", Criterion.builder().eq(status.name()).build()));
                    if (newestFirst) {
                      r.sort(s -> s.attributeName("updatedAt").orderBy(OrderBy.DESC));
                    }
                  });
      return new FindingPage(
          page.findings().stream().map(AccessAnalyzerList::listed).toList(), page.nextToken());
    } catch (SdkException e) {
      throw AwsCallException.of(OPERATION, e);
    }
  }

  private static ListedFinding listed(FindingSummaryV2 summary) {
    return new ListedFinding(
        required(summary.id(), "id"), required(summary.updatedAt(), "updatedAt"));
  }

  private static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new MalformedInput("ListFindingsV2.findings." + field + " is missing");
    }
    return value;
  }
}
