package io.accesstriage.facts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Facts as JSON: each has a status, FOUND or NONE with its values, or the cause with a reason. An
 * absent fact is an error, never "none".
 */
public final class FactsJson {
  private FactsJson() {}

  public static ObjectNode write(Facts facts) {
    ObjectNode json = Json.object();
    write(
        json.putObject("tags"),
        facts.tags(),
        Map::isEmpty,
        (tags, fact) -> fact.set("values", Json.object(tags)));
    write(
        json.putObject("keyAliases"),
        facts.keyAliases(),
        List::isEmpty,
        (aliases, fact) -> {
          ArrayNode values = fact.putArray("values");
          aliases.forEach(values::add);
        });
    return json;
  }

  public static Facts read(Fields json) {
    return new Facts(
        read(json.object("tags"), fact -> fact.textMap("values"), Map.of()),
        read(json.object("keyAliases"), fact -> fact.texts("values"), List.of()));
  }

  private static <T> void write(
      ObjectNode json,
      Fact<T> fact,
      Function<T, Boolean> isEmpty,
      BiConsumer<T, ObjectNode> values) {
    if (fact instanceof Fact.Known<T> known) {
      json.put("status", isEmpty.apply(known.value()) ? "NONE" : "FOUND");
      values.accept(known.value(), json);
    } else if (fact instanceof Fact.Unread<T> unread) {
      json.put("status", unread.cause().name());
      json.put("reason", unread.reason());
    }
  }

  private static <T> Fact<T> read(Fields json, Function<Fields, T> values, T none) {
    String status = json.text("status");
    return switch (status) {
      case "FOUND" -> {
        if (!json.has("values")) {
          throw json.missing("values");
        }
        yield Fact.known(values.apply(json));
      }
      case "NONE" -> Fact.known(none);
      case "DENIED", "UNSUPPORTED", "FAILED" ->
          Fact.unread(
              Fact.Cause.valueOf(status), json.optionalText("reason").orElse("no reason given"));
      default ->
          throw new MalformedInput(
              "%s: expected FOUND, NONE, DENIED, UNSUPPORTED or FAILED, found %s"
                  .formatted(json.at("status"), SafeText.quoted(status, 60)));
    };
  }
}
