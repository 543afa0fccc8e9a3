package io.accesstriage.decision;

import java.util.List;

/**
 * How risky the access looks, by the rules file's factors.
 *
 * @param score the points of all factors that apply, undetermined positive ones counted in
 * @param factors those that were counted
 */
public record Risk(int score, List<Factor> factors) {
  public Risk {
    factors = List.copyOf(factors);
  }

  /** The points of the factors that are certain; only they make an alert more urgent. */
  public int certainScore() {
    int certain = 0;
    for (Factor factor : factors) {
      certain += factor.certain() ? factor.points() : 0;
    }
    return certain;
  }

  /** The score as words, such as "80", "20 to 70" or "0 to 70, nothing certain". */
  public String range() {
    if (factors.stream().allMatch(Factor::certain)) {
      return Integer.toString(score);
    }
    return "%d to %d%s"
        .formatted(
            certainScore(),
            score,
            factors.stream().anyMatch(Factor::certain) ? "" : ", nothing certain");
  }

  /**
   * @param certain false where the factor could not be determined
   */
  public record Factor(String id, int points, boolean certain) {}
}
