package io.accesstriage.cli.source;

import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Refuses every call that doesn't read, before anything is sent, in a process that is the triage
 * command. The SDK puts it into each client that is made while the command is on the class path
 * (resource {@code software/amazon/awssdk/global/handlers/execution.interceptors}), so that no
 * command can change anything in AWS, whatever its code says.
 */
public final class ReadOnlyCalls implements ExecutionInterceptor {
  /** AWS names what only reads so; credentials are got by the last. */
  private static final List<String> READING =
      List.of("Get", "List", "Describe", "Scan", "BatchGet", "AssumeRole");

  /** An expired token of IAM Identity Center is renewed by the one call that is named otherwise. */
  private static final String RENEW_TOKEN = "CreateToken";

  private static final String IDENTITY_CENTER = "SSO OIDC";

  private static volatile boolean enforced;

  /** Refuses from now on, until the process ends. */
  public static void enforce() {
    enforced = true;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    if (enforced && !isReading(service, operation)) {
      throw SdkClientException.create(
          "triage only reads, so %s of %s is not called".formatted(operation, service));
    }
  }

  static boolean isReading(String service, String operation) {
    return READING.stream().anyMatch(operation::startsWith)
        || (operation.equals(RENEW_TOKEN) && service.equals(IDENTITY_CENTER));
  }
}
