package io.accesstriage.stateslanguage;

/** The state machine's TimeoutSeconds have passed, which no Retry or Catch sees. */
final class ExecutionTimedOutException extends Exception {
  private static final long serialVersionUID = 1L;
}
