package io.accesstriage.sweep;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.health.Trails;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;

/**
 * AWS CloudTrail's answers. A trail that logs writing management events is what EventBridge has
 * them from. Trails are named by ARN, as an organization's have to be. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS
 *     service events delivered via AWS CloudTrail</a>
 */
public final class CloudTrailTrails implements Trails {
  /** Of the sources that a trail can leave out, the one whose changes the tamper watch reports. */
  public static final String KMS = "kms.amazonaws.com";

  private final Supplier<CloudTrailClient> newClient;
  private @Nullable CloudTrailClient client;

  CloudTrailTrails(AwsClients aws) {
    this(() -> aws.client(CloudTrailClient::builder));
  }

  /**
   * @param newClient makes the client of the region that is asked about, on first use
   */
  public CloudTrailTrails(Supplier<CloudTrailClient> newClient) {
    this.newClient = newClient;
  }

  @Override
  public List<Trail> inRegion() {
    return call(
        LIST,
        () ->
            client().describeTrails(r -> {}).trailList().stream()
                .map(
                    trail ->
                        new Trail(
                            String.valueOf(trail.name()),
                            String.valueOf(trail.trailARN()),
                            String.valueOf(trail.homeRegion())))
                .toList());
  }

  @Override
  public boolean isLogging(Trail trail) {
    return call(
        STATUS,
        () -> Boolean.TRUE.equals(client().getTrailStatus(r -> r.name(trail.arn())).isLogging()));
  }

  @Override
  public boolean logsChanges(Trail trail) {
    GetEventSelectorsResponse selectors =
        call(SELECTORS, () -> client().getEventSelectors(r -> r.trailName(trail.arn())));
    return selectors.eventSelectors().stream().anyMatch(CloudTrailTrails::takesChanges)
        || selectors.advancedEventSelectors().stream().anyMatch(CloudTrailTrails::takesChanges);
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
    return selector.fieldSelectors().stream().allMatch(CloudTrailTrails::takesChanges)
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

  private synchronized CloudTrailClient client() {
    if (client == null) {
      client = newClient.get();
    }
    return client;
  }

  private static <T> T call(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsCallException.of(operation, e);
    }
  }
}
