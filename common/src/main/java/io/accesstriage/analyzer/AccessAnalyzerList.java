package io.accesstriage.analyzer;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingList;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.json.MalformedInput;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Request;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.OrderBy;

/**
 * The lists of IAM Access Analyzer, each read in its analyzer's own region. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindingsV2.html">ListFindingsV2</a>
 */
public final class AccessAnalyzerList implements FindingList {
  /** As IAM names the call. */
  public static final String OPERATION = "access-analyzer:ListFindings";

  private final AnalyzerClients clients;

  public AccessAnalyzerList(AwsClients aws) {
    this(region -> aws.client(AccessAnalyzerClient::builder, region));
  }

  /**
   * @param clientOfRegion makes the client of a region, once each
   */
  AccessAnalyzerList(Function<String, AccessAnalyzerClient> clientOfRegion) {
    this.clients = new AnalyzerClients(clientOfRegion);
  }

  @Override
  public FindingPage<ListedFinding> page(
      String analyzerArn, FindingStatus status, boolean newestFirst, @Nullable String token) {
    return page(
        analyzerArn,
        token,
        request -> {
          request.filter(Map.of("status", is(status.name())));
          if (newestFirst) {
            request.sort(s -> s.attributeName("updatedAt").orderBy(OrderBy.DESC));
          }
        },
        AccessAnalyzerList::listed);
  }

  /**
   * Reads one page of the findings of any status, by one call. Their details are not read.
   *
   * @param token of the page before; null for the first page
   * @throws AwsCallException where the call failed
   * @throws MalformedInput where the answer cannot be understood
   */
  public FindingPage<Finding> page(String analyzerArn, @Nullable String token) {
    return page(
        analyzerArn, token, request -> {}, summary -> ApiFinding.listed(analyzerArn, summary));
  }

  /**
   * Reads one page of the archived findings of public access, as {@link #page(String, String)}
   * does. Only a filter tells it: the list itself does not say which findings are public.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html">Filter
   *     keys</a>
   */
  public FindingPage<Finding> publicArchived(String analyzerArn, @Nullable String token) {
    return page(
        analyzerArn,
        token,
        request -> request.filter(Map.of("status", is("ARCHIVED"), "isPublic", is("true"))),
        summary -> ApiFinding.listed(analyzerArn, summary));
  }

  private static Criterion is(String value) {
    return Criterion.builder().eq(value).build();
  }

  private <F> FindingPage<F> page(
      String analyzerArn,
      @Nullable String token,
      Consumer<ListFindingsV2Request.Builder> which,
      Function<FindingSummaryV2, F> read) {
    AccessAnalyzerClient client = clients.of(analyzerArn);
    try {
      ListFindingsV2Response page =
          client.listFindingsV2(
              r -> {
                r.analyzerArn(analyzerArn).maxResults(PAGE).nextToken(token);
                which.accept(r);
              });
      return new FindingPage<>(page.findings().stream().map(read).toList(), page.nextToken());
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
