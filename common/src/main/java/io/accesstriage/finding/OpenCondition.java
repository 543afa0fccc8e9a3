package io.accesstriage.finding;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
   * Keys that say how a request is made, or that whoever makes it chooses.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html">IAM
   *     and AWS STS condition context keys</a> for the names of sessions
   */
  private static final Set<String> MET_BY_ANYONE =
      Set.of(
          "aws:referer",
          "aws:securetransport",
          "aws:useragent",
          "aws:username",
          "aws:vpcsourceip",
          "sts:rolesessionname",
          "sts:sourceidentity");

  /** Anyone tags roles of an account of their own. */
  private static final String PRINCIPAL_TAG = "aws:principaltag/";

  /**
   * Values by which access needs no credentials.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html">Control access to
   *     Lambda function URLs</a>
   */
  private static final Map<String, String> WITHOUT_CREDENTIALS =
      Map.of("lambda:functionurlauthtype", "NONE", "lambda:invokedviafunctionurl", "true");

  private static final Set<String> ARNS =
      Set.of("aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn", "lambda:sourcefunctionarn");

  /**
   * Where the values of other keys name somebody.
   *
   * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html">AWS
   *     KMS condition keys</a>
   */
  private static final Map<String, TenantName> NAMES =
      Map.of(
          "aws:principalorgid", new TenantName("o-", ""),
          "aws:principalorgpaths", new TenantName("o-", "/"),
          "aws:principalservicename", new TenantName("", "."),
          "aws:sourceorgid", new TenantName("o-", ""),
          "aws:sourceorgpaths", new TenantName("o-", "/"),
          "aws:sourcevpc", new TenantName("vpc-", ""),
          "aws:sourcevpce", new TenantName("vpce-", ""),
          "aws:userid", new TenantName("", ":"),
          "kms:viaservice", new TenantName("", "."));

  private OpenCondition() {}

  /** Whether a condition keeps anyone out. */
  static boolean limits(String key, String value) {
    String name = key.toLowerCase(Locale.ROOT);
    if (isWildcard(value)
        || isOwnVariable(value)
        || MET_BY_ANYONE.contains(name)
        || name.startsWith(PRINCIPAL_TAG)
        || value.equalsIgnoreCase(WITHOUT_CREDENTIALS.get(name))) {
      return false;
    }
    if (name.equals("aws:sourceip")) {
      return Stream.of(value.split("[^0-9A-Fa-f.:/]+")).noneMatch(OpenCondition::isBroad);
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
    if (TenantName.literalHead(pattern).length() == pattern.length()) {
      return true;
    }
    List<String> parts = List.of(pattern.split(":", 6));
    if (parts.size() < 6) {
      return false;
    }
    String account = parts.get(4);
    return account.isEmpty()
        ? !new TenantName("", "/").isLeftOpenBy(parts.get(5))
        : !isWildcard(account);
  }
}
