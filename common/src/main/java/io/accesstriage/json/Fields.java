package io.accesstriage.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.text.SafeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, read field by field. A missing required field and a value of a wrong type are a
 * {@link MalformedInput} that names the field; unknown fields are ignored; {@code null} is absent.
 */
public final class Fields {
  private static final Pattern DATE_AND_SPACE = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) ");

  /** ISO 8601, with an offset that may lack its colon. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOptional(DateTimeFormatter.ofPattern("XXXXX", Locale.ROOT))
          .appendOptional(DateTimeFormatter.ofPattern("XX", Locale.ROOT))
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withChronology(IsoChronology.INSTANCE);

  private final JsonNode node;
  private final String path;

  private Fields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** The fields of a value that has to be an object; {@code path} names it in error messages. */
  public static Fields of(JsonNode node, String path) {
    if (!node.isObject()) {
      throw wrong(path, "a JSON object", node);
    }
    return new Fields(node, path);
  }

  /** The object itself. */
  public JsonNode node() {
    return node;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** A required text that is not empty. */
  public String text(String name) {
    String text = optionalText(name).orElseThrow(() -> missing(name));
    if (text.isEmpty()) {
      throw new MalformedInput(at(name) + " is empty; expected a text");
    }
    return text;
  }

  public Optional<String> optionalText(String name) {
    return read(name, "a text", JsonNode::isTextual, JsonNode::textValue);
  }

  public Optional<Boolean> optionalFlag(String name) {
    return read(name, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
  }

  public int number(String name) {
    return optionalNumber(name).orElseThrow(() -> missing(name));
  }

  public Optional<Integer> optionalNumber(String name) {
    return read(
        name,
        "a whole number",
        value -> value.canConvertToInt() && value.canConvertToExactIntegral(),
        JsonNode::intValue);
  }

  /**
   * A required time in ISO 8601, UTC or with an offset, with up to nanoseconds. Between date and
   * time there may be a space, as Python's {@code str} writes it.
   */
  public Instant time(String name) {
    return optionalTime(name).orElseThrow(() -> missing(name));
  }

  public Optional<Instant> optionalTime(String name) {
    return optionalText(name)
        .map(
            text -> {
              Optional<Instant> usual = IsoTime.of(text);
              if (usual.isPresent()) {
                return usual.get();
              }
              try {
                return OffsetDateTime.parse(DATE_AND_SPACE.matcher(text).replaceFirst("$1T"), TIME)
                    .toInstant();
              } catch (DateTimeException e) {
                throw new MalformedInput(
                    "%s: expected a time such as 2026-01-31T12:00:00Z, found %s"
                        .formatted(at(name), SafeText.quoted(text, 60)),
                    e);
              }
            });
  }

  /** A required name of a constant, in any case. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    return optionalConstant(name, type).orElseThrow(() -> missing(name));
  }

  public <E extends Enum<E>> Optional<E> optionalConstant(String name, Class<E> type) {
    return constantOf(name, type).map(type::cast);
  }

  /** A constant of an enum, by its name in any case or its label. */
  Optional<Object> constantOf(String name, Class<?> type) {
    return optionalText(name).map(text -> constant(text, name, type));
  }

  private Object constant(String text, String name, Class<?> type) {
    Object unknown = null;
    for (Object constant : type.getEnumConstants()) {
      String known = ((Enum<?>) constant).name();
      boolean isLabeled = constant instanceof Labeled;
      if (known.equalsIgnoreCase(text)
          || (isLabeled && ((Labeled) constant).label().equals(text))) {
        return constant;
      }
      unknown = isLabeled && known.equals(Labeled.UNKNOWN) ? constant : unknown;
    }
    if (unknown != null) {
      return unknown;
    }
    throw new MalformedInput(
        "%s: expected one of %s, found %s"
            .formatted(at(name), List.of(type.getEnumConstants()), SafeText.quoted(text, 60)));
  }

  public Fields object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  public Optional<Fields> optionalObject(String name) {
    JsonNode value = get(name);
    return value == null ? Optional.empty() : Optional.of(of(value, at(name)));
  }

  /** The objects of a list; an absent list is empty. */
  public <T> List<T> objects(String name, Function<Fields, T> read) {
    return elements(name).stream().map(e -> read.apply(of(e.node, e.path))).toList();
  }

  public List<String> texts(String name) {
    return optionalTexts(name).orElse(List.of());
  }

  public Optional<List<String>> optionalTexts(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(name, value)) {
      if (!element.isTextual()) {
        throw wrong(at(name, texts.size()), "a text", element);
      }
      texts.add(element.textValue());
    }
    return Optional.of(List.copyOf(texts));
  }

  /** An object whose values are all texts, in the file's order; empty where it is absent. */
  public Map<String, String> textMap(String name) {
    return optionalTextMap(name).orElse(Map.of());
  }

  public Optional<Map<String, String>> optionalTextMap(String name) {
    return optionalObject(name)
        .map(
            fields -> {
              Map<String, String> map = new LinkedHashMap<>();
              for (Map.Entry<String, JsonNode> field : fields.node.properties()) {
                if (!field.getValue().isTextual()) {
                  throw wrong(fields.at(field.getKey()), "a text", field.getValue());
                }
                map.put(field.getKey(), field.getValue().textValue());
              }
              return map;
            });
  }

  /** The error of a required field that is absent. */
  public MalformedInput missing(String name) {
    return new MalformedInput(at(name) + " is missing");
  }

  /** The object's place in the input, for error messages. */
  public String path() {
    return path;
  }

  /** The field's place in the input, for error messages. */
  public String at(String name) {
    return path + "." + SafeText.line(name, 60);
  }

  private List<Fields> elements(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    List<Fields> elements = new ArrayList<>();
    for (JsonNode element : list(name, value)) {
      elements.add(new Fields(element, at(name, elements.size())));
    }
    return elements;
  }

  private JsonNode list(String name, JsonNode value) {
    if (!value.isArray()) {
      throw wrong(at(name), "a list", value);
    }
    return value;
  }

  private String at(String name, int element) {
    return at(name) + "[" + element + "]";
  }

  private <T> Optional<T> read(
      String name,
      String expected,
      java.util.function.Predicate<JsonNode> fits,
      Function<JsonNode, T> read) {
    JsonNode value = get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!fits.test(value)) {
      throw wrong(at(name), expected, value);
    }
    return Optional.of(read.apply(value));
  }

  private @Nullable JsonNode get(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static MalformedInput wrong(String at, String expected, JsonNode found) {
    String kind =
        switch (found.getNodeType()) {
          case OBJECT -> "an object";
          case ARRAY -> "a list";
          case STRING -> SafeText.quoted(found.textValue(), 60);
          case BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO -> SafeText.line(found.asText(), 60);
        };
    return new MalformedInput("%s: expected %s, found %s".formatted(at, expected, kind));
  }
}
