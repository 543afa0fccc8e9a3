package io.accesstriage.integration;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Which calls each function makes. The SDK loads this into every client, named by the resource
 * software/amazon/awssdk/global/handlers/execution.interceptors. Synchronous clients call it on the
 * thread of their caller, which is how it knows the function: that of the function or one that it
 * has started. A transaction counts as the writes in it, as IAM sees it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">Using
 *     IAM with DynamoDB transactions</a>
 */
public final class SdkCalls implements ExecutionInterceptor {
  /** Inherited, because functions make independent calls on threads that they start. */
  private static final ThreadLocal<@Nullable String> CALLER = new InheritableThreadLocal<>();

  private static final Map<String, Set<String>> CALLS = new TreeMap<>();

  private static volatile @Nullable Roles roles;

  /** From now on, what these roles do not allow is refused; null: nothing is. */
  static void enforce(@Nullable Roles enforced) {
    roles = enforced;
  }

  /** Does something whose calls are this function's. */
  static <T> T of(String function, Callable<T> work) throws Exception {
    CALLER.set(function);
    try {
      return work.call();
    } finally {
      CALLER.remove();
    }
  }

  /** Function to calls, such as "S3 GetBucketTagging". */
  static Map<String, Set<String>> all() {
    synchronized (CALLS) {
      Map<String, Set<String>> copy = new TreeMap<>();
      CALLS.forEach((function, calls) -> copy.put(function, new TreeSet<>(calls)));
      return copy;
    }
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    String function = CALLER.get();
    if (function == null) {
      return;
    }
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    Roles enforced = roles;
    if (enforced != null) {
      enforced.check(
          function,
          service,
          operation,
          context.request(),
          attributes.getAttribute(AwsExecutionAttribute.AWS_REGION));
    }
    Set<String> operations =
        context.request() instanceof TransactWriteItemsRequest transaction
            ? transaction.transactItems().stream()
                .map(item -> item.put() == null ? "UpdateItem" : "PutItem")
                .collect(Collectors.toSet())
            : Set.of(operation);
    synchronized (CALLS) {
      CALLS
          .computeIfAbsent(function, f -> new TreeSet<>())
          .addAll(operations.stream().map(each -> service + " " + each).toList());
    }
  }
}
