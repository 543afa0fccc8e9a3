package io.accesstriage.reliability;

import java.util.List;

/** Something that befalls a finding now and then. */
interface Disturbance {
  void happen(SimulatedFinding finding);

  /** All that there are. */
  static List<Disturbance> of(World world, Changes changes, EventBus bus, Deployment deployment) {
    Attacker attacker = new Attacker(world, deployment);
    return List.of(
        new ReadingRefused(world),
        new ErrorHeals(world, changes),
        new OwnerMoves(world, changes),
        new LastUseMoves(world, changes),
        new PublicityUntold(changes),
        new DetailsDoubled(changes),
        new LateEvent(world, bus),
        new ForgedReference(world, attacker),
        new ForgedEvent(world, attacker),
        new ForgedGarbage(world, attacker),
        new ForgedKey(world, attacker));
  }
}
