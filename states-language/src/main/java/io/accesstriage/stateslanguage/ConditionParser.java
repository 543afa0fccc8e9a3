package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Reads the conditions of a Choice's rules. As in Step Functions, a value of another type than the
 * operator's makes a comparison false, and And and Or stop at the first condition that decides
 * them, so that an IsPresent can guard what follows.
 */
final class ConditionParser {
  private static final Set<String> COMBINATIONS = Set.of("And", "Or", "Not");

  private static final Map<String, Operator> OPERATORS =
      Map.ofEntries(
          Map.entry("IsPresent", ConditionParser::isPresent),
          Map.entry("IsNull", ConditionParser::isNull),
          Map.entry("IsString", ConditionParser::isString),
          Map.entry("StringEquals", ConditionParser::stringEquals),
          Map.entry("StringMatches", ConditionParser::stringMatches),
          Map.entry("BooleanEquals", ConditionParser::booleanEquals),
          Map.entry(
              "NumericEquals",
              (variable, operand) -> numeric(variable, operand, order -> order == 0)),
          Map.entry(
              "NumericLessThan",
              (variable, operand) -> numeric(variable, operand, order -> order < 0)),
          Map.entry(
              "NumericLessThanEquals",
              (variable, operand) -> numeric(variable, operand, order -> order <= 0)),
          Map.entry(
              "NumericGreaterThan",
              (variable, operand) -> numeric(variable, operand, order -> order > 0)),
          Map.entry(
              "NumericGreaterThanEquals",
              (variable, operand) -> numeric(variable, operand, order -> order >= 0)));

  @FunctionalInterface
  private interface Operator {
    Condition on(ReferencePath variable, Place operand) throws UnsupportedStateMachineException;
  }

  @FunctionalInterface
  private interface Test {
    boolean of(JsonNode value);
  }

  private ConditionParser() {}

  /**
   * Reads a condition.
   *
   * @param besides fields that the rule has besides its condition
   */
  static Condition parse(Place rule, Set<String> besides) throws UnsupportedStateMachineException {
    Set<String> supported = new TreeSet<>(besides);
    supported.addAll(COMBINATIONS);
    supported.addAll(OPERATORS.keySet());
    supported.add("Variable");
    rule.asObjectOf("a Choice rule", supported);
    Set<String> conditions = new LinkedHashSet<>(rule.fields().keySet());
    conditions.removeAll(besides);
    conditions.remove("Variable");
    if (conditions.size() != 1) {
      throw rule.problem("must have exactly one condition, but has " + conditions);
    }
    String name = conditions.iterator().next();
    Place operand = rule.required(name);
    Operator operator = OPERATORS.get(name);
    if (operator != null) {
      return operator.on(PathParser.reference(rule.required("Variable")), operand);
    }
    if (rule.has("Variable")) {
      throw rule.required("Variable").problem("does not go with " + name);
    }
    return switch (name) {
      case "Not" -> not(parse(operand, Set.of()));
      case "And" -> firstThatIs(false, all(operand));
      case "Or" -> firstThatIs(true, all(operand));
      default -> throw new IllegalStateException("No condition is named " + name);
    };
  }

  private static List<Condition> all(Place array) throws UnsupportedStateMachineException {
    List<Condition> conditions = new ArrayList<>();
    for (Place element : array.asNonEmptyArray()) {
      conditions.add(parse(element, Set.of()));
    }
    return conditions;
  }

  private static Condition not(Condition condition) {
    return (data, context) -> !condition.holds(data, context);
  }

  /** The value if one of the conditions has it, else its opposite. */
  private static Condition firstThatIs(boolean value, List<Condition> conditions) {
    return (data, context) -> {
      for (Condition condition : conditions) {
        if (condition.holds(data, context) == value) {
          return value;
        }
      }
      return !value;
    };
  }

  private static Condition compare(ReferencePath variable, Test test) {
    return (data, context) -> test.of(variable.select(data, context));
  }

  private static Condition isPresent(ReferencePath variable, Place operand)
      throws UnsupportedStateMachineException {
    boolean expected = operand.asBoolean();
    return (data, context) -> variable.find(data, context).isPresent() == expected;
  }

  private static Condition isNull(ReferencePath variable, Place operand)
      throws UnsupportedStateMachineException {
    boolean expected = operand.asBoolean();
    return compare(variable, value -> value.isNull() == expected);
  }

  private static Condition isString(ReferencePath variable, Place operand)
      throws UnsupportedStateMachineException {
    boolean expected = operand.asBoolean();
    return compare(variable, value -> value.isTextual() == expected);
  }

  private static Condition stringEquals(ReferencePath variable, Place operand)
      throws UnsupportedStateMachineException {
    String expected = operand.asText();
    return compare(variable, value -> value.isTextual() && value.textValue().equals(expected));
  }

  private static Condition stringMatches(ReferencePath variable, Place operand)
      throws UnsupportedStateMachineException {
    Optional<StringPattern> parsed = StringPattern.parse(operand.asText());
    if (parsed.isEmpty()) {
      throw operand.problem(
          "has a backslash before something other than * and \\: " + operand.asText());
    }
    StringPattern pattern = parsed.get();
    return compare(variable, value -> value.isTextual() && pattern.matches(value.textValue()));
  }

  private static Condition booleanEquals(ReferencePath variable, Place operand)
      throws UnsupportedStateMachineException {
    boolean expected = operand.asBoolean();
    return compare(variable, value -> value.isBoolean() && value.booleanValue() == expected);
  }

  private static Condition numeric(ReferencePath variable, Place operand, IntPredicate order)
      throws UnsupportedStateMachineException {
    BigDecimal expected = operand.asNumber();
    return compare(
        variable,
        value -> value.isNumber() && order.test(value.decimalValue().compareTo(expected)));
  }
}
