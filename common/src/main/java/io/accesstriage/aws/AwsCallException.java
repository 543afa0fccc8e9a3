package io.accesstriage.aws;

import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.text.SafeText;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * An AWS call that failed, with what its caller has to tell apart.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Errors
 *     that SDKs retry</a>
 */
public final class AwsCallException extends RuntimeException {
  /** What a failed call means. */
  public enum Kind {
    /** Throttled, a server error or a timeout: the same call may work later. */
    TRANSIENT,
    /** AWS says that the caller may not. */
    DENIED,
    /** AWS does not accept the credentials, as those that sam local makes up. */
    CREDENTIALS,
    /** AWS was not reached, or there are no credentials to sign with. */
    CONNECTION,
    NOT_FOUND,
    OTHER
  }

  private static final Set<String> TRANSIENT =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "Throttled",
          "RequestThrottled",
          "RequestThrottledException",
          "RequestLimitExceeded",
          "BandwidthLimitExceeded",
          "LimitExceededException",
          "TooManyRequestsException",
          "ProvisionedThroughputExceeded",
          "ProvisionedThroughputExceededException",
          "ThrottlingError",
          "TransactionConflictException",
          "TransactionInProgressException",
          "PriorRequestNotComplete",
          "SlowDown",
          "EC2ThrottledException",
          "RequestTimeout",
          "RequestTimeoutException",
          "InternalError",
          "InternalErrorException",
          "InternalFailure",
          "InternalServerError",
          "InternalServerException",
          "InternalServiceError",
          "KMSInternalException",
          "KMSThrottling",
          "KMSThrottlingException",
          "DependencyTimeoutException",
          "ServiceUnavailable",
          "ServiceUnavailableException");

  private static final Set<String> CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "InvalidToken",
          "InvalidSecurity",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired");

  private final String operation;
  private final String code;
  private final Kind kind;

  /**
   * @param operation as IAM names it, such as s3:GetBucketTagging
   * @param code the service's error code
   * @param status the HTTP status
   */
  public AwsCallException(String operation, String code, int status, String message) {
    this(operation, code, kind(code, status), message, null);
  }

  private AwsCallException(
      String operation,
      String code,
      Kind kind,
      String message,
      @org.jspecify.annotations.Nullable Throwable cause) {
    super("%s: %s: %s".formatted(operation, code, SafeText.line(message, 500)), cause);
    this.operation = operation;
    this.code = code;
    this.kind = kind;
  }

  /** The failure of an SDK call. */
  public static AwsCallException of(String operation, SdkException e) {
    if (e instanceof AwsServiceException service) {
      // Proxies answer without a code.
      AwsErrorDetails details = service.awsErrorDetails();
      String code =
          details == null || details.errorCode() == null
              ? "HTTP " + service.statusCode()
              : details.errorCode();
      String message =
          details == null || details.errorMessage() == null
              ? String.valueOf(e.getMessage())
              : details.errorMessage();
      return new AwsCallException(operation, code, kind(code, service.statusCode()), message, e);
    }
    Kind kind =
        e instanceof software.amazon.awssdk.core.exception.ApiCallTimeoutException
                || e instanceof software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException
            ? Kind.TRANSIENT
            : Kind.CONNECTION;
    return new AwsCallException(
        operation, e.getClass().getSimpleName(), kind, String.valueOf(e.getMessage()), e);
  }

  public String operation() {
    return operation;
  }

  public String code() {
    return code;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The failure of a step that cannot go on without this call: one that may pass is retried, also
   * with the next invocation's credentials and connections.
   */
  public RuntimeException asStepFailure() {
    return switch (kind) {
      case TRANSIENT, CREDENTIALS, CONNECTION -> new TransientFailure(getMessage(), this);
      case DENIED, NOT_FOUND, OTHER -> new PermanentFailure(getMessage(), this);
    };
  }

  private static Kind kind(String code, int status) {
    if (TRANSIENT.contains(code) || status >= 500 || status == 429) {
      return Kind.TRANSIENT;
    }
    if (CREDENTIALS.contains(code)) {
      return Kind.CREDENTIALS;
    }
    if (code.startsWith("NoSuch")
        || code.contains("NotFound")
        || code.endsWith("NonExistentQueue")
        || code.endsWith("QueueDoesNotExist")
        || status == 404) {
      return Kind.NOT_FOUND;
    }
    if (status == 401
        || status == 403
        || code.contains("AccessDenied")
        || code.startsWith("AuthorizationError")
        || code.startsWith("NotAuthorized")
        || code.startsWith("Unauthorized")) {
      return Kind.DENIED;
    }
    return Kind.OTHER;
  }
}
