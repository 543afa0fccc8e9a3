package io.accesstriage.reliability;

/** An execution about a real finding, under the name of an analyzer that does not know it. */
final class ForgedReference implements Disturbance {
  private final World world;
  private final Attacker attacker;

  ForgedReference(World world, Attacker attacker) {
    this.world = world;
    this.attacker = attacker;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    String other = world.chance().of(0.3) ? Attacker.ANALYZER : world.chance().of(World.ANALYZERS);
    attacker.start(finding.id, Deployment.reference(other, finding.id));
  }
}
