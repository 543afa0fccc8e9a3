package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.accesstriage.reliability.Journal.Kind;
import io.accesstriage.reliability.SimulatedResource.Labels;
import io.accesstriage.reliability.State.Content;
import io.accesstriage.reliability.State.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two executions about one finding, in every order of their calls, with every call going wrong in
 * every way. The number of orders is what {@link Interleavings} came through, not a sample.
 */
class ConcurrentDuplicatesTest {
  private static final String ID = "finding-1";
  private static final List<Fate> CRASHES =
      List.of(
          Fate.FUNCTION_DIES_BEFORE,
          Fate.FUNCTION_DIES_AFTER,
          Fate.EXECUTION_DIES_BEFORE,
          Fate.EXECUTION_DIES_AFTER,
          Fate.FREEZES);

  /** Who comes at once. */
  private enum Duplicates {
    SAME_EVENT_TWICE,
    EVENT_AND_SWEEP
  }

  /** What is to become of the finding. */
  private enum Finding {
    TO_ARCHIVE(Map.of("Environment", "development")),
    TO_ALERT(Map.of("Environment", "production"));

    private final Map<String, String> tags;

    Finding(Map<String, String> tags) {
      this.tags = tags;
    }
  }

  @ParameterizedTest
  @EnumSource(Duplicates.class)
  void archive_inEveryOrderWithACrash_happensAndAlertsNobody(Duplicates duplicates) {
    explore(duplicates, Finding.TO_ARCHIVE, CRASHES);
  }

  @ParameterizedTest
  @EnumSource(Duplicates.class)
  void alert_inEveryOrderWithACrash_isSentAndRepeatedOnceAtMost(Duplicates duplicates) {
    explore(duplicates, Finding.TO_ALERT, CRASHES);
  }

  private static void explore(Duplicates duplicates, Finding finding, List<Fate> fates) {
    Interleavings.Extent extent =
        new Interleavings(fates)
            .explore(
                (world, deployment) -> begin(world, deployment, duplicates, finding),
                (world, deployment, choices) -> check(world, deployment, finding, choices),
                Sabotage.NONE);
    System.out.println(duplicates + " " + finding + ": " + extent);
    assertTrue(extent.states() > 100, extent::toString);
  }

  private static void begin(
      World world, Deployment deployment, Duplicates duplicates, Finding what) {
    SimulatedResource resource =
        new SimulatedResource(
            "arn:aws:kms:eu-west-1:111122223333:key/1",
            Law.KEY,
            "111122223333",
            World.START,
            new Labels(what.tags, List.of("alias/DevelopmentKey")));
    State state = new State(new Content(1, "444455556666", false), Status.ACTIVE, World.START);
    SimulatedFinding finding =
        new SimulatedFinding(
            ID,
            SimulatedFinding.Kind.EXTERNAL,
            World.ANALYZERS.get(0),
            resource,
            World.START,
            state);
    world.add(resource);
    world.analyzer().add(finding, false);
    Activity.Served<State> announced = new Activity.Served<>(Optional.of(state), World.START);
    deployment.start("event-1", ID, Wire.event(finding, state, World.START), World.START, announced);
    switch (duplicates) {
      case SAME_EVENT_TWICE ->
          deployment.start(
              "event-2", ID, Wire.event(finding, state, World.START), World.START, announced);
      case EVENT_AND_SWEEP -> reference(world, deployment, "sweep-1");
    }
  }

  private static void reference(World world, Deployment deployment, String name) {
    deployment.start(
        name, ID, Deployment.reference(World.ANALYZERS.get(0), ID), world.now(), Activity.Served.nothing());
  }

  /** Looks at what came of it after the next sweep. */
  private static void check(
      World world, Deployment deployment, Finding what, String choices) {
    Instant at = world.in(Duration.ofHours(3));
    world.timeline().at(at, Agenda.EVERYTHING, () -> deployment.sweep(at));
    world.timeline().run();
    SimulatedFinding finding = world.analyzer().findings().get(ID);
    Verdict verdict = new Oracle(world, new Timed<>(World.START, Law.FIRST)).judge();
    long alerts =
        world.journal().messages.stream().filter(m -> m.kind() == Kind.ALERT).count();
    boolean isMarked = world.entries().read(ID).filter(e -> e.digestDue() != null).isPresent();
    boolean isGood =
        verdict.archivedAgainstRules().isEmpty()
            && switch (what) {
              case TO_ARCHIVE -> finding.now().status() == Status.ARCHIVED && alerts == 0;
              case TO_ALERT ->
                  finding.now().status() == Status.ACTIVE
                      && alerts <= (isCrash(choices) ? 2 : 1)
                      && (alerts > 0 || isMarked);
            };
    if (!isGood) {
      fail(
          "%s, %d alerts, entry %s%n%s%n%s"
              .formatted(finding.now(), alerts, world.entries().read(ID), choices, verdict.table()));
    }
    assertEquals(List.of(), verdict.archivedAgainstRules(), choices);
  }

  private static boolean isCrash(String choices) {
    return choices.contains("DIES") || choices.contains("FREEZES");
  }
}
