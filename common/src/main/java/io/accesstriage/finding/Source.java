package io.accesstriage.finding;

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
public record Source(String type, String accessPointArn, String accessPointAccount) {

  /** A source that tells no account of an access point. */
  public Source(String type, String accessPointArn) {
    this(type, accessPointArn, "");
  }
}
