package io.accesstriage.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A message for programs that subscribe by a queue or a function: one JSON object, as {@code
 * docs/schemas/message.schema.json} describes it. Its values are as they are, never defanged and
 * never cut: a program compares them. Only {@code subject} and {@code text} are for people.
 *
 * <p>What is too much for a message is left out as a whole: the last elements of lists, and values
 * that are too long, which are null then. {@code cut} says of what, and how much there was.
 */
public final class ProgramDocument {
  /** Grows by its second part where fields are added, by its first where one changes. */
  public static final String SCHEMA_VERSION = "1.1";

  /** The field of a map of counts for all that have no field of their own. */
  public static final String OTHERS = "(others)";

  private static final int ALL = Integer.MAX_VALUE;

  /** How many elements are kept, and how long values may be; the first that fits is taken. */
  private static final List<Limit> LIMITS =
      List.of(
          new Limit(ALL, ALL),
          new Limit(100, 8_192),
          new Limit(30, 4_096),
          new Limit(10, 2_048),
          new Limit(3, 2_048),
          new Limit(1, 1_024),
          new Limit(0, 128),
          new Limit(0, 32));

  private record Limit(int elements, int characters) {}

  private final Limit limit;
  private final Set<String> maps;
  private final ObjectNode cut = Json.object();

  /** Of the texts that are kept: what has too many needs no measuring. */
  private long characters;

  private ProgramDocument(Limit limit, Set<String> maps) {
    this.limit = limit;
    this.maps = maps;
  }

  /**
   * What every document begins with.
   *
   * @param kind alert, failure, storm or digest
   * @param text what a person may be shown instead of the rest
   */
  public static ObjectNode head(String kind, String subject, String text) {
    return Json.object()
        .put("schemaVersion", SCHEMA_VERSION)
        .put("kind", kind)
        .put("subject", subject)
        .put("text", text);
  }

  /**
   * The document as a body of a message.
   *
   * @param head which is kept whatever its size
   * @param maps the paths in {@code content} of objects that have a field for each of many things
   */
  public static String text(ObjectNode head, ObjectNode content, Set<String> maps) {
    String text = "";
    for (Limit limit : LIMITS) {
      ProgramDocument kept = new ProgramDocument(limit, maps);
      ObjectNode document = kept.document(head, content);
      if (kept.characters <= MessageSize.DOCUMENT) {
        text = Json.visibleText(document);
        if (MessageSize.of(text) <= MessageSize.DOCUMENT) {
          return text;
        }
      }
    }
    return text;
  }

  private ObjectNode document(ObjectNode head, ObjectNode content) {
    ObjectNode document = head.deepCopy();
    document.setAll(object(content, ""));
    if (!cut.isEmpty()) {
      document.set("cut", cut);
    }
    return document;
  }

  private JsonNode value(JsonNode node, String path) {
    if (isTooLong(node)) {
      note(path, node.textValue().length());
      return NullNode.instance;
    }
    if (node.isArray()) {
      return array(node, path);
    }
    characters += node.isTextual() ? node.textValue().length() : 0;
    return node.isObject() ? maps.contains(path) ? map(node, path) : object(node, path) : node;
  }

  private ObjectNode object(JsonNode node, String path) {
    ObjectNode object = Json.object();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      object.set(name, value(field.getValue(), path.isEmpty() ? name : path + "." + name));
    }
    return object;
  }

  private ArrayNode array(JsonNode node, String path) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : node) {
      if (array.size() < limit.elements && !isTooLong(element)) {
        array.add(value(element, path + "[]"));
      }
    }
    if (array.size() < node.size()) {
      note(path, node.size());
    }
    return array;
  }

  private ObjectNode map(JsonNode node, String path) {
    ObjectNode map = Json.object();
    int others = 0;
    boolean isCut = false;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().equals(OTHERS) && field.getValue().isInt()) {
        others += field.getValue().intValue();
      } else if (map.size() < limit.elements
          && field.getKey().length() <= limit.characters
          && !isTooLong(field.getValue())) {
        map.set(field.getKey(), value(field.getValue(), path));
        characters += field.getKey().length();
      } else {
        isCut = true;
        others += field.getValue().intValue();
      }
    }
    if (isCut) {
      note(path, node.size());
    }
    if (others > 0) {
      map.put(OTHERS, others);
    }
    return map;
  }

  private boolean isTooLong(JsonNode node) {
    return node.isTextual() && node.textValue().length() > limit.characters;
  }

  /** Of a path through a list, the most. */
  private void note(String path, int size) {
    cut.put(path, Math.max(size, cut.path(path).asInt()));
  }
}
