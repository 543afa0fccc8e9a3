package io.accesstriage.ledger.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB's attributes as JSON, and back. */
final class AttributeJson {
  private AttributeJson() {}

  /** An object, as the binder writes one. */
  static AttributeValue attribute(ObjectNode object) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    object
        .properties()
        .forEach(field -> attributes.put(field.getKey(), attribute(field.getValue())));
    return AttributeValue.fromM(attributes);
  }

  private static AttributeValue attribute(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return attribute(object);
    }
    if (node instanceof ArrayNode array) {
      List<AttributeValue> elements = new ArrayList<>();
      array.forEach(element -> elements.add(attribute(element)));
      return AttributeValue.fromL(elements);
    }
    if (node.isTextual()) {
      return AttributeValue.fromS(node.textValue());
    }
    if (node.isBoolean()) {
      return AttributeValue.fromBool(node.booleanValue());
    }
    if (node.isIntegralNumber()) {
      return AttributeValue.fromN(node.asText());
    }
    throw new IllegalArgumentException("no part of an entry is a " + node.getNodeType());
  }

  static ObjectNode object(Map<String, AttributeValue> attributes) {
    ObjectNode object = Json.object();
    attributes.forEach((name, value) -> object.set(name, node(value)));
    return object;
  }

  private static JsonNode node(AttributeValue value) {
    return switch (value.type()) {
      case S -> TextNode.valueOf(value.s());
      case N -> DecimalNode.valueOf(new BigDecimal(value.n()));
      case BOOL -> BooleanNode.valueOf(value.bool());
      case M -> object(value.m());
      case L -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        value.l().forEach(element -> array.add(node(element)));
        yield array;
      }
      case NUL -> NullNode.getInstance();
      // This product never wrote them: no field fits.
      default -> JsonNodeFactory.instance.pojoNode(value);
    };
  }
}
