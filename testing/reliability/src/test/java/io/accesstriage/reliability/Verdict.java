package io.accesstriage.reliability;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the independent statement says of a run; each list names what is wrong.
 *
 * @param lost active at the end, and nobody was ever told of them as they are
 * @param archivedAgainstRules by the product, on facts that did not say so
 * @param leftArchived by the product though its rules say otherwise since the last two sweeps
 * @param alertedTooOften more than once too often for the same content
 * @param undecided neither archived nor told as grave as they are after two sweeps
 * @param facts how often what happened
 */
record Verdict(
    List<String> lost,
    List<String> archivedAgainstRules,
    List<String> leftArchived,
    List<String> alertedTooOften,
    List<String> undecided,
    TreeMap<String, Integer> facts) {

  boolean isGood() {
    return lost.isEmpty()
        && archivedAgainstRules.isEmpty()
        && leftArchived.isEmpty()
        && alertedTooOften.isEmpty()
        && undecided.isEmpty();
  }

  /** The table of the run. */
  String table() {
    StringBuilder table = new StringBuilder();
    line(table, "findings lost", lost);
    line(table, "archived although the rules of that time did not say so", archivedAgainstRules);
    line(table, "left archived against the rules after two sweeps", leftArchived);
    line(table, "alerts repeated more than once", alertedTooOften);
    line(table, "undecided after two sweeps", undecided);
    for (Map.Entry<String, Integer> fact : facts.entrySet()) {
      table.append("%8d  %s%n".formatted(fact.getValue(), fact.getKey()));
    }
    return table.toString();
  }

  private static void line(StringBuilder table, String name, List<String> findings) {
    table.append("%8d  %s%n".formatted(findings.size(), name));
    findings.stream().limit(5).forEach(f -> table.append("            ").append(f).append('\n'));
  }
}
