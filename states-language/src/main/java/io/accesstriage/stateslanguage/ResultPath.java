package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a state's raw input takes up its result, or a caught error.
 *
 * @param names the fields that lead there; none replaces the input, null leaves it as it is
 */
record ResultPath(@Nullable List<String> names) {
  static final ResultPath REPLACE = new ResultPath(List.of());
  static final ResultPath DISCARD = new ResultPath(null);

  /**
   * Combines the two; neither is changed.
   *
   * @throws StateFailedException States.ResultPathMatchFailure if the input, or what it has on the
   *     way there, is no object
   */
  JsonNode combine(JsonNode input, JsonNode result) throws StateFailedException {
    if (names == null) {
      return input;
    }
    if (names.isEmpty()) {
      return result;
    }
    JsonNode output = input.deepCopy();
    JsonNode place = output;
    for (String name : names.subList(0, names.size() - 1)) {
      ObjectNode object = asObject(place);
      place = object.has(name) ? object.get(name) : object.putObject(name);
    }
    asObject(place).set(names.get(names.size() - 1), result);
    return output;
  }

  private ObjectNode asObject(JsonNode place) throws StateFailedException {
    if (place instanceof ObjectNode object) {
      return object;
    }
    throw new StateFailedException(
        ErrorNames.RESULT_PATH_MATCH_FAILURE,
        "ResultPath $."
            + String.join(".", names)
            + " leads into what is no object in the state's input.");
  }
}
