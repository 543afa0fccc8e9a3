package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.reliability.State.Status;
import java.util.List;

/** An execution with an event about a real finding, in which analyzer and content are made up. */
final class ForgedEvent implements Disturbance {
  private final World world;
  private final Attacker attacker;

  ForgedEvent(World world, Attacker attacker) {
    this.world = world;
    this.attacker = attacker;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    State now = finding.now();
    if (now.status() == Status.GONE) {
      return;
    }
    // With the real content and time it can only be told from the real one by its analyzer.
    Status status = world.chance().of(List.of(Status.ACTIVE, Status.ACTIVE, Status.RESOLVED));
    Content content =
        world.chance().of(0.5) ? now.content() : now.content().withOwner("111122223333");
    ObjectNode event =
        world.wire().event(finding, new State(content, status, now.updatedAt()), world.now());
    event.putArray("resources").add(Attacker.ANALYZER);
    attacker.start(finding.id, event);
  }
}
