package io.accesstriage.rules.testing;

import io.accesstriage.decision.Decision;
import io.accesstriage.rules.Checked;
import io.accesstriage.rules.Truth;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a rules file its tests exercise: whether each rule and each risk factor was seen both
 * applying and not, and each part of their conditions both true and false. Parts are seen for
 * themselves, also where another one decided.
 *
 * @param items in the file's order
 */
public record RuleCoverage(List<Item> items) {
  public RuleCoverage {
    items = List.copyOf(items);
  }

  /**
   * Something that has two sides.
   *
   * @param of the id of the rule or the factor
   * @param what kind of thing it is
   * @param expression the part of the condition; empty where the whole is meant
   */
  public record Item(String of, Kind what, String expression, boolean seen, boolean seenNot) {
    boolean isCovered() {
      return seen && seenNot;
    }

    /** What no case shows, for a person. */
    String missing() {
      String one = expression.isEmpty() ? "applies" : "is true";
      String other = expression.isEmpty() ? "does not apply" : "is false";
      return "%s: %sno case in which it %s"
          .formatted(
              of,
              expression.isEmpty() ? "" : expression + ": ",
              seen ? other : seenNot ? one : one + ", none in which it " + other);
    }
  }

  /** The kinds of things that have two sides. */
  public enum Kind {
    RULE("rules"),
    FACTOR("risk factors"),
    CONDITION("conditions");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }
  }

  /**
   * @param file the rules for any finding: what there is to be seen
   * @param cases the rules for the finding of each case
   */
  static RuleCoverage of(Checked file, List<Checked> cases) {
    Map<Key, Set<Truth>> seen = new LinkedHashMap<>();
    truths(file).keySet().forEach(key -> seen.put(key, EnumSet.noneOf(Truth.class)));
    for (Checked checked : cases) {
      truths(checked).forEach((key, truth) -> seen.get(key).add(truth));
    }
    return new RuleCoverage(
        seen.entrySet().stream()
            .map(
                entry ->
                    new Item(
                        entry.getKey().of,
                        entry.getKey().what,
                        entry.getKey().expression,
                        entry.getValue().contains(Truth.TRUE),
                        entry.getValue().contains(Truth.FALSE)))
            .toList());
  }

  private record Key(String of, Kind what, String expression, int place) {}

  private static Map<Key, Truth> truths(Checked checked) {
    Map<Key, Truth> truths = new LinkedHashMap<>();
    for (Checked.OfRule rule : checked.rules()) {
      truths.put(new Key(rule.id(), Kind.RULE, "", 0), rule.applies());
      addParts(truths, rule.id(), rule.parts());
    }
    if (checked.archiveBelow() != 0) {
      truths.put(new Key(Decision.RISK_THRESHOLD, Kind.RULE, "", 0), checked.byRisk());
    }
    for (Checked.OfFactor factor : checked.factors()) {
      String name = "risk factor " + factor.id();
      truths.put(new Key(name, Kind.FACTOR, "", 0), factor.condition());
      addParts(truths, name, factor.parts());
    }
    return truths;
  }

  private static void addParts(Map<Key, Truth> truths, String of, List<Checked.Part> parts) {
    // A condition of one part says nothing that the whole does not.
    for (int i = 0; i < parts.size() && parts.size() > 1; i++) {
      Checked.Part part = parts.get(i);
      truths.put(new Key(of, Kind.CONDITION, part.expression(), i), part.truth());
    }
  }

  /** Whether nothing is missing. */
  public boolean isComplete() {
    return items.stream().allMatch(Item::isCovered);
  }

  /** What is missing, a line each, and how much there is of each kind. */
  public String text() {
    StringBuilder text = new StringBuilder();
    items.stream()
        .filter(item -> !item.isCovered())
        .forEach(item -> text.append("UNCOVERED ").append(item.missing()).append('\n'));
    text.append("coverage:");
    String separator = " ";
    for (Kind kind : Kind.values()) {
      text.append(separator)
          .append(
              "%d of %d %s"
                  .formatted(
                      items.stream().filter(i -> i.what == kind && i.isCovered()).count(),
                      items.stream().filter(i -> i.what == kind).count(),
                      kind.plural));
      separator = ", ";
    }
    return text.append('\n').toString();
  }
}
