package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value of the definition, and where it stands in it. */
final class Place {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final ObjectReader SCALARS =
      Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^}]*)}");

  private final List<String> path;
  private final int line;
  private final int column;
  private final JsonNode value;
  private final Map<String, Place> fields = new LinkedHashMap<>();
  private final List<Place> elements = new ArrayList<>();

  private Place(List<String> path, JsonLocation location, JsonNode value) {
    this.path = List.copyOf(path);
    this.line = location.getLineNr();
    this.column = location.getColumnNr();
    this.value = value;
  }

  /** Reads a whole text, with every substitution inside its strings made. */
  static Place read(String json, Map<String, String> substitutions)
      throws UnsupportedStateMachineException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return read(parser, substitutions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Place read(JsonParser parser, Map<String, String> substitutions)
      throws IOException, UnsupportedStateMachineException {
    try {
      if (parser.nextToken() == null) {
        throw new UnsupportedStateMachineException("the definition is empty", 1, 1);
      }
      Place root = new Reader(parser, substitutions).read(List.of(), parser.currentTokenLocation());
      if (parser.nextToken() != null) {
        JsonLocation location = parser.currentTokenLocation();
        throw new UnsupportedStateMachineException(
            "the definition goes on after its end", location.getLineNr(), location.getColumnNr());
      }
      return root;
    } catch (JsonProcessingException e) {
      // Of what is too deep or too long, Jackson does not say where it is.
      JsonLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      throw new UnsupportedStateMachineException(
          "this is not valid JSON", location.getLineNr(), location.getColumnNr(), e);
    }
  }

  private record Reader(JsonParser parser, Map<String, String> substitutions) {
    Place read(List<String> path, JsonLocation location)
        throws IOException, UnsupportedStateMachineException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> readObject(path, location);
        case START_ARRAY -> readArray(path, location);
        case VALUE_STRING -> {
          Place unsubstituted =
              new Place(path, location, JsonNodeFactory.instance.textNode(parser.getText()));
          yield new Place(
              path, location, JsonNodeFactory.instance.textNode(substitute(unsubstituted)));
        }
        default -> new Place(path, location, SCALARS.readTree(parser));
      };
    }

    private Place readObject(List<String> path, JsonLocation location)
        throws IOException, UnsupportedStateMachineException {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      Place place = new Place(path, location, object);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonLocation nameLocation = parser.currentTokenLocation();
        parser.nextToken();
        Place field = read(join(path, name), nameLocation);
        if (SUBSTITUTION.matcher(name).find()) {
          throw field.problem("has a substitution in its name; only values can have one");
        }
        place.fields.put(name, field);
        object.set(name, field.value);
      }
      return place;
    }

    private Place readArray(List<String> path, JsonLocation location)
        throws IOException, UnsupportedStateMachineException {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      Place place = new Place(path, location, array);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        Place element =
            read(join(path, "[" + place.elements.size() + "]"), parser.currentTokenLocation());
        place.elements.add(element);
        array.add(element.value);
      }
      return place;
    }

    private static List<String> join(List<String> path, String last) {
      List<String> joined = new ArrayList<>(path);
      joined.add(last);
      return joined;
    }

    private String substitute(Place place) throws UnsupportedStateMachineException {
      StringBuilder result = new StringBuilder();
      Matcher matcher = SUBSTITUTION.matcher(place.value.textValue());
      while (matcher.find()) {
        String replacement = substitutions.get(matcher.group(1));
        if (replacement == null) {
          throw place.problem(
              "needs a value for ${%s}; there are values for %s"
                  .formatted(matcher.group(1), new TreeSet<>(substitutions.keySet())));
        }
        matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
      }
      return matcher.appendTail(result).toString();
    }
  }

  /** An error whose message says where this is, then the given predicate. */
  UnsupportedStateMachineException problem(String predicate) {
    return new UnsupportedStateMachineException(describe() + " " + predicate, line, column);
  }

  private String describe() {
    if (path.isEmpty()) {
      return "the state machine";
    }
    if (path.size() < 2 || !path.get(0).equals("States")) {
      return fieldName();
    }
    String state = "state \"" + path.get(1) + "\"";
    return path.size() == 2 ? state : state + ": " + fieldName();
  }

  /** The field inside its state, such as {@code Retry[0].MaxAttempts}. */
  String fieldName() {
    List<String> inside =
        path.size() > 2 && path.get(0).equals("States") ? path.subList(2, path.size()) : path;
    return String.join(".", inside).replace(".[", "[");
  }

  JsonNode value() {
    return value;
  }

  boolean isNull() {
    return value.isNull();
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The fields of an object; none of anything else. */
  Map<String, Place> fields() {
    return fields;
  }

  /** The elements of an array; none of anything else. */
  List<Place> elements() {
    return elements;
  }

  @Nullable Place optional(String name) {
    return fields.get(name);
  }

  Place required(String name) throws UnsupportedStateMachineException {
    Place field = fields.get(name);
    if (field == null) {
      throw problem("has no " + name);
    }
    return field;
  }

  Place asObject() throws UnsupportedStateMachineException {
    if (!value.isObject()) {
      throw wrongType("an object");
    }
    return this;
  }

  /** Checks that this is an object that has no other fields than these. */
  Place asObjectOf(String what, Collection<String> supported)
      throws UnsupportedStateMachineException {
    asObject();
    for (Map.Entry<String, Place> field : fields.entrySet()) {
      if (!supported.contains(field.getKey())) {
        throw field
            .getValue()
            .problem(
                "is not supported in %s; supported are %s"
                    .formatted(what, new TreeSet<>(supported)));
      }
    }
    return this;
  }

  List<Place> asNonEmptyArray() throws UnsupportedStateMachineException {
    if (!value.isArray() || elements.isEmpty()) {
      throw wrongType("an array with at least one element");
    }
    return elements;
  }

  String asText() throws UnsupportedStateMachineException {
    if (!value.isTextual()) {
      throw wrongType("a string");
    }
    return value.textValue();
  }

  String asOneOf(Set<String> supported) throws UnsupportedStateMachineException {
    String text = asText();
    if (!supported.contains(text)) {
      throw problem("is %s; supported are %s".formatted(value, new TreeSet<>(supported)));
    }
    return text;
  }

  boolean asBoolean() throws UnsupportedStateMachineException {
    if (!value.isBoolean()) {
      throw wrongType("true or false");
    }
    return value.booleanValue();
  }

  BigDecimal asNumber() throws UnsupportedStateMachineException {
    if (!value.isNumber()) {
      throw wrongType("a number");
    }
    return value.decimalValue();
  }

  int asInteger(int least, int greatest) throws UnsupportedStateMachineException {
    if (!value.isInt() || value.intValue() < least || value.intValue() > greatest) {
      throw wrongType("an integer from %d to %d".formatted(least, greatest));
    }
    return value.intValue();
  }

  private UnsupportedStateMachineException wrongType(String expected) {
    return problem(
        "must be %s, but is %s"
            .formatted(expected, value.isContainerNode() ? kind() : value.toString()));
  }

  private String kind() {
    return value.isObject() ? "an object" : value.isEmpty() ? "an empty array" : "an array";
  }
}
