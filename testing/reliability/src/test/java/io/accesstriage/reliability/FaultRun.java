package io.accesstriage.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A day of a simulated organization, with all that can go wrong. */
final class FaultRun {
  static final Duration BETWEEN_SWEEPS = Duration.ofHours(3);
  static final Duration DAY = Duration.ofHours(24);

  /** Nothing but the product's own work happens in the last two sweeps. */
  static final Duration CHANGES = DAY.minus(BETWEEN_SWEEPS.multipliedBy(2));

  /** The last ones tell what the last sweep found; one of them may fail. */
  private static final List<Duration> DIGESTS =
      List.of(
          Duration.ofMinutes(30),
          Duration.ofHours(8),
          Duration.ofHours(16),
          Duration.ofHours(26),
          Duration.ofHours(27),
          Duration.ofHours(28));

  private final int findings;
  private final long seed;
  private final Faults faults;
  private final Sabotage sabotage;
  private final Setting setting;

  FaultRun(int findings, long seed, Faults faults, Sabotage sabotage) {
    this(findings, seed, faults, sabotage, Setting.USUAL);
  }

  FaultRun(int findings, long seed, Faults faults, Sabotage sabotage, Setting setting) {
    this.findings = findings;
    this.seed = seed;
    this.faults = faults;
    this.sabotage = sabotage;
    this.setting = setting;
  }

  Verdict run() {
    Chance chance = new Chance(new Random(seed));
    try (World world = new World(chance, faults)) {
      Deployment deployment = new Deployment(world, sabotage, setting);
      EventBus bus = new EventBus(world, deployment, faults);
      world.analyzer().tell(bus::emit);
      new Organization(world, CHANGES).plan(findings);
      for (Instant at = World.START;
          !at.isAfter(World.START.plus(DAY));
          at = at.plus(BETWEEN_SWEEPS)) {
        Instant sweepAt = at;
        if (sabotage.sweeps()) {
          world.timeline().at(at, Agenda.EVERYTHING, () -> deployment.sweep(sweepAt));
        }
      }
      for (Duration after : DIGESTS) {
        Instant at = World.START.plus(after);
        world.timeline().at(at, Agenda.EVERYTHING, () -> deployment.digest(at));
      }
      world.subscribeAfter(Duration.ofHours(1));
      if (!setting.observed().isZero()) {
        world
            .timeline()
            .at(World.START.plus(setting.observed()), Agenda.EVERYTHING, deployment::archive);
      }
      Timed<Law> laws = new Timed<>(World.START, Law.FIRST);
      deployAt(world, deployment, laws, Duration.ofHours(7), Law.SECOND);
      deployAt(world, deployment, laws, Duration.ofHours(16), Law.THIRD);
      world.timeline().run();
      return new Oracle(world, laws, Oracle.RACE, setting).judge();
    }
  }

  private static void deployAt(
      World world, Deployment deployment, Timed<Law> laws, Duration after, Law law) {
    Instant at = World.START.plus(after);
    world
        .timeline()
        .at(
            at,
            Agenda.EVERYTHING,
            () -> {
              laws.set(at, law);
              deployment.deploy(law);
            });
  }
}
