package io.accesstriage.stateslanguage;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a handler learns of its invocation. The same invocation of a run has the same request id in
 * every run.
 */
record InvocationContext(String functionName, long invocation, LambdaLogger logger)
    implements Context {
  /** Within the function's timeout; no time passes here, so it never becomes less. */
  private static final int REMAINING_MILLIS = 60_000;

  private static final int MEMORY_MEGABYTES = 512;

  @Override
  public String getAwsRequestId() {
    return UUID.nameUUIDFromBytes(
            (functionName + "/" + invocation).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + functionName;
  }

  @Override
  public String getLogStreamName() {
    return "local";
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:us-east-1:111122223333:function:" + functionName;
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return REMAINING_MILLIS;
  }

  @Override
  public int getMemoryLimitInMB() {
    return MEMORY_MEGABYTES;
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }
}
