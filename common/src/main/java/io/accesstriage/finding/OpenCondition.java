package io.accesstriage.finding;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Conditions that anyone can meet at will, whoever the principal is. Access Analyzer tells the key
 * and the value of a condition, not its operator, so {@code *} and {@code ?} count as wildcards
 * everywhere. What is not known to limit nobody limits.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html">IAM
 *     Access Analyzer filter keys</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">AWS
 *     global condition context keys</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status">The
 *     meaning of "public": conditions that count, and those with wildcards, which do not</a>
 */
final class OpenCondition {
  /**
   * Keys that say how or when a request is made, through which service, or what the resource is, or
   * whose values the caller chooses.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html">IAM
   *     and AWS STS condition context keys</a> for the names of sessions
   * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html">AWS
   *     KMS condition keys</a>: {@code kms:ViaService} names a service, not who uses it
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html">Amazon
   *     S3 signature version 4 policy keys</a>
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html">Control access to
   *     Lambda function URLs</a>: without credentials, or with those of any AWS account
   */
  private static final Set<String> MET_BY_ANYONE =
      Set.of(
          "aws:calledvia",
          "aws:calledviafirst",
          "aws:calledvialast",
          "aws:currenttime",
          "aws:epochtime",
          "aws:multifactorauthage",
          "aws:multifactorauthpresent",
          "aws:principalisawsservice",
          "aws:principaltype",
          "aws:referer",
          "aws:requestedregion",
          "aws:resourceaccount",
          "aws:resourceorgid",
          "aws:resourceorgpaths",
          "aws:securetransport",
          "aws:tagkeys",
          "aws:tokenissuetime",
          "aws:useragent",
          "aws:username",
          "aws:viaawsservice",
          "aws:vpcsourceip",
          "kms:grantisforawsresource",
          "kms:viaservice",
          "lambda:functionurlauthtype",
          "s3:authtype",
          "s3:delimiter",
          "s3:max-keys",
          "s3:prefix",
          "s3:resourceaccount",
          "s3:signatureage",
          "s3:signatureversion",
          "s3:tlsversion",
          "s3:x-amz-acl",
          "s3:x-amz-content-sha256",
          "s3:x-amz-server-side-encryption",
          "sns:protocol",
          "sts:rolesessionname",
          "sts:sourceidentity");

  /** Anyone tags roles of an account of their own, and chooses the tags of a request. */
  private static final List<String> TAGS_OF_THE_CALLER =
      List.of("aws:principaltag/", "aws:requesttag/");

  /** Those of the resource are the same for all; most services have a key of their own. */
  private static final List<String> TAGS_OF_THE_RESOURCE =
      List.of(":resourcetag/", ":existingobjecttag/");

  /** {@code false} keeps those out who come by the function's URL. */
  private static final String INVOKED_VIA_URL = "lambda:invokedviafunctionurl";

  private static final Set<String> ARNS =
      Set.of("aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn", "lambda:sourcefunctionarn");

  /** Where the values of other keys name somebody. */
  private static final Map<String, TenantName> NAMES =
      Map.ofEntries(
          Map.entry("aws:ec2instancesourcevpc", new TenantName("vpc-", "")),
          Map.entry("aws:principalaccount", TenantName.WHOLE_VALUE),
          Map.entry("aws:principalorgid", new TenantName("o-", "")),
          Map.entry("aws:principalorgpaths", new TenantName("o-", "/")),
          Map.entry("aws:principalservicename", new TenantName("", ".")),
          Map.entry("aws:sourceaccount", TenantName.WHOLE_VALUE),
          Map.entry("aws:sourceorgid", new TenantName("o-", "")),
          Map.entry("aws:sourceorgpaths", new TenantName("o-", "/")),
          Map.entry("aws:sourceowner", TenantName.WHOLE_VALUE),
          Map.entry("aws:sourcevpc", new TenantName("vpc-", "")),
          Map.entry("aws:sourcevpce", new TenantName("vpce-", "")),
          Map.entry("aws:userid", new TenantName("", ":")),
          Map.entry("aws:vpceaccount", TenantName.WHOLE_VALUE),
          Map.entry("aws:vpceorgid", new TenantName("o-", "")),
          Map.entry("aws:vpceorgpaths", new TenantName("o-", "/")),
          Map.entry("kms:calleraccount", TenantName.WHOLE_VALUE),
          Map.entry("s3:dataaccesspointaccount", TenantName.WHOLE_VALUE));

  private OpenCondition() {}

  /**
   * Whether a condition keeps anyone out.
   *
   * @param value one of the key's
   */
  static boolean limits(String key, String value) {
    String name = key.toLowerCase(Locale.ROOT);
    if (isWildcard(value)
        || isOwnVariable(value)
        || MET_BY_ANYONE.contains(name)
        || TAGS_OF_THE_CALLER.stream().anyMatch(name::startsWith)
        || TAGS_OF_THE_RESOURCE.stream().anyMatch(name::contains)
        || (name.equals(INVOKED_VIA_URL) && value.equalsIgnoreCase("true"))) {
      return false;
    }
    if (name.equals("aws:sourceip")) {
      return !isBroad(value);
    }
    if (ARNS.contains(name) || value.startsWith("arn:")) {
      return isLimitingArn(value);
    }
    return !NAMES.containsKey(name) || !NAMES.get(name).isLeftOpenBy(value);
  }

  /**
   * Whether so many addresses are in a range that S3 calls it public.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status">The
   *     meaning of "public"</a>: broader than /8, or /32 of IPv6
   */
  private static boolean isBroad(String range) {
    int slash = range.indexOf('/');
    if (slash < 0 || !range.substring(slash + 1).matches("\\d{1,3}")) {
      return false;
    }
    int prefix = Integer.parseInt(range.substring(slash + 1));
    return prefix < (range.indexOf(':') < 0 ? 8 : 32);
  }

  /**
   * Whether the value is what the request says of itself, which anyone's equals. What it says of
   * the resource's owner only some can equal.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy
   *     variables</a>
   */
  private static boolean isOwnVariable(String value) {
    return value.startsWith("${")
        && value.indexOf('}') == value.length() - 1
        && !value.toLowerCase(Locale.ROOT).startsWith("${aws:resource");
  }

  private static boolean isWildcard(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c == '*' || c == '?');
  }

  /**
   * Whether an ARN, or a pattern of some, names an account, or a resource that has a name of its
   * own: a bucket, whose ARN has no account. Any account may have a role or a topic of some name.
   */
  private static boolean isLimitingArn(String pattern) {
    if (!TenantName.WHOLE_VALUE.isLeftOpenBy(pattern)) {
      return true;
    }
    List<String> parts = List.of(pattern.split(":", 6));
    if (parts.size() < 6) {
      return false;
    }
    String account = parts.get(4);
    return account.isEmpty()
        ? !new TenantName("", "/").isLeftOpenBy(parts.get(5))
        : !TenantName.WHOLE_VALUE.isLeftOpenBy(account);
  }
}
