package io.accesstriage.failure;

/**
 * A failure that may pass, of something that may have taken effect all the same and is seen by
 * people: it is retried at most once.
 *
 * <p>The state machine retries this class by its name, {@code statemachine.asl.json}.
 */
public final class UnsureFailure extends RuntimeException {
  public UnsureFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
