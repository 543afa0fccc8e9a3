package io.accesstriage.rules;

import io.accesstriage.decision.Risk;
import io.accesstriage.finding.AwsNames;
import io.accesstriage.yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the risk score is made.
 *
 * @param archiveBelow findings that score below this are archived; 0 for none
 * @param accept what the threshold is meant to do although it looks wide, question to reason
 * @param place where the threshold stands in the file
 */
record RiskModel(List<Factor> factors, int archiveBelow, Map<String, String> accept, Place place) {
  static final RiskModel NONE = new RiskModel(List.of(), 0, Map.of(), Place.NOWHERE);

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

  /** Whether what tags or aliases say changes the score. */
  boolean restsOnTags() {
    return factors.stream().anyMatch(factor -> factor.when.restsOnTags(false));
  }

  /** Whether tags or aliases make the threshold archive access of anyone, or unused access. */
  boolean restsOnTagsAlone(Map<String, List<String>> lists) {
    return archiveBelow > 0 && restsOnTags() && !constrainsPrincipal(lists);
  }

  /** The texts that are written in the factors. */
  Set<String> texts() {
    return factors.stream()
        .flatMap(factor -> factor.when.texts().stream())
        .collect(Collectors.toSet());
  }

  /** The names that the factors read. */
  Set<String> names() {
    return factors.stream()
        .flatMap(factor -> factor.when.parts().stream())
        .flatMap(part -> part.names().stream())
        .collect(Collectors.toSet());
  }

  private boolean constrainsPrincipal(Map<String, List<String>> lists) {
    return AnyPrincipal.scopes(lists, texts()).stream()
        .allMatch(scope -> score(scope).lowest() >= archiveBelow);
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

  /** Those of the resource's tags that the score rests on. */
  Map<String, String> tagsUsed(Scope scope) {
    Map<String, String> used = new TreeMap<>();
    factors.forEach(factor -> used.putAll(factor.when.tagsUsed(scope)));
    return used;
  }

  /**
   * Whether the threshold archives a finding of a resource of this type: the factors of today can
   * have been written for none that came later.
   */
  Truth archives(Score score, String resourceType) {
    if (archiveBelow == 0
        || !AwsNames.RESOURCE_TYPES.contains(resourceType)
        || score.lowest() >= archiveBelow) {
      return Truth.FALSE;
    }
    return score.risk().score() < archiveBelow ? Truth.TRUE : Truth.UNDETERMINED;
  }
}
