package io.accesstriage.stateslanguage;

import static io.accesstriage.stateslanguage.Workflow.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.InvalidPathException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PathTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long SEED = 20261126;

  private static JsonNode reference(String path, String data) throws Exception {
    return ReferencePath.parse("F", path).orElseThrow().select(json(data), NODES.nullNode());
  }

  private static JsonNode query(String path, String data) throws Exception {
    return QueryPath.parse("F", path).select(json(data), NODES.nullNode());
  }

  @Test
  void select_referencePath_followsNamesAndIndexes() throws Exception {
    assertEquals(
        json("7"),
        reference(
            "$.a['b c'][1][\"d\"].e_1-x", "{\"a\": {\"b c\": [0, {\"d\": {\"e_1-x\": 7}}]}}"));
    assertEquals(json("{\"a\": 1}"), reference("$", "{\"a\": 1}"));
  }

  @Test
  void parse_whatIsNoReferencePath_isEmpty() {
    for (String path :
        new String[] {
          "",
          "a",
          "$a",
          "$.",
          "$..a",
          "$.a[*]",
          "$.a[-1]",
          "$.a[0:1]",
          "$.a[?(@.b)]",
          "$['a','b']",
          "$.a b"
        }) {
      assertEquals(Optional.empty(), ReferencePath.parse("F", path), path);
    }
  }

  @Test
  void select_queryPath_isTheArrayOfAllItFinds() throws Exception {
    String data =
        "{\"a\": [{\"b\": 1, \"c\": true}, {\"b\": \"x\"}, {\"b\": null}, {\"b\": 2.50}, {}]}";
    assertEquals(json("[1, \"x\", null, 2.50]"), query("$.a[*].b", data));
    assertEquals(json("[\"x\"]"), query("$.a[?(@.b == 'x')].b", data));
    assertEquals(json("[]"), query("$.a[?(@.b == 'y')].b", data));
    assertEquals(json("true"), query("$.a[-5].c", data));
    assertEquals(json("null"), query("$.a[-3].b", data));
  }

  @Test
  void parse_whatIsNoPath_isRefused() {
    for (String path :
        new String[] {
          "",
          "a",
          "$a",
          "$.a[",
          "$.a.",
          "$.a[]",
          "$.a]",
          "$.a[?(@.b]",
          "$.a[?(@.b ==)]",
          "$.a.length()",
          "$..sum()"
        }) {
      assertThrows(InvalidPathException.class, () -> QueryPath.parse("F", path), path);
    }
  }

  @Test
  void select_definiteQueryPathFindsNothing_failsWithRuntime() {
    StateFailedException error =
        assertThrows(StateFailedException.class, () -> query("$.a[-3].b", "{\"a\": [1]}"));
    assertEquals(
        "States.Runtime: F: the path $['a'][-3]['b'] selects nothing.", error.getMessage());
  }

  @Test
  void select_anyReferencePath_agreesWithTheJsonPathLibrary() throws Exception {
    Random random = new Random(SEED);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      JsonNode data = draw(random, 4);
      StringBuilder path = new StringBuilder("$");
      for (int steps = random.nextInt(4); steps > 0; steps--) {
        path.append(new String[] {".a", ".b", "['c d']", "[0]", "[1]"}[random.nextInt(5)]);
      }
      String which = "seed " + SEED + ", case " + i + ": " + path + " of " + data;
      Optional<JsonNode> expected = select(QueryPath.parse("F", path.toString()), data);
      found += expected.isPresent() ? 1 : 0;
      assertEquals(
          expected, select(ReferencePath.parse("F", path.toString()).orElseThrow(), data), which);
    }
    assertEquals(true, found > 1000, "only " + found + " paths selected anything");
  }

  private static Optional<JsonNode> select(Path path, JsonNode data) {
    try {
      return Optional.of(path.select(data, NODES.nullNode()));
    } catch (StateFailedException e) {
      return Optional.empty();
    }
  }

  private static JsonNode draw(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 12)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.numberNode(random.nextLong());
      case 4 -> NODES.numberNode(BigDecimal.valueOf(random.nextInt(), 2));
      case 5 -> NODES.textNode("text");
      case 6, 7, 8 -> drawArray(random, depth);
      default -> drawObject(random, depth);
    };
  }

  private static JsonNode drawArray(Random random, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int size = random.nextInt(3); size > 0; size--) {
      array.add(draw(random, depth - 1));
    }
    return array;
  }

  private static JsonNode drawObject(Random random, int depth) {
    ObjectNode object = NODES.objectNode();
    for (String name : new String[] {"a", "b", "c d"}) {
      if (random.nextBoolean()) {
        object.set(name, draw(random, depth - 1));
      }
    }
    return object;
  }
}
