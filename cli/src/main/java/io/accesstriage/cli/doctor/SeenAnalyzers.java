package io.accesstriage.cli.doctor;

import io.accesstriage.health.AnalyzerState;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.FindingTotal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers the analyzers that are still being created: a sweep gives them an hour, but whoever
 * asks now is not to hear that they are at work. Not thread-safe.
 */
final class SeenAnalyzers implements Analyzers {
  private final Analyzers analyzers;
  private final Set<String> creating = new TreeSet<>();

  SeenAnalyzers(Analyzers analyzers) {
    this.analyzers = analyzers;
  }

  /** By ARN. */
  Set<String> creating() {
    return creating;
  }

  @Override
  public AnalyzerState get(String analyzerArn) {
    AnalyzerState state = analyzers.get(analyzerArn);
    see(state);
    return state;
  }

  @Override
  public List<AnalyzerState> inRegion(String region) {
    List<AnalyzerState> states = analyzers.inRegion(region);
    states.forEach(this::see);
    return states;
  }

  @Override
  public Optional<FindingTotal> total(String analyzerArn) {
    return analyzers.total(analyzerArn);
  }

  private void see(AnalyzerState state) {
    if (state.status().equals(AnalyzerState.CREATING)) {
      creating.add(state.arn());
    }
  }
}
