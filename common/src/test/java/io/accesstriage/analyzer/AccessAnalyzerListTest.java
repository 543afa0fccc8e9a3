package io.accesstriage.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Request;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.OrderBy;
import software.amazon.awssdk.services.accessanalyzer.model.ResourceNotFoundException;
import software.amazon.awssdk.services.accessanalyzer.model.SortCriteria;

final class AccessAnalyzerListTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization";
  private static final Instant UPDATED = Instant.parse("2026-11-20T08:00:00.123456Z");

  private final AccessAnalyzerClient client = mock(AccessAnalyzerClient.class, CALLS_REAL_METHODS);
  private final AccessAnalyzerList list =
      new AccessAnalyzerList(
          region -> {
            assertEquals("eu-west-1", region);
            return client;
          });

  private void answers(FindingSummaryV2... findings) {
    doReturn(ListFindingsV2Response.builder().findings(findings).nextToken("more").build())
        .when(client)
        .listFindingsV2(any(ListFindingsV2Request.class));
  }

  @Test
  void page_ofActiveFindings_isAskedForByStatusAndToken() {
    answers(FindingSummaryV2.builder().id("id-1").updatedAt(UPDATED).build());

    FindingPage<ListedFinding> page = list.page(ANALYZER, FindingStatus.ACTIVE, false, "token");

    assertEquals(new FindingPage<>(List.of(new ListedFinding("id-1", UPDATED)), "more"), page);
    verify(client)
        .listFindingsV2(
            ListFindingsV2Request.builder()
                .analyzerArn(ANALYZER)
                .filter(Map.of("status", Criterion.builder().eq("ACTIVE").build()))
                .maxResults(100)
                .nextToken("token")
                .build());
  }

  @Test
  void page_newestFirst_isAskedForInThatOrder() {
    answers();

    list.page(ANALYZER, FindingStatus.RESOLVED, true, null);

    verify(client)
        .listFindingsV2(
            ListFindingsV2Request.builder()
                .analyzerArn(ANALYZER)
                .filter(Map.of("status", Criterion.builder().eq("RESOLVED").build()))
                .maxResults(100)
                .sort(
                    SortCriteria.builder().attributeName("updatedAt").orderBy(OrderBy.DESC).build())
                .build());
  }

  @Test
  void page_ofAnyStatus_isWithoutDetails() {
    answers(
        FindingSummaryV2.builder()
            .id("id-1")
            .findingType("ExternalAccess")
            .status("RESOLVED")
            .resource("arn:aws:s3:::amzn-s3-demo-bucket")
            .resourceType("AWS::S3::Bucket")
            .resourceOwnerAccount("111122223333")
            .updatedAt(UPDATED)
            .build());

    FindingPage<Finding> page = list.page(ANALYZER, null);

    assertEquals("more", page.nextToken());
    Finding finding = page.findings().get(0);
    assertEquals("id-1", finding.id());
    assertEquals(FindingStatus.RESOLVED, finding.status());
    assertEquals(
        new Resource(
            "arn:aws:s3:::amzn-s3-demo-bucket", "AWS::S3::Bucket", "111122223333", "eu-west-1"),
        finding.resource());
    assertEquals(UPDATED, finding.updatedAt());
    assertNull(finding.principal());
    verify(client)
        .listFindingsV2(
            ListFindingsV2Request.builder().analyzerArn(ANALYZER).maxResults(100).build());
  }

  @Test
  void page_refused_namesTheCallAsIamDoes() {
    doThrow(
            ResourceNotFoundException.builder()
                .statusCode(404)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ResourceNotFoundException")
                        .errorMessage("no such analyzer")
                        .build())
                .build())
        .when(client)
        .listFindingsV2(any(ListFindingsV2Request.class));

    AwsCallException failure =
        assertThrows(
            AwsCallException.class, () -> list.page(ANALYZER, FindingStatus.ACTIVE, false, null));

    assertEquals(
        "access-analyzer:ListFindings: ResourceNotFoundException: no such analyzer",
        failure.getMessage());
  }

  @Test
  void page_findingWithoutId_isNotPassedOver() {
    answers(FindingSummaryV2.builder().updatedAt(UPDATED).build());
    assertEquals(
        "ListFindingsV2.findings.id is missing",
        assertThrows(
                MalformedInput.class, () -> list.page(ANALYZER, FindingStatus.ACTIVE, false, null))
            .getMessage());
  }

  @Test
  void page_ofWhatIsNoArn_saysSo() {
    assertEquals(
        "AnalyzerArns: expected an ARN, found organization",
        assertThrows(
                MalformedInput.class,
                () -> list.page("organization", FindingStatus.ACTIVE, false, null))
            .getMessage());
  }
}
