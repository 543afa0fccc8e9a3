package io.accesstriage.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

final class AwsCallExceptionTest {
  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, 400, TRANSIENT",
    "Throttling, 400, TRANSIENT",
    "RequestLimitExceeded, 503, TRANSIENT",
    "SlowDown, 503, TRANSIENT",
    "TooManyRequestsException, 429, TRANSIENT",
    "SomethingNew, 429, TRANSIENT",
    "ProvisionedThroughputExceededException, 400, TRANSIENT",
    "KMSInternalException, 500, TRANSIENT",
    "KMSThrottling, 400, TRANSIENT",
    "KMSThrottlingException, 400, TRANSIENT",
    "DependencyTimeoutException, 503, TRANSIENT",
    "InternalServerException, 500, TRANSIENT",
    "InternalError, 200, TRANSIENT",
    "SomethingNew, 500, TRANSIENT",
    "SomethingNew, 599, TRANSIENT",
    "AccessDenied, 403, DENIED",
    "AccessDeniedException, 400, DENIED",
    "KMSAccessDeniedException, 400, DENIED",
    "AuthorizationError, 403, DENIED",
    "AuthorizationErrorException, 400, DENIED",
    "NotAuthorizedException, 400, DENIED",
    "UnauthorizedOperation, 403, DENIED",
    "AllAccessDisabled, 403, DENIED",
    "SomethingNew, 401, DENIED",
    "UnrecognizedClientException, 400, CREDENTIALS",
    "InvalidClientTokenId, 403, CREDENTIALS",
    "InvalidAccessKeyId, 403, CREDENTIALS",
    "SignatureDoesNotMatch, 403, CREDENTIALS",
    "ExpiredToken, 400, CREDENTIALS",
    "ExpiredTokenException, 403, CREDENTIALS",
    "NoSuchBucket, 404, NOT_FOUND",
    "NoSuchTagSet, 404, NOT_FOUND",
    "NotFoundException, 400, NOT_FOUND",
    "AWS.SimpleQueueService.NonExistentQueue, 400, NOT_FOUND",
    "QueueDoesNotExist, 400, NOT_FOUND",
    "ResourceNotFoundException, 404, NOT_FOUND",
    "SomethingNew, 404, NOT_FOUND",
    "ValidationException, 400, OTHER",
    "InvalidArnException, 400, OTHER",
    "PermanentRedirect, 301, OTHER",
    "KMSInvalidStateException, 409, OTHER",
  })
  void kind_serviceError_followsCodeAndStatus(
      String code, int status, AwsCallException.Kind expected) {
    assertEquals(expected, new AwsCallException("s3:X", code, status, "m").kind());
    assertEquals(expected, AwsCallException.of("s3:X", error(code, "m", status)).kind());
  }

  @Test
  void of_serviceError_tellsCallCodeAndMessage() {
    AwsServiceException cause = error("AccessDenied", "Access\nDenied", 403);

    AwsCallException failure = AwsCallException.of("s3:GetBucketTagging", cause);

    assertEquals("s3:GetBucketTagging", failure.operation());
    assertEquals("AccessDenied", failure.code());
    assertEquals("s3:GetBucketTagging: AccessDenied: Access\\u000aDenied", failure.getMessage());
    assertSame(cause, failure.getCause());
  }

  @Test
  void of_errorWithoutCode_isNamedByItsStatus() {
    AwsCallException withDetails =
        AwsCallException.of("s3:GetBucketTagging", error(null, "Forbidden", 403));
    AwsCallException withoutDetails =
        AwsCallException.of(
            "s3:GetBucketTagging",
            AwsServiceException.builder().message("Bad Gateway").statusCode(502).build());

    assertEquals("s3:GetBucketTagging: HTTP 403: Forbidden", withDetails.getMessage());
    assertEquals(AwsCallException.Kind.DENIED, withDetails.kind());
    assertEquals("HTTP 502", withoutDetails.code());
    assertEquals(AwsCallException.Kind.TRANSIENT, withoutDetails.kind());
  }

  @Test
  void of_longMessage_isCut() {
    AwsCallException failure = AwsCallException.of("s3:X", error("Odd", "x".repeat(10_000), 400));

    assertEquals("s3:X: Odd: " + "x".repeat(499) + "…", failure.getMessage());
  }

  @Test
  void of_clientSideTimeout_isTransient() {
    assertEquals(
        AwsCallException.Kind.TRANSIENT,
        AwsCallException.of("s3:X", ApiCallTimeoutException.create(15_000)).kind());
    assertEquals(
        AwsCallException.Kind.TRANSIENT,
        AwsCallException.of("s3:X", ApiCallAttemptTimeoutException.create(5_000)).kind());
  }

  @Test
  void of_otherClientSideError_isConnection() {
    AwsCallException failure =
        AwsCallException.of("s3:X", SdkClientException.create("Unable to load credentials"));

    assertEquals(AwsCallException.Kind.CONNECTION, failure.kind());
    assertEquals("s3:X: SdkClientException: Unable to load credentials", failure.getMessage());
    assertEquals(
        AwsCallException.Kind.CONNECTION,
        AwsCallException.of("s3:X", AbortedException.create("stopped")).kind());
  }

  @ParameterizedTest
  @EnumSource(AwsCallException.Kind.class)
  void asStepFailure_kind_decidesWhetherToTryAgain(AwsCallException.Kind kind) {
    AwsCallException failure =
        switch (kind) {
          case TRANSIENT -> new AwsCallException("s3:X", "SlowDown", 503, "m");
          case DENIED -> new AwsCallException("s3:X", "AccessDenied", 403, "m");
          case CREDENTIALS -> new AwsCallException("s3:X", "ExpiredToken", 400, "m");
          case CONNECTION -> AwsCallException.of("s3:X", SdkClientException.create("m"));
          case NOT_FOUND -> new AwsCallException("s3:X", "NoSuchBucket", 404, "m");
          case OTHER -> new AwsCallException("s3:X", "Odd", 400, "m");
        };

    RuntimeException thrown = failure.asStepFailure();

    assertEquals(
        switch (kind) {
          case TRANSIENT, CREDENTIALS, CONNECTION -> TransientFailure.class;
          case DENIED, NOT_FOUND, OTHER -> PermanentFailure.class;
        },
        thrown.getClass());
    assertEquals(failure.getMessage(), thrown.getMessage());
    assertSame(failure, thrown.getCause());
  }

  private static AwsServiceException error(@Nullable String code, String message, int status) {
    return AwsServiceException.builder()
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .statusCode(status)
        .build();
  }
}
