package io.accesstriage.health;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the analyzers and trails found.
 *
 * @param unanswered what could not be found out, and may be as it was before
 * @param types of the analyzers that were asked about, as AWS names them; empty where not known
 */
public record Checkup(
    List<AnalyzerProblem> problems,
    Set<AnalyzerProblem.Question> unanswered,
    List<Count> counts,
    Map<String, String> types) {
  public Checkup {
    problems = List.copyOf(problems);
    unanswered = Set.copyOf(unanswered);
    counts = List.copyOf(counts);
    types = Map.copyOf(types);
  }

  /** Of something that has no types. */
  public Checkup(
      List<AnalyzerProblem> problems,
      Set<AnalyzerProblem.Question> unanswered,
      List<Count> counts) {
    this(problems, unanswered, counts, Map.of());
  }

  /** What both found. */
  public Checkup and(Checkup other) {
    return new Checkup(
        Stream.concat(problems.stream(), other.problems.stream()).toList(),
        Stream.concat(unanswered.stream(), other.unanswered.stream()).collect(Collectors.toSet()),
        Stream.concat(counts.stream(), other.counts.stream()).toList(),
        Stream.concat(types.entrySet().stream(), other.types.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * How much of an analyzer was seen.
   *
   * @param total by its own statistics; null where these say nothing of that listing
   */
  public record Count(String analyzer, int seen, @Nullable Integer total) {}
}
