package io.accesstriage.rules;

import io.accesstriage.yaml.Place;
import java.util.List;
import java.util.Map;

/**
 * How the risk score is made, for a program that reads its conditions.
 *
 * @param archiveBelow findings that score below this are archived; 0 for none
 * @param accept what the threshold is meant to do although it looks wide, question to reason
 * @param place where the threshold stands in the file
 */
public record RiskSource(
    List<Factor> factors, int archiveBelow, Map<String, String> accept, Place place) {
  public RiskSource {
    factors = List.copyOf(factors);
    accept = Map.copyOf(accept);
  }

  /**
   * What adds points to the score.
   *
   * @param when what must all be true
   */
  public record Factor(String id, int points, List<Clause> when) {
    public Factor {
      when = List.copyOf(when);
    }
  }

  static RiskSource of(RiskModel model) {
    return new RiskSource(
        model.factors().stream()
            .map(f -> new Factor(f.id(), f.points(), f.when().clauses()))
            .toList(),
        model.archiveBelow(),
        model.accept(),
        model.place());
  }
}
