package io.accesstriage.health;

import java.util.List;

/**
 * What AWS CloudTrail answers about the trails that log in the product's region. Implementations
 * are thread-safe; a call that fails throws {@link io.accesstriage.aws.AwsCallException}.
 */
public interface Trails {
  /** As IAM names the calls. */
  String LIST = "cloudtrail:DescribeTrails";

  String STATUS = "cloudtrail:GetTrailStatus";

  String SELECTORS = "cloudtrail:GetEventSelectors";

  /** The account's and its organization's. */
  List<Trail> inRegion();

  boolean isLogging(Trail trail);

  /** Whether it takes all management events that change something. */
  boolean logsChanges(Trail trail);

  /** Its home region may be another. */
  record Trail(String name, String arn, String homeRegion) {}
}
