package io.accesstriage.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.json.Json;
import io.accesstriage.json.Labeled;
import io.accesstriage.json.RecordShape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Some fields of a record, written in a YAML file, as the JSON that {@link
 * io.accesstriage.json.RecordJson} reads. What does not fit is noted in the file and left out;
 * {@code null} stays where the record may have it.
 */
public final class YamlRecord {
  private final Class<? extends Record> type;
  private final Collection<String> omitted;
  private final Map<String, String> required;
  private final Collection<String> filled;

  /**
   * @param omitted fields of the record that the file cannot have
   * @param required path of a field, such as {@code principal.value}, to what is to be said where
   *     it is missing
   * @param filled paths of what is neither null nor empty, though the record could have it
   */
  public YamlRecord(
      Class<? extends Record> type,
      Collection<String> omitted,
      Map<String, String> required,
      Collection<String> filled) {
    this.type = type;
    this.omitted = List.copyOf(omitted);
    this.required = Map.copyOf(required);
    this.filled = Set.copyOf(filled);
  }

  /**
   * @param others fields of the mapping that are none of the record's
   */
  public ObjectNode read(YamlMap map, Collection<String> others) {
    List<RecordShape.Part> parts =
        parts(type).filter(part -> !omitted.contains(part.name())).toList();
    map.allowOnly(
        Stream.concat(others.stream(), parts.stream().map(RecordShape.Part::name)).toList());
    return read(map, parts, "");
  }

  private static Stream<RecordShape.Part> parts(Class<?> record) {
    return RecordShape.of(record).parts().stream().filter(RecordShape.Part::isRead);
  }

  private ObjectNode record(YamlMap map, Class<?> record, String path) {
    // What follows from the rest is allowed, since the record's JSON has it, and not read.
    map.allowOnly(RecordShape.of(record).parts().stream().map(RecordShape.Part::name).toList());
    return read(map, parts(record).toList(), path + ".");
  }

  private ObjectNode read(YamlMap map, List<RecordShape.Part> parts, String path) {
    ObjectNode json = Json.object();
    for (RecordShape.Part part : parts) {
      String name = part.name();
      String why = required.get(path + name);
      if (why != null) {
        map.require(name, why);
      }
      if (map.isNull(name) && part.isNullable() && !filled.contains(path + name)) {
        json.set(name, NullNode.getInstance());
      } else if (map.has(name)) {
        value(map, part, path + name).ifPresent(value -> json.set(name, value));
      }
      if (why != null && !json.has(name)) {
        // The mistake is noted; the rest stays readable.
        json.put(name, "");
      }
    }
    return json;
  }

  private Optional<? extends JsonNode> value(YamlMap map, RecordShape.Part part, String path) {
    String name = part.name();
    Class<?> raw = RecordShape.raw(part.type());
    if (part.isText()) {
      return map.text(name)
          .filter(text -> !text.value().isEmpty() || mayBeEmpty(part, path, text))
          .map(text -> TextNode.valueOf(text.value()));
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return map.flag(name).map(BooleanNode::valueOf);
    }
    if (raw == int.class || raw == Integer.class) {
      return map.number(name).map(IntNode::valueOf);
    }
    if (raw == Instant.class) {
      return map.text(name)
          .flatMap(YamlRecord::time)
          .map(time -> TextNode.valueOf(time.toString()));
    }
    if (raw.isEnum()) {
      return map.text(name).filter(text -> isOneOf(names(raw), text)).map(YamlRecord::json);
    }
    if (raw == Map.class) {
      return map.map(name).map(texts -> Json.object(texts.textMap()));
    }
    return raw == List.class
        ? Optional.of(list(map, part, path))
        : map.map(name).map(each -> record(each, raw, path));
  }

  /** A text in a list of records is short for one with that text first. */
  private ArrayNode list(YamlMap map, RecordShape.Part part, String path) {
    Type element = ((ParameterizedType) part.type()).getActualTypeArguments()[0];
    Class<?> raw = RecordShape.raw(element);
    List<? extends JsonNode> values =
        raw == String.class
            ? map.textList(part.name()).stream().map(YamlRecord::json).toList()
            : map.<JsonNode>list(
                part.name(),
                text -> Json.object().set(RecordShape.of(raw).parts().get(0).name(), json(text)),
                each -> record(each, raw, path));
    return JsonNodeFactory.instance.arrayNode().addAll(values);
  }

  private boolean mayBeEmpty(RecordShape.Part part, String path, YamlText text) {
    boolean mayBeEmpty = !part.isRequired() && !filled.contains(path);
    if (!mayBeEmpty) {
      text.problem("\"%s\" is empty".formatted(part.name()));
    }
    return mayBeEmpty;
  }

  private static TextNode json(YamlText text) {
    return TextNode.valueOf(text.value());
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(
            constant ->
                constant instanceof Labeled labeled ? labeled.label() : ((Enum<?>) constant).name())
        .toList();
  }

  /** Whether it is; else that is noted in the file. */
  public static boolean isOneOf(List<String> expected, YamlText text) {
    boolean isOne = expected.contains(text.value());
    if (!isOne) {
      text.problem(
          "expected %s, found \"%s\""
              .formatted(
                  expected.size() == 2
                      ? String.join(" or ", expected)
                      : "one of " + String.join(", ", expected),
                  text.value()));
    }
    return isOne;
  }

  /** A time, or a date that stands for its first moment in UTC. */
  public static Optional<Instant> time(YamlText text) {
    try {
      return Optional.of(
          text.value().contains("T")
              ? OffsetDateTime.parse(text.value()).toInstant()
              : LocalDate.parse(text.value()).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      text.problem(
          "expected a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z, found \"%s\""
              .formatted(text.value()));
      return Optional.empty();
    }
  }
}
