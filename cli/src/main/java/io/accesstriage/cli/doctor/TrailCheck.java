package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.health.Trails;
import io.accesstriage.health.Trails.Trail;
import io.accesstriage.sweep.CloudTrailTrails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A trail logs writing management events of the stack's region: only then EventBridge has them. */
final class TrailCheck implements Check {
  private static final String WHY =
      "The tamper watch sees changes only through CloudTrail: archive rules, analyzers and this product can be changed without anybody noticing.";

  private final DeployedStack stack;
  private final Trails trails;

  TrailCheck(DeployedStack stack, Trails trails) {
    this.stack = stack;
    this.trails = trails;
  }

  @Override
  public String subject() {
    return "trail";
  }

  @Override
  public List<Outcome> look() {
    List<Outcome> others = new ArrayList<>();
    for (Trail trail : trails.inRegion()) {
      try {
        Optional<Outcome> lacks = lacks(trail);
        if (lacks.isEmpty()) {
          return List.of(
              new Outcome.Ok("%s logs writing management events".formatted(trail.name())));
        }
        others.add(lacks.get());
      } catch (AwsCallException e) {
        others.add(Unreadable.because(e));
      }
    }
    List<Outcome> unknown = others.stream().filter(Outcome.Unknown.class::isInstance).toList();
    if (!unknown.isEmpty()) {
      // One of these may be the one that is needed.
      return unknown;
    }
    if (!others.isEmpty()) {
      return others;
    }
    return List.of(
        new Outcome.Wrong(
            "no trail in " + stack.region(),
            WHY,
            "With a bucket whose policy lets CloudTrail write to it:\naws cloudtrail create-trail --name management-events --s3-bucket-name BUCKET --is-multi-region-trail --region %s\naws cloudtrail start-logging --name management-events --region %s"
                .formatted(ShellWord.of(stack.region()), ShellWord.of(stack.region()))));
  }

  /** What makes the watch deaf on this trail. */
  private Optional<Outcome> lacks(Trail trail) {
    if (!trails.isLogging(trail)) {
      return Optional.of(
          new Outcome.Wrong(
              "the trail %s has stopped logging".formatted(trail.name()),
              WHY,
              "%saws cloudtrail start-logging --name %s --region %s"
                  .formatted(
                      inItsAccount(trail),
                      ShellWord.of(trail.arn()),
                      ShellWord.of(trail.homeRegion()))));
    }
    if (trails.logsChanges(trail)) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Wrong(
            "the trail %s does not log writing management events, or leaves out those of %s"
                .formatted(trail.name(), CloudTrailTrails.KMS),
            WHY,
            "%sIt replaces the selectors that are there:\naws cloudtrail put-event-selectors --trail-name %s --region %s --event-selectors '[{\"ReadWriteType\":\"WriteOnly\",\"IncludeManagementEvents\":true}]'"
                .formatted(
                    inItsAccount(trail),
                    ShellWord.of(trail.arn()),
                    ShellWord.of(trail.homeRegion()))));
  }

  /** Other accounts can't change an organization's trail. */
  private String inItsAccount(Trail trail) {
    return Arn.accountOf(trail.arn())
        .filter(account -> !account.equals(stack.account()))
        .map("In account %s, which owns it:\n"::formatted)
        .orElse("");
  }
}
