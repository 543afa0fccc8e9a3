package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
   * Reads a rule.
   *
   * @throws MalformedInput where a field is missing or of another type, or an operator is not known
   */
  static BuiltInRule read(Fields json, RuleNotation notation) {
    String name = json.text(notation.ruleName);
    Map<String, List<Criterion>> criteria = new LinkedHashMap<>();
    if (notation.listsCriteria() && json.node().path(notation.filter).isArray()) {
      for (Fields entry : json.objects(notation.filter, fields -> fields)) {
        criteria
            .computeIfAbsent(entry.text(notation.filterKey), key -> new ArrayList<>())
            .addAll(Criterion.read(entry, notation));
      }
    } else {
      Fields filter = json.object(notation.filter);
      filter
          .node()
          .fieldNames()
          .forEachRemaining(key -> criteria.put(key, Criterion.read(filter.object(key), notation)));
    }
    return new BuiltInRule(name, criteria);
  }

  /** One operator of a criterion with its values. */
  sealed interface Criterion {
    /** Any of the values, or with {@code negated} none of them. */
    record Equal(List<String> values, boolean negated) implements Criterion {}

    /** Any of the values is part of it. */
    record Contains(List<String> values) implements Criterion {}

    /** There is such a value at all, or there is none. */
    record Exists(boolean expected) implements Criterion {}

    /**
     * An operator that is null is absent: programs write all four of them. So is PowerShell's
     * "exists" where it is false beside another one, with which nothing could meet it.
     */
    private static List<Criterion> read(Fields json, RuleNotation notation) {
      List<Criterion> operators = new ArrayList<>();
      for (Map.Entry<String, JsonNode> operator : json.node().properties()) {
        String name = operator.getKey();
        if (!name.equals(notation.filterKey) && !notation.isAbsent(operator.getValue())) {
          operators.add(read(json, name));
        }
      }
      if (notation == RuleNotation.POWERSHELL && operators.size() > 1) {
        operators.remove(new Exists(false));
      }
      return operators;
    }

    private static Criterion read(Fields json, String operator) {
      return switch (operator.toLowerCase(Locale.ROOT)) {
        case "eq" -> new Equal(values(json, operator), false);
        case "neq" -> new Equal(values(json, operator), true);
        case "contains" -> new Contains(values(json, operator));
        case "exists" -> new Exists(flag(json, operator));
        default ->
            throw new MalformedInput(
                "%s: expected eq, neq, contains or exists".formatted(json.at(operator)));
      };
    }

    private static List<String> values(Fields json, String operator) {
      List<String> values = json.texts(operator);
      if (values.isEmpty()) {
        throw new MalformedInput("%s: expected at least one value".formatted(json.at(operator)));
      }
      return values;
    }

    /** Terraform writes a text, and CloudFormation accepts one. */
    private static boolean flag(Fields json, String operator) {
      return switch (json.node().path(operator).asText()) {
        case "true" -> true;
        case "false" -> false;
        default -> json.optionalFlag(operator).orElseThrow(() -> json.missing(operator));
      };
    }
  }
}
