package io.accesstriage.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A hash of facts, the same for the same facts in any order. A fact that was not read counts by its
 * cause, so that it equals none that was read.
 */
public final class FactsFingerprint {
  private FactsFingerprint() {}

  public static String of(Facts facts) {
    ObjectNode json = Json.object();
    json.set("tags", value(facts.tags(), FactsFingerprint::sorted));
    json.set("keyAliases", value(facts.keyAliases(), FactsFingerprint::sorted));
    json.set("account", value(facts.account(), FactsFingerprint::account));
    json.set("inOrganization", value(facts.principalInOrganization(), BooleanNode::valueOf));
    return Json.sha256(json);
  }

  private static JsonNode account(Account account) {
    ObjectNode json = Json.object().put("name", account.name()).put("ou", account.ou());
    json.set("tags", sorted(account.tags()));
    return json;
  }

  private static JsonNode sorted(Map<String, String> texts) {
    return Json.object(new TreeMap<>(texts));
  }

  private static JsonNode sorted(List<String> texts) {
    ArrayNode array = Json.object().arrayNode();
    texts.stream().sorted().distinct().forEach(array::add);
    return array;
  }

  private static <T> JsonNode value(Fact<T> fact, Function<T, JsonNode> json) {
    if (fact instanceof Fact.Known<T> known) {
      return json.apply(known.value());
    }
    if (fact instanceof Fact.Unread<T> unread) {
      return TextNode.valueOf("unread: " + unread.cause());
    }
    throw new IllegalStateException("sealed: " + fact);
  }
}
