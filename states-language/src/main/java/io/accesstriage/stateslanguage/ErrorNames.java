package io.accesstriage.stateslanguage;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ErrorEquals of a retrier or catcher.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Handling
 *     errors</a>
 */
record ErrorNames(List<String> names) {
  static final String ALL = "States.ALL";
  static final String RUNTIME = "States.Runtime";
  static final String TIMEOUT = "States.Timeout";
  static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
  static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
  static final String RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure";

  private static final String TASK_FAILED = "States.TaskFailed";

  /**
   * The reserved names that a Task can report or that stand for several; the others here would
   * never match.
   */
  static final Set<String> OF_TASKS =
      Set.of(
          ALL,
          TASK_FAILED,
          TIMEOUT,
          DATA_LIMIT_EXCEEDED,
          RESULT_PATH_MATCH_FAILURE,
          "States.HeartbeatTimeout",
          "States.Permissions");

  ErrorNames {
    names = List.copyOf(names);
  }

  boolean match(@Nullable String error) {
    if (error == null || error.equals(RUNTIME)) {
      return false;
    }
    if (names.contains(error)) {
      return true;
    }
    if (error.equals(DATA_LIMIT_EXCEEDED)) {
      return false;
    }
    return names.contains(ALL) || (names.contains(TASK_FAILED) && !error.equals(TIMEOUT));
  }
}
