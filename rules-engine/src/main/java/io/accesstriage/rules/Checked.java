package io.accesstriage.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How everything in a rules file turned out for one finding, in the file's order. Nothing is left
 * out or cut: it may be large.
 *
 * @param rules one for each rule
 * @param factors one for each risk factor
 * @param archiveBelow the score below which the risk threshold archives; 0 for none
 * @param byRisk whether the threshold would archive the finding
 */
public record Checked(List<OfRule> rules, List<OfFactor> factors, int archiveBelow, Truth byRisk) {
  public Checked {
    rules = List.copyOf(rules);
    factors = List.copyOf(factors);
  }

  /**
   * A rule.
   *
   * @param archives whether it archives; else it notifies
   * @param condition whether its condition holds
   * @param applies whether it takes part in the decision: its condition, and nothing holds it back
   * @param heldBack what keeps an archive rule from archiving whatever its condition says, a
   *     sentence; null where nothing does
   * @param parts of the condition
   */
  public record OfRule(
      String id,
      boolean archives,
      String reason,
      Truth condition,
      Truth applies,
      @Nullable String heldBack,
      List<Part> parts) {
    public OfRule {
      parts = List.copyOf(parts);
    }
  }

  /** A risk factor. */
  public record OfFactor(String id, int points, Truth condition, List<Part> parts) {
    public OfFactor {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part of a condition, joined to the others by "and". Each is looked at for itself, also where
   * another one is false.
   *
   * @param expression as CEL, on one line
   * @param saw the values that it looked at; where it is undetermined, why
   */
  public record Part(String expression, Truth truth, List<String> saw) {
    public Part {
      saw = List.copyOf(saw);
    }

    static List<Part> of(Condition condition, Scope scope) {
      return condition.parts().stream()
          .map(
              part -> {
                Truth truth = scope.of(part);
                return new Part(
                    part.text(),
                    truth,
                    truth == Truth.UNDETERMINED ? part.unread(scope) : part.saw(scope));
              })
          .toList();
    }
  }
}
