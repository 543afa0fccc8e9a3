package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;

/** Access Analyzer gives two sets of details, of which nobody knows which counts; or one again. */
final class DetailsDoubled implements Disturbance {
  private final Changes changes;

  DetailsDoubled(Changes changes) {
    this.changes = changes;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    Content content = finding.now().content();
    if (finding.kind == Kind.EXTERNAL
        && finding.isConfigured()
        && finding.now().status().isOpen()) {
      changes.content(finding, content.revised().believable(!content.isBelievable()));
    }
  }
}
