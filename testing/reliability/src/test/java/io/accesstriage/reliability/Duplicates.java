package io.accesstriage.reliability;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.ledger.Standing;
import io.accesstriage.reliability.SimulatedResource.Labels;
import io.accesstriage.reliability.State.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One finding, and what comes at once about it. */
final class Duplicates {
  private static final String ID = "finding-1";
  private static final String FIRST_DIGEST =
      "digest-" + World.START.plus(Duration.ofMinutes(10)).getEpochSecond();

  private Duplicates() {}

  /** Who comes at once. */
  enum Kind {
    SAME_EVENT_TWICE,
    EVENT_AND_SWEEP
  }

  /** What is to become of the finding. */
  enum Wish {
    ARCHIVE("development"),
    ALERT("production"),
    /** To be archived at first, then a tag changes, at any time: what was read before may be. */
    EITHER("development");

    private final String environment;

    Wish(String environment) {
      this.environment = environment;
    }
  }

  /** What runs in every order came to. */
  record Outcome(Interleavings.Extent extent, List<String> failures) {}

  /**
   * Runs two executions in every order of their calls, one of which may have another fate, and
   * looks at what came of it after the next sweep.
   */
  static Outcome explore(Kind kind, Wish wish, Sabotage sabotage, List<Fate> fates) {
    List<String> failures = new ArrayList<>();
    Interleavings.Extent extent =
        new Interleavings(fates)
            .explore(
                (world, deployment) -> begin(world, deployment, kind, wish),
                (world, deployment, choices) -> {
                  sweepLater(world, deployment);
                  check(world, wish, choices, failures);
                },
                sabotage);
    return new Outcome(extent, failures);
  }

  static List<String> failures(Kind kind, Sabotage sabotage, List<Fate> fates) {
    return explore(kind, Wish.ALERT, sabotage, fates).failures();
  }

  /**
   * Marks a finding for a digest that cannot be published, and sends another digest later.
   *
   * @return how often anybody was told
   */
  static int toldAfterDigestThatFailed(Sabotage sabotage) {
    Fate.Teller teller =
        (operation, inFunction) ->
            operation.equals("sns:Publish") && Activity.current().name.equals(FIRST_DIGEST)
                ? Fate.FAILS_BEFORE
                : Fate.FINE;
    try (World world =
        new World(Agenda.byTime(), new Chance(new Random(1)), Faults.NONE, teller, false)) {
      Deployment deployment = new Deployment(world, sabotage);
      finding(world, Wish.ALERT);
      reference(world, deployment, "sweep-1");
      deployment.digest(World.START.plus(Duration.ofMinutes(10)));
      deployment.digest(World.START.plus(Duration.ofHours(1)));
      world.timeline().run();
      return world.journal().tellings.size();
    }
  }

  /** How often a finding is asked for that may not be read, until somebody is told so. */
  static int callsUntilReported(Sabotage sabotage) {
    Fate.Teller teller =
        (operation, inFunction) -> {
          if (operation.equals("access-analyzer:GetFinding")) {
            throw new AwsCallException(operation, "AccessDeniedException", 403, "simulated");
          }
          return Fate.FINE;
        };
    try (World world =
        new World(Agenda.byTime(), new Chance(new Random(1)), Faults.NONE, teller, false)) {
      Deployment deployment = new Deployment(world, sabotage);
      finding(world, Wish.ALERT);
      reference(world, deployment, "sweep-1");
      world.timeline().run();
      long reports =
          world.journal().messages.stream().filter(m -> m.kind() == Journal.Kind.FAILURE).count();
      return reports == 1 ? world.calls().made().get("access-analyzer:GetFinding") : -1;
    }
  }

