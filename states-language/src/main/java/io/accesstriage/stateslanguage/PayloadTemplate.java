package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Parameters or a ResultSelector: JSON in which the fields whose names end in {@code .$} are
 * replaced by what they select.
 */
interface PayloadTemplate {
  JsonNode fill(JsonNode data, JsonNode context) throws StateFailedException;

  /** A value that is taken as it is. */
  record Constant(JsonNode value) implements PayloadTemplate {
    @Override
    public JsonNode fill(JsonNode data, JsonNode context) {
      return value.deepCopy();
    }
  }

  /** A value that a path selects. */
  record Selected(Path path) implements PayloadTemplate {
    @Override
    public JsonNode fill(JsonNode data, JsonNode context) throws StateFailedException {
      return path.select(data, context);
    }
  }

  /** An object, its fields named as in the result and in the definition's order. */
  record Fields(Map<String, PayloadTemplate> fields) implements PayloadTemplate {
    @Override
    public JsonNode fill(JsonNode data, JsonNode context) throws StateFailedException {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, PayloadTemplate> field : fields.entrySet()) {
        object.set(field.getKey(), field.getValue().fill(data, context));
      }
      return object;
    }
  }

  /** An array. */
  record Elements(List<PayloadTemplate> elements) implements PayloadTemplate {
    @Override
    public JsonNode fill(JsonNode data, JsonNode context) throws StateFailedException {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (PayloadTemplate element : elements) {
        array.add(element.fill(data, context));
      }
      return array;
    }
  }
}
