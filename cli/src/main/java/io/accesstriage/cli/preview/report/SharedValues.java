package io.accesstriage.cli.preview.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What occurs in more than one row is written once; rows have its place. Remembers a bounded number
 * of characters: what comes after is written where it occurs.
 */
final class SharedValues {
  static final int MOST_CHARACTERS = 6_000_000;

  private final Map<JsonNode, IntNode> places = new HashMap<>();
  private List<JsonNode> added = new ArrayList<>();
  private int characters;

  /**
   * What stands for the value in a row: the number of its place, or the value itself.
   *
   * @param value a text, or an array that is not changed any more; never a number
   */
  JsonNode cell(JsonNode value) {
    if (value.isNull()) {
      return value;
    }
    IntNode known = places.get(value);
    if (known != null) {
      return known;
    }
    int length = value.toString().length();
    if (characters + length > MOST_CHARACTERS) {
      return value;
    }
    characters += length;
    IntNode place = IntNode.valueOf(places.size());
    places.put(value, place);
    added.add(value);
    return place;
  }

  /** The values that got a place since this was last asked, in the order of their places. */
  List<JsonNode> takeNew() {
    List<JsonNode> taken = added;
    added = new ArrayList<>();
    return taken;
  }
}
