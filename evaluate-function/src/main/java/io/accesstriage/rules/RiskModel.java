package io.accesstriage.rules;

import io.accesstriage.decision.Risk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the risk score is made.
 *
 * @param archiveBelow findings that score below this are archived; 0 for none
 */
record RiskModel(List<Factor> factors, int archiveBelow) {
  RiskModel {
    factors = List.copyOf(factors);
  }

  record Factor(String id, int points, Condition when) {}

  /**
   * The score of one finding.
   *
   * @param risk with everything undetermined counted as bad as it may be
   * @param lowest with everything undetermined counted as good as it may be
   */
  record Score(Risk risk, int lowest) {
    /** The score, or null where a factor could not be determined. */
    @Nullable Integer certain() {
      return risk.score() == lowest ? (Integer) lowest : null;
    }
  }

  Score score(Scope scope) {
    List<Risk.Factor> counted = new ArrayList<>();
    int highest = 0;
    int lowest = 0;
    for (Factor factor : factors) {
      Truth truth = factor.when.evaluate(scope);
      int points = factor.points;
      boolean certain = truth == Truth.TRUE;
      if (certain || (truth == Truth.UNDETERMINED && points > 0)) {
        highest += points;
        counted.add(new Risk.Factor(factor.id, points, certain));
      }
      if (certain || (truth == Truth.UNDETERMINED && points < 0)) {
        lowest += points;
      }
    }
    return new Score(new Risk(highest, counted), lowest);
  }

  /** Whether the score is below the threshold. */
  Truth isBelow(Score score) {
    if (archiveBelow == 0 || score.lowest() >= archiveBelow) {
      return Truth.FALSE;
    }
    return score.risk().score() < archiveBelow ? Truth.TRUE : Truth.UNDETERMINED;
  }
}
