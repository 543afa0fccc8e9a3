package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An execution about a finding that does not exist, every field of which is meant to do harm. */
final class ForgedGarbage implements Disturbance {
  private static final int LENGTH = 400;

  private final World world;
  private final Attacker attacker;

  ForgedGarbage(World world, Attacker attacker) {
    this.world = world;
    this.attacker = attacker;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    String id = HostileTexts.id(world.chance(), world.chance().below(1_000_000));
    if (world.chance().of(0.3)) {
      attacker.start(id, Deployment.reference(text(), id));
      return;
    }
    ObjectNode event = world.wire().event(finding, finding.now(), world.now());
    event.putArray("resources").add(Attacker.ANALYZER + text());
    ObjectNode detail = (ObjectNode) event.path("detail");
    detail.put(finding.kind.isUnused() ? "findingId" : "id", id);
    detail.put("resource", text());
    detail.put("resourceType", text());
    detail.put("accountId", text());
    if (world.chance().of(0.5)) {
      detail.put("error", text());
    }
    attacker.start(id, event);
  }

  private String text() {
    return HostileTexts.draw(world.chance(), LENGTH);
  }
}
