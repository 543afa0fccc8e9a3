package io.accesstriage.reliability;

import java.time.Duration;
import java.time.Instant;

/** GetFinding is refused for some time, as by a policy that somebody changes and changes back. */
final class ReadingRefused implements Disturbance {
  private final World world;

  ReadingRefused(World world) {
    this.world = world;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    refuse(world, finding, Duration.ofHours(1), Duration.ofHours(6));
  }

  /** It ends before the last sweeps. */
  static void refuse(World world, SimulatedFinding finding, Duration least, Duration most) {
    Instant end = World.START.plus(FaultRun.CHANGES);
    Instant until = world.in(world.chance().between(least, most));
    finding.refused.add(world.now(), until.isBefore(end) ? until : end);
  }
}
