package io.accesstriage.facts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Facts as JSON: each has a status, FOUND or NONE with its values, or the cause with a reason. An
 * absent fact is never "none": of the resource it is an error, of accounts it is unread.
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
        (aliases, fact) -> fact.set("values", Json.array(aliases)));
    write(
        json.putObject("account"),
        facts.account(),
        account -> false,
        (account, fact) -> fact.set("values", RecordJson.STATE.write(account)));
    write(
        json.putObject("principalInOrganization"),
        facts.principalInOrganization(),
        inOrganization -> false,
        (inOrganization, fact) -> fact.put("values", inOrganization));
    return json;
  }

  public static Facts read(Fields json) {
    return new Facts(
        read(json.object("tags"), fact -> fact.textMap("values"), Map.of()),
        read(json.object("keyAliases"), fact -> fact.texts("values"), List.of()),
        readIfTold(
            json, "account", fact -> RecordJson.STATE.read(Account.class, fact.object("values"))),
        readIfTold(json, "principalInOrganization", FactsJson::flag));
  }

  /** An execution that an earlier version of this product began is not lost for want of a fact. */
  private static <T> Fact<T> readIfTold(Fields json, String name, Function<Fields, T> values) {
    return json.optionalObject(name)
        .map(fact -> read(fact, values, null))
        .orElseGet(
            () ->
                Fact.unread(
                    Fact.Cause.FAILED,
                    json.at(name) + " is missing; an earlier version left it out."));
  }

  private static boolean flag(Fields fact) {
    return fact.optionalFlag("values").orElseThrow(() -> fact.missing("values"));
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
      if (unread.isGone()) {
        json.put("gone", true);
      }
    }
  }

  /**
   * @param none what there being none means; null where there always is one
   */
  private static <T> Fact<T> read(Fields json, Function<Fields, T> values, @Nullable T none) {
    String status = json.text("status");
    return switch (status) {
      case "FOUND" -> {
        if (!json.has("values")) {
          throw json.missing("values");
        }
        yield Fact.known(values.apply(json));
      }
      case "NONE" -> {
        if (none == null) {
          throw new MalformedInput(json.at("status") + ": NONE cannot be of what there always is");
        }
        yield Fact.known(none);
      }
      case "DENIED", "NO_ROLE", "UNSUPPORTED", "FAILED" ->
          new Fact.Unread<>(
              Fact.Cause.valueOf(status),
              json.optionalText("reason").orElse("no reason given"),
              json.optionalFlag("gone").orElse(false));
      default ->
          throw new MalformedInput(
              "%s: expected FOUND, NONE, DENIED, NO_ROLE, UNSUPPORTED or FAILED, found %s"
                  .formatted(json.at("status"), SafeText.quoted(status, 60)));
    };
  }
}
