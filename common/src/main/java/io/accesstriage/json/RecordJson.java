package io.accesstriage.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record is its JSON: each component is a field of that name. Texts, flags, numbers, times, days,
 * constants, lists, maps and other records can be components; a record of one text is that text.
 * What is null is not written, and an absent field is null where it may be; else an absent list or
 * map is empty, and what else is absent is an error ({@link IfAbsent} says otherwise). Errors are
 * those of {@link Fields}. Thread-safe.
 */
public final class RecordJson {
  /** Between the steps of a state machine, and for programs. */
  public static final RecordJson STATE = new RecordJson(DateTimeFormatter.ISO_INSTANT, true);

  /** What a time, a number or a constant has, with what stands around it. */
  private static final int MOST_OF_PLAIN = 50;

  /** That a character has, escaped. */
  private static final int BYTES_EACH = 6;

  private final DateTimeFormatter times;

  /**
   * Whether constants are written by their {@link Labeled#label}, where they have one, and texts
   * that have to be there are not empty ({@link MayBeEmpty} says otherwise).
   */
  private final boolean isState;

  private RecordJson(DateTimeFormatter times, boolean isState) {
    this.times = times;
    this.isState = isState;
  }

  /**
   * For what is kept: constants by name, texts as they are.
   *
   * @param times how they are written
   */
  public static RecordJson kept(DateTimeFormatter times) {
    return new RecordJson(times, false);
  }

  public ObjectNode write(Record value) {
    ObjectNode json = Json.object();
    RecordShape shape = RecordShape.of(value.getClass());
    for (RecordShape.Part part : shape.parts()) {
      Object field = shape.value(part, value);
      if (part.isWritten(field)) {
        json.set(part.name(), field == null ? NullNode.getInstance() : writeValue(field));
      }
    }
    return json;
  }

  /**
   * More bytes than the record's JSON has, found in a fraction of the time that writing it takes.
   */
  public long mostBytes(Record value) {
    long bytes = 2;
    RecordShape shape = RecordShape.of(value.getClass());
    for (RecordShape.Part part : shape.parts()) {
      bytes += MOST_OF_PLAIN + (long) BYTES_EACH * part.name().length();
      Object field = shape.value(part, value);
      if (field != null) {
        bytes += mostOf(field);
      }
    }
    return bytes;
  }

  private long mostOf(Object value) {
    if (value instanceof String text) {
      return MOST_OF_PLAIN + (long) BYTES_EACH * text.length();
    }
    long bytes = MOST_OF_PLAIN;
    if (value instanceof List<?> list) {
      for (Object element : list) {
        bytes += mostOf(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += mostOf(entry.getKey()) + mostOf(entry.getValue());
      }
    } else if (value instanceof Record record) {
      bytes += mostBytes(record);
    }
    return bytes;
  }

  private JsonNode writeValue(Object value) {
    if (value instanceof String text) {
      return TextNode.valueOf(text);
    }
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof Integer number) {
      return IntNode.valueOf(number);
    }
    if (value instanceof Instant time) {
      return TextNode.valueOf(times.format(time));
    }
    if (value instanceof Labeled constant && isState) {
      return TextNode.valueOf(constant.label());
    }
    if (value instanceof Enum<?> constant) {
      return TextNode.valueOf(constant.name());
    }
    if (value instanceof LocalDate day) {
      return TextNode.valueOf(day.toString());
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      list.forEach(element -> array.add(writeValue(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = Json.object();
      new TreeMap<>(map)
          .forEach(
              (key, each) ->
                  object.set(
                      key instanceof Enum<?> constant ? constant.name() : (String) key,
                      writeValue(each)));
      return object;
    }
    RecordShape shape = RecordShape.of(value.getClass());
    return shape.isText()
        ? TextNode.valueOf((String) shape.value(shape.parts().get(0), value))
        : write((Record) value);
  }

  /**
   * @throws MalformedInput where a field is missing or of a wrong type
   */
  public <T extends Record> T read(Class<T> type, Fields json) {
    RecordShape shape = RecordShape.of(type);
    return type.cast(
        shape.make(
            shape.parts().stream()
                .filter(RecordShape.Part::isRead)
                .map(part -> read(part, json))
                .toArray(Object[]::new)));
  }

  private @Nullable Object read(RecordShape.Part part, Fields json) {
    if (isState && part.isFilled()) {
      json.text(part.name());
    }
    Optional<?> value = readValue(part.type(), json, part.name());
    if (value.isPresent()) {
      return value.get();
    }
    if (part.isNullable()) {
      return null;
    }
    if (part.ifAbsent() != null) {
      return part.ifAbsent();
    }
    Class<?> type = RecordShape.raw(part.type());
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    throw json.missing(part.name());
  }

  private Optional<?> readValue(Type type, Fields json, String name) {
    Class<?> raw = RecordShape.raw(type);
    if (raw == String.class) {
      return json.optionalText(name);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return json.optionalFlag(name);
    }
    if (raw == int.class || raw == Integer.class) {
      return json.optionalNumber(name);
    }
    if (raw == Instant.class) {
      return json.optionalTime(name);
    }
    if (raw == LocalDate.class) {
      return json.optionalText(name).map(text -> day(text, json, name));
    }
    if (raw.isEnum()) {
      return json.constantOf(name, raw);
    }
    if (raw == Map.class) {
      return json.optionalObject(name).map(map -> readMap((ParameterizedType) type, map));
    }
    if (raw == List.class) {
      Class<?> element = RecordShape.raw(((ParameterizedType) type).getActualTypeArguments()[0]);
      if (element == String.class) {
        return json.optionalTexts(name);
      }
      return json.has(name)
          ? Optional.of(json.objects(name, each -> read(element.asSubclass(Record.class), each)))
          : Optional.empty();
    }
    RecordShape shape = RecordShape.of(raw);
    return shape.isText()
        ? json.optionalText(name).map(shape::make)
        : json.optionalObject(name).map(each -> read(raw.asSubclass(Record.class), each));
  }

  /** What this version cannot name is left out where keys are constants. */
  private Map<?, ?> readMap(ParameterizedType type, Fields json) {
    Class<?> keys = RecordShape.raw(type.getActualTypeArguments()[0]);
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : json.node().properties()) {
      String name = field.getKey();
      Optional<?> key = keys == String.class ? Optional.of(name) : RecordShape.constant(keys, name);
      key.ifPresent(
          found ->
              map.put(
                  found,
                  readValue(type.getActualTypeArguments()[1], json, name)
                      .orElseThrow(() -> json.missing(name))));
    }
    return map;
  }

  private static LocalDate day(String text, Fields json, String name) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedInput("%s: expected a day such as 2026-01-31".formatted(json.at(name)), e);
    }
  }
}
