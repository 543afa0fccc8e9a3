package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;

/** A Lambda function: JSON in, JSON out. */
@FunctionalInterface
public interface LambdaFunction {
  /**
   * Handles one event.
   *
   * @param payload the event; not to be changed
   * @throws TaskFailedException an error of the service instead of the function, such as {@code
   *     Lambda.TooManyRequestsException}, reported as it is
   * @throws Exception any other exception is reported as Lambda's Java runtime reports it: Error is
   *     the class's name
   */
  JsonNode invoke(JsonNode payload) throws Exception;
}
