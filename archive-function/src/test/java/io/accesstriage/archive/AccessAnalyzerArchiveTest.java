package io.accesstriage.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AccessAnalyzerException;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatusUpdate;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Request;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.ResourceNotFoundException;
import software.amazon.awssdk.services.accessanalyzer.model.UpdateFindingsRequest;
import software.amazon.awssdk.services.accessanalyzer.model.UpdateFindingsResponse;

final class AccessAnalyzerArchiveTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization";

  private final AccessAnalyzerClient client = mock(AccessAnalyzerClient.class, CALLS_REAL_METHODS);
  private final FindingArchive archive =
      new AccessAnalyzerArchive(
          new AccessAnalyzerFindings(
              region -> {
                assertEquals("eu-west-1", region);
                return client;
              }));

  @Test
  void update_finding_isById() {
    doReturn(UpdateFindingsResponse.builder().build())
        .when(client)
        .updateFindings(any(UpdateFindingsRequest.class));

    archive.update(ANALYZER, "id-1", FindingStatus.ARCHIVED);

    verify(client)
        .updateFindings(
            UpdateFindingsRequest.builder()
                .analyzerArn(ANALYZER)
                .ids("id-1")
                .status(FindingStatusUpdate.ARCHIVED)
                .build());
  }

  @Test
  void update_refused_namesTheCall() {
    doThrow(
            AccessAnalyzerException.builder()
                .statusCode(403)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("not authorized")
                        .build())
                .build())
        .when(client)
        .updateFindings(any(UpdateFindingsRequest.class));

    AwsCallException failure =
        assertThrows(
            AwsCallException.class, () -> archive.update(ANALYZER, "id-1", FindingStatus.ACTIVE));

    assertEquals(
        "access-analyzer:UpdateFindings: AccessDeniedException: not authorized",
        failure.getMessage());
  }

  @Test
  void read_finding_hasItsStatus() {
    doReturn(
            GetFindingV2Response.builder()
                .id("id-1")
                .findingType("ExternalAccess")
                .status("ARCHIVED")
                .resource("arn:aws:s3:::amzn-s3-demo-bucket")
                .resourceType("AWS::S3::Bucket")
                .resourceOwnerAccount("111122223333")
                .updatedAt(Instant.EPOCH)
                .build())
        .when(client)
        .getFindingV2(any(GetFindingV2Request.class));

    assertEquals(
        Optional.of(FindingStatus.ARCHIVED), archive.read(ANALYZER, "id-1").map(Finding::status));
  }

  @Test
  void read_unknownFinding_isGone() {
    doThrow(
            ResourceNotFoundException.builder()
                .statusCode(404)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ResourceNotFoundException")
                        .errorMessage("gone")
                        .build())
                .build())
        .when(client)
        .getFindingV2(any(GetFindingV2Request.class));

    assertEquals(Optional.empty(), archive.read(ANALYZER, "id-1"));
  }
}
