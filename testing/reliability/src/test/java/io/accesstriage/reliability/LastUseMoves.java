package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.time.Duration;

/** What is not used was used after all. */
final class LastUseMoves implements Disturbance {
  private final World world;
  private final Changes changes;

  LastUseMoves(World world, Changes changes) {
    this.world = world;
    this.changes = changes;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    Content content = finding.now().content();
    if (finding.kind.isUnused()
        && finding.kind != Kind.UNUSED_PERMISSION
        && finding.now().status().isOpen()) {
      changes.content(
          finding,
          content
              .revised()
              .withLastUse(
                  world.now().minus(world.chance().between(Duration.ZERO, Duration.ofHours(12)))));
    }
  }
}
