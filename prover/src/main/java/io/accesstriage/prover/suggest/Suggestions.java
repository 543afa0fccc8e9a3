package io.accesstriage.prover.suggest;

import io.accesstriage.rules.Subject;
import java.util.List;
import java.util.Map;

/**
 * Rules for what no rule decides, and what none is suggested for.
 *
 * @param all the largest first
 * @param seen all findings that were looked at
 * @param refused how many no rule may be suggested for, by why; the most first
 * @param left how many are like too few others, or for which no rule is proved to be narrow
 */
public record Suggestions(
    List<Suggestion> all, List<Subject> seen, Map<String, Integer> refused, int left) {}
