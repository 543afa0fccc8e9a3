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

  /**
   * @param certain false where the factor could not be determined
   */
  public record Factor(String id, int points, boolean certain) {}
}
