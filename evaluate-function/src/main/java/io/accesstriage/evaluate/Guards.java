package io.accesstriage.evaluate;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.ReadFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What forbids archiving whatever the rules say. */
final class Guards {
  private Guards() {}

  /**
   * @param analyzers those that the deployment is configured for
   * @return a sentence for each guard that holds
   */
  static List<String> of(Finding finding, Set<String> analyzers) {
    List<String> guards = new ArrayList<>();
    if (finding.isError()) {
      guards.add(
          "Access Analyzer could not analyze the resource (%s), so nobody knows who has access."
              .formatted(io.accesstriage.text.SafeText.line(finding.error(), 100)));
    }
    if (finding.family() == FindingType.Family.UNKNOWN) {
      guards.add(
          "This version does not know findings of type %s."
              .formatted(io.accesstriage.text.SafeText.quoted(finding.type().name(), 100)));
    }
    if (finding.readFrom() == ReadFrom.EVENT) {
      guards.add(
          "The finding could not be read from Access Analyzer, only from the event, which may be old: "
              + finding.readFailure());
    }
    if (!analyzers.contains(finding.analyzerArn())) {
      guards.add("The analyzer is not among the configured ones (AnalyzerArns).");
    }
    return guards;
  }

  /** The guard of a rule that has archived too much today. */
  static String brake(String rule, int most) {
    return "Rule %s has archived %d findings today, as many as MaxArchivesPerRulePerDay allows."
        .formatted(rule, most);
  }
}
