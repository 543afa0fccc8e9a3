package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.util.List;

/** A bucket is deleted, and somebody else makes one of the same name that shares the same. */
final class OwnerMoves implements Disturbance {
  private static final List<String> OWNERS =
      List.of("111122223333", "333344445555", Law.SANDBOX, "999988887777");

  private final World world;
  private final Changes changes;

  OwnerMoves(World world, Changes changes) {
    this.world = world;
    this.changes = changes;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    Content content = finding.now().content();
    String owner = world.chance().of(OWNERS);
    if (finding.kind == Kind.EXTERNAL
        && finding.resource.type.equals(Law.BUCKET)
        && finding.now().status().isOpen()
        && !owner.equals(content.owner())) {
      changes.content(finding, content.revised().withOwner(owner));
    }
  }
}
