package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;

/** What a path of the definition selects from a state's data or from the Context Object. */
interface Path {
  /**
   * Selects.
   *
   * @param data what {@code $} is
   * @param context what {@code $$} is
   * @throws StateFailedException States.Runtime if the path selects nothing
   */
  JsonNode select(JsonNode data, JsonNode context) throws StateFailedException;
}
