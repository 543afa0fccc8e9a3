package io.accesstriage.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.health.AnalyzerState;
import io.accesstriage.health.FindingTotal;
import io.accesstriage.json.MalformedInput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzerSummary;
import software.amazon.awssdk.services.accessanalyzer.model.FindingsStatistics;
import software.amazon.awssdk.services.accessanalyzer.model.GetAnalyzerRequest;
import software.amazon.awssdk.services.accessanalyzer.model.GetAnalyzerResponse;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingsStatisticsRequest;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingsStatisticsResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ListAnalyzersRequest;
import software.amazon.awssdk.services.accessanalyzer.model.ListAnalyzersResponse;

final class AccessAnalyzerHealthTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization";
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

  private final AccessAnalyzerClient client = mock(AccessAnalyzerClient.class, CALLS_REAL_METHODS);
  private final AccessAnalyzerHealth health =
      new AccessAnalyzerHealth(
          region -> {
            assertEquals("eu-west-1", region);
            return client;
          });

  private static AnalyzerSummary.Builder disabled() {
    return AnalyzerSummary.builder()
        .arn(ANALYZER)
        .name("organization")
        .type("ORGANIZATION")
        .status("DISABLED")
        .statusReason(r -> r.code("ORGANIZATION_DELETED"))
        .createdAt(CREATED)
        .lastResourceAnalyzedAt(NOW);
  }

  private void getAnswers(AnalyzerSummary analyzer) {
    doReturn(GetAnalyzerResponse.builder().analyzer(analyzer).build())
        .when(client)
        .getAnalyzer(any(GetAnalyzerRequest.class));
  }

  @Test
  void get_analyzer_isAskedForByItsName() {
    getAnswers(disabled().build());

    assertEquals(
        new AnalyzerState(
            ANALYZER, "ORGANIZATION", "DISABLED", "ORGANIZATION_DELETED", CREATED, NOW),
        health.get(ANALYZER));
    verify(client).getAnalyzer(GetAnalyzerRequest.builder().analyzerName("organization").build());
  }

  @Test
  void get_sameNameInAnotherAccount_isNotFound() {
    getAnswers(disabled().arn(ANALYZER.replace("1111", "9999")).build());

    assertEquals(
        AwsCallException.Kind.NOT_FOUND,
        assertThrows(AwsCallException.class, () -> health.get(ANALYZER)).kind());
  }

  @Test
  void get_answerWithoutStatus_isMalformed() {
    getAnswers(disabled().status((String) null).build());

    assertThrows(MalformedInput.class, () -> health.get(ANALYZER));
  }

  @Test
  void inRegion_allPages_areRead() {
    doReturn(ListAnalyzersResponse.builder().analyzers(disabled().build()).nextToken("2").build())
        .doReturn(ListAnalyzersResponse.builder().analyzers(disabled().build()).build())
        .when(client)
        .listAnalyzers(any(ListAnalyzersRequest.class));

    assertEquals(2, health.inRegion("eu-west-1").size());
  }

  private Optional<FindingTotal> total(GetFindingsStatisticsResponse.Builder answer) {
    doReturn(answer.build())
        .when(client)
        .getFindingsStatistics(any(GetFindingsStatisticsRequest.class));
    return health.total(ANALYZER);
  }

  @Test
  void total_ofEachKind_isActiveAndArchived() {
    List<FindingsStatistics> kinds =
        List.of(
            FindingsStatistics.builder()
                .externalAccessFindingsStatistics(
                    s -> s.totalActiveFindings(1).totalArchivedFindings(2).totalResolvedFindings(9))
                .build(),
            FindingsStatistics.builder()
                .internalAccessFindingsStatistics(
                    s -> s.totalActiveFindings(10).totalArchivedFindings(20))
                .build(),
            FindingsStatistics.builder()
                .unusedAccessFindingsStatistics(
                    s -> s.totalActiveFindings(100).totalArchivedFindings(200))
                .build());

    assertEquals(
        Optional.of(new FindingTotal(333, NOW)),
        total(
            GetFindingsStatisticsResponse.builder().findingsStatistics(kinds).lastUpdatedAt(NOW)));
  }

  @Test
  void total_withoutStatisticsYet_isNothing() {
    assertEquals(Optional.empty(), total(GetFindingsStatisticsResponse.builder()));
    assertEquals(
        Optional.empty(), total(GetFindingsStatisticsResponse.builder().lastUpdatedAt(NOW)));
  }
}
