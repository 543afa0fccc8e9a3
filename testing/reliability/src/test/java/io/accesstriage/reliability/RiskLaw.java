package io.accesstriage.reliability;

import java.util.List;
import java.util.Optional;

/**
 * How the risk score is made, and from where on it archives nothing.
 *
 * @param archiveBelow 0 for no threshold
 */
record RiskLaw(List<Factor> factors, int archiveBelow) {
  static final RiskLaw NONE = new RiskLaw(List.of(), 0);

  /** How much a condition adds. */
  record Factor(String id, int points, Expression when) {}

  /** The score, or nothing where it is not certain. */
  Optional<Long> score(Case c) {
    long score = 0;
    for (Factor factor : factors) {
      Truth truth = factor.when.of(c);
      if (truth == Truth.UNKNOWN) {
        return Optional.empty();
      }
      score += truth == Truth.TRUE ? factor.points : 0;
    }
    return Optional.of(score);
  }

  /** Whether the threshold archives it. */
  Truth archives(Case c) {
    if (archiveBelow == 0) {
      return Truth.FALSE;
    }
    return isLow(c).and(c.isForAnyone().not());
  }

  private Truth isLow(Case c) {
    int lowest = 0;
    int highest = 0;
    for (Factor factor : factors) {
      Truth truth = factor.when.of(c);
      boolean mayCount = truth != Truth.FALSE;
      boolean counts = truth == Truth.TRUE;
      highest += (factor.points > 0 ? mayCount : counts) ? factor.points : 0;
      lowest += (factor.points > 0 ? counts : mayCount) ? factor.points : 0;
    }
    return highest < archiveBelow
        ? Truth.TRUE
        : lowest >= archiveBelow ? Truth.FALSE : Truth.UNKNOWN;
  }

  /** As in a rules file. */
  String text() {
    if (factors.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("risk:\n  factors:\n");
    for (Factor factor : factors) {
      text.append(
          "    - id: %s%n      points: %d%n      when: |%n        %s%n"
              .formatted(factor.id, factor.points, factor.when.cel()));
    }
    return text.append("  archiveBelow: ").append(archiveBelow).append('\n').toString();
  }
}
