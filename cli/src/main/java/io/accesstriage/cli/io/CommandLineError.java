package io.accesstriage.cli.io;

/** The command line, or a file that it names, is wrong; nothing was run. Ends with exit code 2. */
public final class CommandLineError extends RuntimeException {
  public CommandLineError(String message) {
    super(message);
  }

  public CommandLineError(String message, Throwable cause) {
    super(message, cause);
  }
}
