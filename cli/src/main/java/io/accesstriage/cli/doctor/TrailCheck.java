package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;
import software.amazon.awssdk.services.cloudtrail.model.Trail;

/**
 * A trail logs writing management events of the stack's region: only then EventBridge has them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS
 *     service events delivered via AWS CloudTrail</a>
 */
final class TrailCheck implements Check {
  /** Of the sources that a trail can leave out, the one whose changes the tamper watch reports. */
  private static final String KMS = "kms.amazonaws.com";

  private static final String WHY =
      "The tamper watch sees changes only through CloudTrail: archive rules, analyzers and this product can be changed without anybody noticing.";

  private final DeployedStack stack;
  private final CloudTrailClient cloudTrail;

  TrailCheck(DeployedStack stack, CloudTrailClient cloudTrail) {
    this.stack = stack;
    this.cloudTrail = cloudTrail;
  }

  @Override
  public String subject() {
    return "trail";
  }

  @Override
  public List<Outcome> look() {
    List<Trail> trails =
        Reading.DESCRIBE_TRAILS.of(() -> cloudTrail.describeTrails(r -> {}).trailList());
    List<Outcome> others = new ArrayList<>();
    for (Trail trail : trails) {
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
            "aws cloudtrail create-trail --name management-events --s3-bucket-name BUCKET --is-multi-region-trail --region %s, then aws cloudtrail start-logging --name management-events --region %s"
                .formatted(ShellWord.of(stack.region()), ShellWord.of(stack.region()))));
  }

  /** What makes the watch deaf on this trail. */
  private Optional<Outcome> lacks(Trail trail) {
    boolean isLogging =
        Boolean.TRUE.equals(
            Reading.GET_TRAIL_STATUS.of(
                () -> cloudTrail.getTrailStatus(r -> r.name(trail.trailARN())).isLogging()));
    if (!isLogging) {
      return Optional.of(
          new Outcome.Wrong(
              "the trail %s has stopped logging".formatted(trail.name()),
              WHY,
              "aws cloudtrail start-logging --name %s --region %s"
                  .formatted(
                      ShellWord.of(trail.trailARN()),
                      ShellWord.of(String.valueOf(trail.homeRegion())))));
    }
    GetEventSelectorsResponse selectors =
        Reading.GET_EVENT_SELECTORS.of(
            () -> cloudTrail.getEventSelectors(r -> r.trailName(trail.trailARN())));
    if (takesChanges(selectors)) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Wrong(
            "the trail %s does not log writing management events, or leaves out those of %s"
                .formatted(trail.name(), KMS),
            WHY,
            "aws cloudtrail put-event-selectors --trail-name %s --region %s --event-selectors '[{\"ReadWriteType\":\"WriteOnly\",\"IncludeManagementEvents\":true}]'; it replaces the selectors that are there"
                .formatted(
                    ShellWord.of(trail.trailARN()),
                    ShellWord.of(String.valueOf(trail.homeRegion())))));
  }

  private static boolean takesChanges(GetEventSelectorsResponse selectors) {
    return selectors.eventSelectors().stream().anyMatch(TrailCheck::takesChanges)
        || selectors.advancedEventSelectors().stream().anyMatch(TrailCheck::takesChanges);
  }

  private static boolean takesChanges(EventSelector selector) {
    return Boolean.TRUE.equals(selector.includeManagementEvents())
        && selector.readWriteType() != ReadWriteType.READ_ONLY
        && !selector.excludeManagementEventSources().contains(KMS);
  }

  /**
   * Of the conditions that such a selector may have, each that is not known makes it too narrow.
   */
  private static boolean takesChanges(AdvancedEventSelector selector) {
    return selector.fieldSelectors().stream().allMatch(TrailCheck::takesChanges)
        && selector.fieldSelectors().stream()
            .anyMatch(field -> String.valueOf(field.field()).equals("eventCategory"));
  }

  private static boolean takesChanges(AdvancedFieldSelector field) {
    return switch (String.valueOf(field.field())) {
      case "eventCategory" -> field.equalsValue().contains("Management");
      case "readOnly" -> field.equalsValue().contains("false");
      case "eventSource" -> field.equalsValue().isEmpty() && !field.notEquals().contains(KMS);
      default -> false;
    };
  }
}
