package io.accesstriage.health;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.health.AnalyzerProblem.ChangesUnlogged;
import io.accesstriage.health.AnalyzerProblem.NotRead;
import io.accesstriage.health.AnalyzerProblem.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether a trail logs changes: only then the tamper watch hears of them. */
public final class TrailLook {
  private TrailLook() {}

  /**
   * One such trail is enough. What could not be read of another one matters only without it.
   *
   * @param region for what is said of it
   */
  public static Checkup of(Trails trails, String region) {
    List<String> stopped = new ArrayList<>();
    List<AwsCallException> unread = new ArrayList<>();
    try {
      for (Trails.Trail trail : trails.inRegion()) {
        try {
          if (!trails.isLogging(trail)) {
            stopped.add(trail.arn());
          } else if (trails.logsChanges(trail)) {
            return new Checkup(List.of(), Set.of(), List.of());
          }
        } catch (AwsCallException e) {
          unread.add(e);
        }
      }
    } catch (AwsCallException e) {
      unread.add(e);
    }
    if (unread.isEmpty()) {
      return new Checkup(List.of(new ChangesUnlogged(region, stopped)), Set.of(), List.of());
    }
    AwsCallException first = unread.get(0);
    return new Checkup(
        List.of(
            new NotRead(
                region,
                first.operation(),
                first.kind() == AwsCallException.Kind.DENIED,
                String.valueOf(first.getMessage()))),
        AnalyzerProblem.TRAIL_CALLS.stream()
            .map(call -> new Question(call, region))
            .collect(Collectors.toSet()),
        List.of());
  }
}
