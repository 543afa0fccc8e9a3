package io.accesstriage.stateslanguage;

import org.jspecify.annotations.Nullable;

/**
 * A definition that is no valid state machine, or that uses what this interpreter does not support.
 * The message names the state and the field, says what is wrong and what would be right, and begins
 * with the line and column. Of a definition that is no JSON, the cause is what the parser said.
 */
public final class UnsupportedStateMachineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int line;
  private final int column;

  UnsupportedStateMachineException(String problem, int line, int column) {
    this(problem, line, column, null);
  }

  UnsupportedStateMachineException(
      String problem, int line, int column, @Nullable Throwable cause) {
    super("line " + line + ", column " + column + ": " + problem, cause);
    this.problem = problem;
    this.line = line;
    this.column = column;
  }

  /** The message as compilers write it, {@code file:line:column: problem}. */
  public String inFile(String file) {
    return file + ":" + line + ":" + column + ": " + problem;
  }
}
