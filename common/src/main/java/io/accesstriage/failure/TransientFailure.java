package io.accesstriage.failure;

/**
 * A failure that may pass when the step is tried again: throttling, a server error, a refused
 * write.
 *
 * <p>The state machine retries this class by its name, {@code statemachine.asl.json}.
 */
public final class TransientFailure extends RuntimeException {
  public TransientFailure(String message, Throwable cause) {
    super(message, cause);
  }

  public TransientFailure(String message) {
    super(message);
  }
}
