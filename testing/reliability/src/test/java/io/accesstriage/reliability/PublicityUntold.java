package io.accesstriage.reliability;

import io.accesstriage.reliability.Content.Publicity;
import io.accesstriage.reliability.SimulatedFinding.Kind;

/** Access Analyzer does not say any more whether a finding is public, or says it again. */
final class PublicityUntold implements Disturbance {
  private final Changes changes;

  PublicityUntold(Changes changes) {
    this.changes = changes;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    Content content = finding.now().content();
    if (finding.kind == Kind.EXTERNAL && finding.now().status().isOpen()) {
      changes.content(
          finding,
          content
              .revised()
              .withPublicity(
                  content.publicity() == Publicity.TOLD ? Publicity.UNTOLD : Publicity.TOLD));
    }
  }
}
