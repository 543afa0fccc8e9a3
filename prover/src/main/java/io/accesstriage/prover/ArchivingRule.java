package io.accesstriage.prover;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What archives: a rule, or the risk threshold.
 *
 * @param id of the rule, or "risk"
 * @param end the first moment at which it is not in force any more; null for never
 * @param accept what it is meant to do although it looks wide, question to reason
 * @param isTrue when its condition is true, and what always comes with it
 * @param isNotTrue when that is not so
 * @param untagged the same where neither tags nor aliases were read
 * @param unnamed when its condition is true where the principal was not read
 */
record ArchivingRule(
    String id,
    boolean allowPublic,
    @Nullable Instant end,
    Map<String, String> accept,
    Formula isTrue,
    Formula isNotTrue,
    Formula untagged,
    Formula unnamed,
    Named named) {

  /** The keys of a map of the finding whose values decide. */
  Set<String> keysOf(String map) {
    return Formula.variables(isTrue).stream()
        .filter(variable -> Variables.isEntry(map, variable))
        .map(variable -> Variables.keyOf(map, variable))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
