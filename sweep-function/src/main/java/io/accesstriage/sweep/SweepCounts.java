package io.accesstriage.sweep;

import java.util.EnumMap;
import java.util.Map;

/**
 * What pages had.
 *
 * @param pages that were read
 * @param read findings
 * @param due findings
 * @param started triage executions; less than due where this sweep had started some before
 * @param reasons how many findings were due for each
 */
record SweepCounts(int pages, int read, int due, int started, Map<Due, Integer> reasons) {
  static final SweepCounts NONE = new SweepCounts(0, 0, 0, 0, Map.of());

  SweepCounts {
    reasons = Map.copyOf(reasons);
  }

  SweepCounts plus(SweepCounts other) {
    Map<Due, Integer> sum = new EnumMap<>(Due.class);
    sum.putAll(reasons);
    other.reasons.forEach((reason, count) -> sum.merge(reason, count, Integer::sum));
    return new SweepCounts(
        pages + other.pages, read + other.read, due + other.due, started + other.started, sum);
  }
}
