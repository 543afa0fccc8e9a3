package io.accesstriage.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A day of a simulated organization, with all that can go wrong. */
final class FaultRun {
  static final Duration BETWEEN_SWEEPS = Duration.ofHours(3);
  static final Duration DAY = Duration.ofHours(24);

  /** What the sweep at the day's end does, and fails to tell, needs one more. */
  private static final Duration LAST_SWEEP = DAY.plus(BETWEEN_SWEEPS);

  /** Nothing but the product's own work happens in the day's last two sweeps. */
  static final Duration CHANGES = DAY.minus(BETWEEN_SWEEPS.multipliedBy(2));

  /** The last ones tell what the last sweep found; one of them may fail. */
  private static final List<Duration> DIGESTS =
      List.of(
          Duration.ofMinutes(30),
          Duration.ofHours(8),
          Duration.ofHours(16),
          Duration.ofHours(29),
          Duration.ofHours(30),
          Duration.ofHours(31));

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
    DrawnRules rules = new DrawnRules(chance);
    Contest contest = new Contest(new Chance(new Random(~seed)), sabotage);
    List<Law> drawn = setting.isContested() ? contest.with(rules.laws()) : rules.laws();
    try (World world = new World(chance, faults)) {
      Deployment deployment = new Deployment(world, sabotage, setting, drawn.get(0));
      EventBus bus = new EventBus(world, deployment, faults);
      world.analyzer().tell(bus::emit);
      Contents contents = new Contents(chance);
      Changes changes = new Changes(world, contents);
      List<Disturbance> disturbances = Disturbance.of(world, changes, bus, deployment);
      deployment.atWorstMoment(new WorstMoment(world, disturbances)::come);
      new Organization(world, CHANGES, contents, changes, disturbances).plan(findings);
      for (Instant at = World.START;
          !at.isAfter(World.START.plus(LAST_SWEEP));
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
      if (setting.isContested()) {
        contest.plan(world, changes);
      }
      world.outages().plan(new Chance(new Random(seed * 31 + 7)));
      world.subscribeAfter(Duration.ofHours(1));
      world.filterBetween(Duration.ofMinutes(15 * 60 + 30), Duration.ofHours(17));
      if (!setting.observed().isZero()) {
        world
            .timeline()
            .at(World.START.plus(setting.observed()), Agenda.EVERYTHING, deployment::archive);
      }
      Timed<Law> laws = new Timed<>(World.START, drawn.get(0));
      deployAt(world, deployment, laws, Duration.ofHours(7), drawn.get(1));
      deployAt(world, deployment, laws, Duration.ofHours(16), drawn.get(2));
      world.timeline().run();
      Trace.end(world);
      Verdict verdict = new Oracle(world, laws, Oracle.RACE, setting).judge();
      rules.refused.forEach(
          (name, times) -> verdict.count("drawn rules about " + name + " that do not load", times));
      return verdict;
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
