package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;

/** What the Resource of a Task names. */
@FunctionalInterface
public interface TaskResource {
  /**
   * Does the task.
   *
   * @param parameters the task's Parameters with their paths replaced; not to be changed
   * @return the task's result, before ResultSelector
   * @throws TaskFailedException the error that Retry and Catch see
   */
  JsonNode call(JsonNode parameters) throws TaskFailedException;
}
