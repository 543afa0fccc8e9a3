package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An archive rule of Access Analyzer: it archives a finding that meets every criterion.
 *
 * @param criteria by filter key, such as resourceType or condition.aws:PrincipalOrgID
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html">Filter
 *     keys</a>
 */
record BuiltInRule(String name, Map<String, List<Criterion>> criteria) {
  BuiltInRule {
    criteria = Map.copyOf(criteria);
  }

  /**
   * Reads an element of {@code archiveRules}, as {@code aws accessanalyzer list-archive-rules}
   * prints it.
   */
  static BuiltInRule read(Fields json) {
    Fields filter = json.object("filter");
    Map<String, List<Criterion>> criteria = new LinkedHashMap<>();
    filter
        .node()
        .fieldNames()
        .forEachRemaining(key -> criteria.put(key, Criterion.read(filter.object(key))));
    return new BuiltInRule(json.text("ruleName"), criteria);
  }

  /** One operator of a criterion with its values. */
  sealed interface Criterion {
    /** Any of the values, or with {@code negated} none of them. */
    record Equal(List<String> values, boolean negated) implements Criterion {}

    /** Any of the values is part of it. */
    record Contains(List<String> values) implements Criterion {}

    /** There is such a value at all, or there is none. */
    record Exists(boolean expected) implements Criterion {}

    private static List<Criterion> read(Fields json) {
      List<Criterion> operators = new ArrayList<>();
      for (Map.Entry<String, JsonNode> operator : json.node().properties()) {
        operators.add(
            switch (operator.getKey()) {
              case "eq" -> new Equal(values(json, "eq"), false);
              case "neq" -> new Equal(values(json, "neq"), true);
              case "contains" -> new Contains(values(json, "contains"));
              case "exists" ->
                  new Exists(json.optionalFlag("exists").orElseThrow(() -> json.missing("exists")));
              default ->
                  throw new MalformedInput(
                      "%s: expected eq, neq, contains or exists"
                          .formatted(json.at(operator.getKey())));
            });
      }
      return operators;
    }

    private static List<String> values(Fields json, String operator) {
      List<String> values = json.texts(operator);
      if (values.isEmpty()) {
        throw new MalformedInput("%s: expected at least one value".formatted(json.at(operator)));
      }
      return values;
    }
  }
}
