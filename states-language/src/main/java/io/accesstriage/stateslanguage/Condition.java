package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;

/** What a Choice rule asks of a state's effective input. */
@FunctionalInterface
interface Condition {
  /**
   * Whether it is so.
   *
   * @throws StateFailedException States.Runtime if a Variable is absent
   */
  boolean holds(JsonNode data, JsonNode context) throws StateFailedException;
}
