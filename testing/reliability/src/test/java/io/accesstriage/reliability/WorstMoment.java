package io.accesstriage.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lets findings change just when they are about to be archived. */
final class WorstMoment {
  /** A bit longer than it takes to read the finding once more. */
  private static final Duration MOST = Duration.ofMillis(150);

  private static final double PROBABILITY = 0.4;

  private final World world;
  private final List<Disturbance> disturbances;

  WorstMoment(World world, List<Disturbance> disturbances) {
    this.world = world;
    this.disturbances = disturbances;
  }

  void come(String findingId) {
    Chance chance = world.chance();
    SimulatedFinding finding = world.analyzer().findings().get(findingId);
    boolean isEarly = world.now().isBefore(World.START.plus(FaultRun.CHANGES));
    if (finding == null || disturbances.isEmpty() || !isEarly || !chance.of(PROBABILITY)) {
      return;
    }
    Instant at = world.in(chance.between(Duration.ZERO, MOST));
    Disturbance disturbance = chance.of(disturbances);
    world.timeline().at(at, findingId, () -> disturbance.happen(finding));
  }
}
