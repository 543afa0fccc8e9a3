package io.accesstriage.prover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON as YAML for people: a line for each field, small lists and mappings on one line. */
public final class Yaml {
  private static final int WIDE = 100;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
  private static final Pattern WORD =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n|nan|inf");

  private Yaml() {}

  /** A whole file. */
  public static String of(ObjectNode node) {
    StringBuilder yaml = new StringBuilder();
    fields(node, "", yaml);
    return yaml.toString();
  }

  private static void fields(ObjectNode node, String indent, StringBuilder yaml) {
    boolean isFirst = true;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      yaml.append(isFirst && yaml.toString().endsWith("- ") ? "" : indent);
      isFirst = false;
      yaml.append(scalar(field.getKey())).append(':');
      value(field.getValue(), indent, yaml);
    }
  }

  private static void value(JsonNode value, String indent, StringBuilder yaml) {
    String flow = flow(value);
    boolean isBlock =
        value.isContainerNode()
            && !value.isEmpty()
            && (flow.length() > WIDE - indent.length() || hasObjects(value));
    if (!isBlock) {
      yaml.append(' ').append(flow).append('\n');
      return;
    }
    yaml.append('\n');
    if (value instanceof ObjectNode object) {
      fields(object, indent + "  ", yaml);
      return;
    }
    for (JsonNode element : value) {
      yaml.append(indent).append("  - ");
      if (element instanceof ObjectNode object) {
        fields(object, indent + "    ", yaml);
      } else {
        yaml.append(flow(element)).append('\n');
      }
    }
  }

  private static boolean hasObjects(JsonNode value) {
    return value instanceof ArrayNode array && array.get(0).isObject();
  }

  private static String flow(JsonNode value) {
    StringBuilder flow = new StringBuilder();
    if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field ->
                  flow.append(flow.isEmpty() ? "" : ", ")
                      .append(scalar(field.getKey()))
                      .append(": ")
                      .append(flow(field.getValue())));
      return "{" + flow + "}";
    }
    if (value instanceof ArrayNode array) {
      array.forEach(element -> flow.append(flow.isEmpty() ? "" : ", ").append(flow(element)));
      return "[" + flow + "]";
    }
    return value.isTextual() ? scalar(value.textValue()) : value.asText();
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches()
        ? text
        : Json.visibleText(new com.fasterxml.jackson.databind.node.TextNode(text));
  }
}
