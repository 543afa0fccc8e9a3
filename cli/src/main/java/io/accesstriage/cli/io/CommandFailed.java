package io.accesstriage.cli.io;

/**
 * The command could not do, or not to its end, what it was asked for. The message says why and what
 * to do. Ends with exit code 1.
 */
public class CommandFailed extends RuntimeException {
  public CommandFailed(String message) {
    super(message);
  }

  public CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
