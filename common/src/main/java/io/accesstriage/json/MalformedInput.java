package io.accesstriage.json;

import io.accesstriage.failure.PermanentFailure;

/**
 * Input that is not of the expected shape; the message names the field, what was expected and what
 * was found.
 */
public final class MalformedInput extends PermanentFailure {
  public MalformedInput(String message) {
    super(message);
  }

  public MalformedInput(String message, Throwable cause) {
    super(message, cause);
  }
}