  private static void begin(World world, Deployment deployment, Kind kind, Wish wish) {
    SimulatedFinding finding = finding(world, wish);
    event(world, deployment, finding, "event-1");
    switch (kind) {
      case SAME_EVENT_TWICE -> event(world, deployment, finding, "event-2");
      case EVENT_AND_SWEEP -> reference(world, deployment, "sweep-1");
    }
    if (wish == Wish.EITHER) {
      world
          .timeline()
          .at(world.now(), ID, () -> finding.resource.labels.set(world.now(), labels(Wish.ALERT)));
    }
  }

  private static Labels labels(Wish wish) {
    return new Labels(Map.of("Environment", wish.environment), List.of("alias/DevelopmentKey"));
  }

  private static SimulatedFinding finding(World world, Wish wish) {
    SimulatedResource resource =
        new SimulatedResource(
            "arn:aws:kms:eu-west-1:111122223333:key/1", Law.KEY, World.START, labels(wish));
    Content content =
        new Contents(new Chance(new Random(2)))
            .draw(SimulatedFinding.Kind.EXTERNAL, 1, "111122223333", null)
            .withPartner("444455556666");
    SimulatedFinding finding =
        new SimulatedFinding(
            ID,
            SimulatedFinding.Kind.EXTERNAL,
            World.ANALYZERS.get(0),
            resource,
            World.START,
            new State(content, Status.ACTIVE, World.START));
    world.add(resource);
    world.analyzer().add(finding, false);
    return finding;
  }

  private static void event(
      World world, Deployment deployment, SimulatedFinding finding, String name) {
    deployment.start(
        name,
        ID,
        world.wire().event(finding, finding.now(), World.START),
        world.now(),
        new Activity.Served<>(Optional.of(finding.now()), World.START));
  }

  private static void reference(World world, Deployment deployment, String name) {
    deployment.start(
        name,
        ID,
        Deployment.reference(World.ANALYZERS.get(0), ID),
        world.now(),
        Activity.Served.nothing());
  }

  private static void sweepLater(World world, Deployment deployment) {
    Instant at = world.in(Duration.ofHours(3));
    world.timeline().at(at, Agenda.EVERYTHING, () -> deployment.sweep(at));
    world.timeline().run();
  }

  /** What the product has archived is looked at again, or a person was told to look. */
  private static boolean isReviewed(World world) {
    return world.entries().read(ID).filter(e -> e.stands(Standing.Kind.ARCHIVED_BY_US)).isPresent()
        || world.journal().messages.stream().anyMatch(m -> m.kind() == Journal.Kind.FAILURE);
  }

  private static void check(World world, Wish wish, String choices, List<String> failures) {
    SimulatedFinding finding = world.analyzer().findings().get(ID);
    // Any time may pass between two calls here, and nothing else changes the finding.
    Verdict verdict =
        new Oracle(world, new Timed<>(World.START, Law.FIRST), Duration.ofDays(1), Setting.USUAL)
            .judge();
    long alerts =
        world.journal().tellings.stream().filter(t -> t.kind() == Journal.Kind.ALERT).count();
    boolean isMarked = world.entries().read(ID).filter(e -> e.digestDue() != null).isPresent();
    boolean isCrash = choices.contains("DIES") || choices.contains("HANGS");
    boolean isGood =
        verdict.of(Verdict.Breach.ARCHIVED_AGAINST_RULES).isEmpty()
            && switch (wish) {
              case ARCHIVE -> finding.now().status() == Status.ARCHIVED && alerts == 0;
              case ALERT ->
                  finding.now().status() == Status.ACTIVE
                      && alerts <= (isCrash ? 2 : 1)
                      && (alerts > 0 || isMarked);
              case EITHER ->
                  finding.now().status() == Status.ARCHIVED
                      ? isReviewed(world)
                      : alerts > 0 || isMarked;
            };
    if (!isGood) {
      failures.add(
          "%s, %d alerts, entry %s%n%s%n%s"
              .formatted(
                  finding.now(), alerts, world.entries().read(ID), choices, verdict.table()));
    }
  }
}
