package io.accesstriage.stateslanguage;

import java.util.Objects;

/** A task reported an error: its name, which Retry and Catch match, and its cause for a person. */
public final class TaskFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String error;
  private final String cause;

  public TaskFailedException(String error, String cause) {
    super(error + ": " + cause);
    this.error = Objects.requireNonNull(error, "error");
    this.cause = Objects.requireNonNull(cause, "cause");
  }

  /** The error's name, such as {@code Lambda.TooManyRequestsException}. */
  public String error() {
    return error;
  }

  /** What Step Functions calls the cause: a text, often JSON. */
  public String cause() {
    return cause;
  }
}
