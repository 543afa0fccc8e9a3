package io.accesstriage.reliability;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Prints what befalls the findings that a run is asked about, in order: every call of an execution
 * about one with its answer, what is written, and every change.
 */
final class Trace {
  private static final Set<String> FINDINGS =
      Set.of(System.getProperty("faults.trace", "").split(","));

  private Trace() {}

  static boolean follows(String findingId) {
    return !findingId.isEmpty() && FINDINGS.contains(findingId);
  }

  /** Notes what the activity under way does. */
  static void call(String operation, Object what) {
    Activity activity = Activity.current();
    if (follows(activity.subject)) {
      print(
          "%s %s %s %s: %s"
              .formatted(
                  activity.subject, activity.clock.instant(), activity.name, operation, what));
    }
  }

  /** Notes with what a port of the product is called. */
  static void arguments(String operation, Object... arguments) {
    call(operation, arguments == null ? List.of() : Arrays.asList(arguments));
  }

  /** Notes a change of the finding, whoever makes it. */
  static void change(SimulatedFinding finding, Journal.Actor actor, State state) {
    if (follows(finding.id)) {
      print("%s %s %s makes it %s".formatted(finding.id, state.updatedAt(), actor, state));
    }
  }

  /** Prints what was true of the finding and of its resource, and when it could not be read. */
  static void end(World world) {
    for (String id : FINDINGS) {
      SimulatedFinding finding = world.analyzer().findings().get(id);
      if (finding != null) {
        print(
            "%s %s about %s by %s"
                .formatted(id, finding.kind, finding.resource.arn, finding.analyzerArn));
        finding
            .state
            .all()
            .forEach((at, state) -> print("%s since %s %s".formatted(id, at, state)));
        finding
            .resource
            .labels
            .all()
            .forEach((at, is) -> print("%s since %s %s".formatted(id, at, is)));
        print("%s GetFinding refused: %s".formatted(id, finding.refused));
        print("%s labels denied: %s".formatted(id, finding.resource.denied));
      }
    }
  }

  private static void print(String line) {
    System.out.println("TRACE " + line);
  }
}
