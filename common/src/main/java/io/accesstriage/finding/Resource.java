package io.accesstriage.finding;

import io.accesstriage.json.IfAbsent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resource that a finding is about.
 *
 * @param arn empty only for a finding that is gone and was never described
 * @param type such as AWS::S3::Bucket; empty like {@code arn}
 * @param account the owner's id, or null where neither the finding nor the ARN says it
 * @param region of the ARN, else of the finding or its analyzer
 */
public record Resource(
    @IfAbsent("") String arn,
    @IfAbsent("") String type,
    @Nullable String account,
    @Nullable String region) {
  /**
   * The resource of a finding, with what its ARN leaves out taken from the finding: a bucket's ARN
   * has neither account nor region.
   *
   * @param owner its account, where the finding says it
   * @param findingRegion where the finding says it
   * @param analyzerArn of the finding; empty where it is not known
   */
  public static Resource of(
      String arn,
      String type,
      @Nullable String owner,
      @Nullable String findingRegion,
      String analyzerArn) {
    return new Resource(
        arn,
        type,
        owner != null ? owner : Arn.accountOf(arn).orElse(null),
        Arn.regionOf(arn)
            .or(() -> Optional.ofNullable(findingRegion))
            .or(() -> Arn.regionOf(analyzerArn))
            .orElse(null));
  }
}
