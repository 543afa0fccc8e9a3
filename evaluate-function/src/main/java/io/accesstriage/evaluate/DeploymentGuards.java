package io.accesstriage.evaluate;

import io.accesstriage.finding.Finding;
import java.util.Optional;
import java.util.Set;

/** What about the deployment forbids archiving whatever the rules say. */
final class DeploymentGuards {
  private DeploymentGuards() {}

  /**
   * The guard of an analyzer that the deployment is not responsible for.
   *
   * @param analyzers those that it is configured for
   */
  static Optional<String> analyzer(Finding finding, Set<String> analyzers) {
    return analyzers.contains(finding.analyzerArn())
        ? Optional.empty()
        : Optional.of("The analyzer is not among the configured ones (AnalyzerArns).");
  }

  /** The guard of a rule that has archived too much today. */
  static String brake(String rule, int most) {
    return "Rule %s has archived %d findings today, as many as MaxArchivesPerRulePerDay allows."
        .formatted(rule, most);
  }
}
