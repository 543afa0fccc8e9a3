package io.accesstriage.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
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

  static SweepCounts read(Fields json) {
    Map<Due, Integer> reasons = new EnumMap<>(Due.class);
    Fields counts = json.object("reasons");
    for (Due reason : Due.values()) {
      counts.optionalNumber(reason.name()).ifPresent(count -> reasons.put(reason, count));
    }
    return new SweepCounts(
        json.number("pages"),
        json.number("read"),
        json.number("due"),
        json.number("started"),
        reasons);
  }

  ObjectNode write() {
    ObjectNode json = Json.object();
    json.put("pages", pages).put("read", read).put("due", due).put("started", started);
    ObjectNode counts = json.putObject("reasons");
    for (Due reason : Due.values()) {
      if (reasons.containsKey(reason)) {
        counts.put(reason.name(), reasons.get(reason));
      }
    }
    return json;
  }
}
