package io.accesstriage.finding;

import io.accesstriage.json.IfAbsent;
import io.accesstriage.json.MayBeEmpty;
import java.util.Comparator;
import java.util.Optional;

/**
 * What grants the access.
 *
 * @param type POLICY, BUCKET_ACL, S3_ACCESS_POINT or S3_ACCESS_POINT_ACCOUNT
 * @param accessPointArn empty where no access point is involved, or only its account is told
 * @param accessPointAccount the account of the access points that the bucket delegates to; empty
 *     where it is not told
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSourceDetail.html">FindingSourceDetail</a>
 */
public record Source(
    @MayBeEmpty String type,
    @IfAbsent("") String accessPointArn,
    @IfAbsent(value = "", isWritten = false) String accessPointAccount)
    implements Comparable<Source> {
  private static final String ACCESS_POINT = "S3_ACCESS_POINT";
  private static final String ACCESS_POINT_ACCOUNT = "S3_ACCESS_POINT_ACCOUNT";
  private static final Comparator<Source> ORDER =
      Comparator.comparing(Source::type)
          .thenComparing(Source::accessPointArn)
          .thenComparing(Source::accessPointAccount);

  /** A source that tells no account of an access point. */
  public Source(String type, String accessPointArn) {
    this(type, accessPointArn, "");
  }

  /** Whether the resource's own policy grants the access. */
  public boolean isPolicy() {
    return type.equals("POLICY");
  }

  /** Whether an access point grants the access, and not the resource itself. */
  public boolean isAccessPoint() {
    return type.equals(ACCESS_POINT) || type.equals(ACCESS_POINT_ACCOUNT);
  }

  /**
   * Whether it is a Multi-Region Access Point, whose alias ends so.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html">Multi-Region
   *     Access Point aliases</a>
   */
  public boolean isMultiRegion() {
    return isAccessPoint() && accessPointArn.endsWith(".mrap");
  }

  /**
   * Whether it names the access point that its type has, or no access point if its type has none.
   */
  public boolean isComplete() {
    return switch (type) {
      case ACCESS_POINT -> !accessPointArn.isEmpty() && account().isPresent();
      case ACCESS_POINT_ACCOUNT -> account().isPresent();
      default -> accessPointArn.isEmpty() && accessPointAccount.isEmpty();
    };
  }

  /** The account of the access point: the given one, else that of its ARN. */
  public Optional<String> account() {
    return accessPointAccount.isEmpty()
        ? Arn.accountOf(accessPointArn)
        : Optional.of(accessPointAccount);
  }

  @Override
  public int compareTo(Source other) {
    return ORDER.compare(this, other);
  }
}
