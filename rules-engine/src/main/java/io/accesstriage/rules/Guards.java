package io.accesstriage.rules;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/** What about a finding forbids archiving it whatever the rules say. */
final class Guards {
  private Guards() {}

  /** A sentence for each guard that holds. */
  static List<String> of(Finding finding) {
    List<String> guards = new ArrayList<>();
    finding.whyNotAnalyzed().ifPresent(guards::add);
    if (finding.family() == FindingType.Family.UNKNOWN) {
      guards.add(
          "This version does not know findings of type %s."
              .formatted(SafeText.quoted(finding.type().name(), 100)));
    }
    if (finding.readFrom() == ReadFrom.EVENT) {
      String cause = finding.readFailure() == null ? "no reason given" : finding.readFailure();
      guards.add(
          "The finding could not be read from Access Analyzer, only from the event, which may be"
              + " old: "
              + SafeText.line(cause, 500));
    }
    return List.copyOf(guards);
  }
}
