package io.accesstriage.failure;

/**
 * A failure that trying again cannot fix: malformed input, a missing permission, a wrong setting.
 *
 * <p>The state machine does not retry it but reports it to a person.
 */
public class PermanentFailure extends RuntimeException {
  public PermanentFailure(String message, Throwable cause) {
    super(message, cause);
  }

  public PermanentFailure(String message) {
    super(message);
  }
}
