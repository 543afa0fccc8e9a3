package io.accesstriage.finding;

import java.util.Comparator;

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
public record Source(String type, String accessPointArn, String accessPointAccount)
    implements Comparable<Source> {
  private static final Comparator<Source> ORDER =
      Comparator.comparing(Source::type)
          .thenComparing(Source::accessPointArn)
          .thenComparing(Source::accessPointAccount);

  /** A source that tells no account of an access point. */
  public Source(String type, String accessPointArn) {
    this(type, accessPointArn, "");
  }

  @Override
  public int compareTo(Source other) {
    return ORDER.compare(this, other);
  }
}
