package io.accesstriage.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Facts as a short text, the same for the same facts in any order: a hash for each kind that was
 * read, and the cause for each that was not, such as {@code 3d1f…,unread DENIED}. It answers
 * whether facts are known to have changed.
 */
public final class FactsFingerprint {
  private static final String UNREAD = "unread ";
  private static final int LENGTH = 32;

  private FactsFingerprint() {}

  public static String of(Facts facts) {
    return String.join(
        ",",
        part(facts.tags(), FactsFingerprint::sorted),
        part(facts.keyAliases(), FactsFingerprint::sorted),
        part(facts.account(), FactsFingerprint::account),
        part(facts.principalInOrganization(), BooleanNode::valueOf));
  }

  /** Whether a fact is another one, of those that both have read. */
  public static boolean differ(String one, String other) {
    String[] ones = one.split(",", -1);
    String[] others = other.split(",", -1);
    if (ones.length != others.length) {
      return false;
    }
    for (int i = 0; i < ones.length; i++) {
      boolean areRead = !ones[i].startsWith(UNREAD) && !others[i].startsWith(UNREAD);
      if (areRead && !ones[i].equals(others[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether all was read that this product reads of such a finding. */
  public static boolean isComplete(String fingerprint) {
    return Arrays.stream(fingerprint.split(",", -1))
        .noneMatch(
            part -> part.startsWith(UNREAD) && !part.equals(UNREAD + Fact.Cause.UNSUPPORTED));
  }

  private static JsonNode account(Account account) {
    ObjectNode json = Json.object().put("name", account.name()).put("ou", account.ou());
    if (account.path() != null) {
      json.put("path", account.path());
    }
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

  private static <T> String part(Fact<T> fact, Function<T, JsonNode> json) {
    if (fact instanceof Fact.Known<T> known) {
      return Json.sha256(json.apply(known.value())).substring(0, LENGTH);
    }
    if (fact instanceof Fact.Unread<T> unread) {
      return UNREAD + unread.cause();
    }
    throw new IllegalStateException("sealed: " + fact);
  }
}
