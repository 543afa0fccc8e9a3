package io.accesstriage.health;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the analyzers found.
 *
 * @param unanswered what could not be found out, and may be as it was before
 */
public record Checkup(
    List<AnalyzerProblem> problems, Set<AnalyzerProblem.Question> unanswered, List<Count> counts) {
  public Checkup {
    problems = List.copyOf(problems);
    unanswered = Set.copyOf(unanswered);
    counts = List.copyOf(counts);
  }

  /**
   * How much of an analyzer was seen.
   *
   * @param total by its own statistics; null where these say nothing of that listing
   */
  public record Count(String analyzer, int seen, @Nullable Integer total) {}
}
