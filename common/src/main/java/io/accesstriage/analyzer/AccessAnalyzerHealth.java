package io.accesstriage.analyzer;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Arn;
import io.accesstriage.health.AnalyzerState;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.FindingTotal;
import io.accesstriage.json.MalformedInput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzerSummary;
import software.amazon.awssdk.services.accessanalyzer.model.FindingsStatistics;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingsStatisticsResponse;

/** IAM Access Analyzer's answers about itself, each asked in its own region. Thread-safe. */
public final class AccessAnalyzerHealth implements Analyzers {
  private final AnalyzerClients clients;

  public AccessAnalyzerHealth(AwsClients aws) {
    this(region -> aws.client(AccessAnalyzerClient::builder, region));
  }

  /**
   * @param clientOfRegion makes the client of a region, once each
   */
  AccessAnalyzerHealth(Function<String, AccessAnalyzerClient> clientOfRegion) {
    this.clients = new AnalyzerClients(clientOfRegion);
  }

  /** The call takes a name, so that another account's analyzer would be taken for ours. */
  @Override
  public AnalyzerState get(String analyzerArn) {
    String name =
        Arn.ofAnalyzer(analyzerArn, "AnalyzerArns").resource().substring("analyzer/".length());
    AnalyzerState state =
        state(
            call(
                GET,
                () -> clients.of(analyzerArn).getAnalyzer(r -> r.analyzerName(name)).analyzer()));
    if (!state.arn().equals(analyzerArn)) {
      throw new AwsCallException(
          GET, "ResourceNotFoundException", 404, "this account's is " + state.arn());
    }
    return state;
  }

  @Override
  public List<AnalyzerState> inRegion(String region) {
    return call(
        LIST,
        () ->
            clients.inRegion(region).listAnalyzersPaginator(r -> {}).analyzers().stream()
                .map(AccessAnalyzerHealth::state)
                .toList());
  }

  @Override
  public Optional<FindingTotal> total(String analyzerArn) {
    GetFindingsStatisticsResponse answer =
        call(
            STATISTICS,
            () -> clients.of(analyzerArn).getFindingsStatistics(r -> r.analyzerArn(analyzerArn)));
    Instant updatedAt = answer.lastUpdatedAt();
    List<Integer> totals =
        answer.findingsStatistics().stream().flatMap(AccessAnalyzerHealth::totals).toList();
    return updatedAt == null || totals.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FindingTotal(totals.stream().mapToInt(Integer::intValue).sum(), updatedAt));
  }

  /** Active ones and archived ones; nothing of a kind made later. */
  private static Stream<Integer> totals(FindingsStatistics statistics) {
    return Stream.concat(
        Stream.concat(
            sum(
                Optional.ofNullable(statistics.externalAccessFindingsStatistics()),
                s -> s.totalActiveFindings(),
                s -> s.totalArchivedFindings()),
            sum(
                Optional.ofNullable(statistics.internalAccessFindingsStatistics()),
                s -> s.totalActiveFindings(),
                s -> s.totalArchivedFindings())),
        sum(
            Optional.ofNullable(statistics.unusedAccessFindingsStatistics()),
            s -> s.totalActiveFindings(),
            s -> s.totalArchivedFindings()));
  }

  private static <S> Stream<Integer> sum(
      Optional<S> statistics, Function<S, Integer> active, Function<S, Integer> archived) {
    return statistics
        .map(
            s ->
                required(active.apply(s), "totalActiveFindings")
                    + required(archived.apply(s), "totalArchivedFindings"))
        .stream();
  }

  private static AnalyzerState state(AnalyzerSummary analyzer) {
    return new AnalyzerState(
        required(analyzer.arn(), "arn"),
        required(analyzer.typeAsString(), "type"),
        required(analyzer.statusAsString(), "status"),
        analyzer.statusReason() == null ? null : analyzer.statusReason().codeAsString(),
        analyzer.createdAt(),
        analyzer.lastResourceAnalyzedAt());
  }

  private static <T> T call(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsCallException.of(operation, e);
    }
  }

  private static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new MalformedInput(field + " is missing in what Access Analyzer says of an analyzer");
    }
    return value;
  }
}
