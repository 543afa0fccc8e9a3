package io.accesstriage.messages.alert;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.PrincipalWords;
import io.accesstriage.messages.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who has access, and under which condition. A pipeline is called by its name. */
final class WhoWords {
  private static final int MOST_CONDITIONS = 3;
  private static final int LONGEST_NAME = 120;
  static final String ACCESS_POINT = "s3:DataAccessPointArn";

  /** Nobody can call what these are for without credentials of AWS. */
  private static final Set<String> SIGNED_ONLY =
      Set.of(
          "AWS::EC2::Snapshot",
          "AWS::ECR::Repository",
          "AWS::KMS::Key",
          "AWS::Lambda::LayerVersion",
          "AWS::RDS::DBClusterSnapshot",
          "AWS::RDS::DBSnapshot");

  private static final String IDENTITY_CENTER = "users of IAM Identity Center";

  private static final Pattern PERMISSION_SET =
      Pattern.compile("role/aws-reserved/sso[.].*/AWSReservedSSO_(.+)_[0-9a-f]{16}");

  /**
   * What every sign-in to the console has, so that it limits nobody.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html">SAML
   *     assertions</a>
   */
  private static final Pattern SIGN_IN =
      Pattern.compile(
          "https://([a-z0-9-]+[.])?signin[.](aws[.]amazon[.]com|amazonaws[.]cn|amazonaws-us-gov[.]com)/saml");

  private static final String MOUNT_TARGET = "elasticfilesystem:accessedviamounttarget";

  private WhoWords() {}

  /**
   * In a few words, such as "GitHub Actions (example-org/example-repo, branch main)".
   *
   * @param accountName whose the principal's account is; null where nobody names it
   */
  static String brief(Finding finding, @Nullable String accountName) {
    return identityCenter(finding)
        .or(() -> PipelineWords.of(finding))
        .or(() -> limited(finding, accountName))
        .orElseGet(() -> PrincipalWords.brief(finding.principal(), accountName));
  }

  /** In fewer words still, where the resource's name, beside which they stand, says the rest. */
  static String besideName(Finding finding, @Nullable String accountName) {
    return identityCenterRole(finding).isPresent() ? IDENTITY_CENTER : brief(finding, accountName);
  }

  /** Anyone, or a service, whom one condition limits to what has a name. */
  private static Optional<String> limited(Finding finding, @Nullable String accountName) {
    return namingLimit(finding)
        .map(
            limit -> {
              String value = Defanged.text(limit.getValue(), LONGEST_NAME);
              return switch (limit.getKey().toLowerCase(Locale.ROOT)) {
                case "aws:principalorgid" -> "organization " + value;
                case "aws:principalaccount", "aws:principalarn", "kms:calleraccount" ->
                    PrincipalWords.brief(
                        Principal.of(Map.of("AWS", limit.getValue())), accountName);
                case "aws:sourceip" -> "anyone in network " + value;
                case MOUNT_TARGET -> "any client that reaches its mount targets";
                default ->
                    "%s for %s"
                        .formatted(
                            Defanged.text(finding.principal().value(), LONGEST_NAME),
                            PrincipalWords.brief(
                                Principal.of(Map.of("AWS", limit.getValue())), accountName));
              };
            });
  }

  private static Optional<Map.Entry<String, String>> namingLimit(Finding finding) {
    Map<String, String> limits = limits(finding);
    if (finding.principal() == null || finding.mayBePublic()) {
      return Optional.empty();
    }
    Set<String> naming =
        switch (finding.principal().kind()) {
          case ANYONE ->
              Set.of(
                  "aws:principalorgid",
                  "aws:principalaccount",
                  "aws:principalarn",
                  "kms:calleraccount",
                  "aws:sourceip",
                  MOUNT_TARGET);
          case SERVICE -> Set.of("aws:sourceaccount");
          default -> Set.of();
        };
    return limits.entrySet().stream()
        .filter(limit -> naming.contains(limit.getKey().toLowerCase(Locale.ROOT)))
        .filter(limit -> isShort(limit.getValue()) || isArnOfOne(limit.getValue()))
        .filter(
            limit ->
                !limit.getKey().equalsIgnoreCase(MOUNT_TARGET) || limit.getValue().equals("true"))
        .findFirst();
  }

  private static boolean isArnOfOne(String value) {
    return value.matches("arn:[a-z-]+:(iam|sts)::\\d{12}:[\\w/+=.@-]+");
  }

  private static Map<String, String> limits(Finding finding) {
    Map<String, String> limits = OpenAccess.limits(finding);
    return limits == null ? conditions(finding) : limits;
  }

  /** With what a reader has to know of such a principal. */
  static String full(Finding finding, @Nullable String accountName) {
    return identityCenter(finding)
        .or(() -> PipelineWords.of(finding))
        .or(() -> limited(finding, accountName).map(who -> who + condition(finding)))
        .orElseGet(
            () ->
                isAnyone(finding) && !condition(finding).isEmpty()
                    ? "anyone" + condition(finding)
                    : isAnyone(finding) && isSignedOnly(finding)
                        ? "anyone with an AWS account"
                        : PrincipalWords.full(finding.principal(), accountName));
  }

  /**
   * A function takes requests without credentials by its URL only, and only where that asks for
   * none.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html">Control access to
   *     Lambda function URLs</a>
   */
  private static boolean isSignedOnly(Finding finding) {
    if (!finding.resource().type().equals("AWS::Lambda::Function")) {
      return SIGNED_ONLY.contains(finding.resource().type());
    }
    return conditions(finding).entrySet().stream()
        .anyMatch(
            condition ->
                condition.getKey().equalsIgnoreCase("lambda:FunctionUrlAuthType")
                    && condition.getValue().equals("AWS_IAM"));
  }

  static boolean isAnyone(Finding finding) {
    return finding.principal() != null && finding.principal().kind() == PrincipalKind.ANYONE;
  }

  /**
   * Anyone may give an identity provider such a name, but only IAM Identity Center makes roles in
   * this path.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html">Names
   *     of such roles</a>
   */
  private static Optional<String> identityCenter(Finding finding) {
    return identityCenterRole(finding)
        .map(
            role ->
                IDENTITY_CENTER
                    + permissionSet(role)
                        .map(set -> " assigned permission set " + Defanged.text(set, LONGEST_NAME))
                        .orElse(""));
  }

  /** Its name is in the role's, between a prefix and a number. */
  private static Optional<String> permissionSet(Arn role) {
    return Optional.of(PERMISSION_SET.matcher(role.resource()))
        .filter(Matcher::matches)
        .map(named -> named.group(1));
  }

  private static Optional<Arn> identityCenterRole(Finding finding) {
    return Arn.parse(finding.resource().arn())
        .filter(role -> role.resource().startsWith("role/aws-reserved/sso.amazonaws.com/"))
        .filter(
            role ->
                Optional.ofNullable(finding.principal())
                    .flatMap(principal -> Arn.parse(principal.value()))
                    .filter(provider -> provider.resource().startsWith("saml-provider/AWSSSO_"))
                    .isPresent());
  }

  /**
   * Such as " if aws:SourceIp is 203.0.113.0/24"; empty where no condition that limits is known.
   */
  static String condition(Finding finding) {
    Map<String, String> limits = new TreeMap<>(limits(finding));
    // Whatever says who, or by what way, says these conditions already.
    limits.keySet().removeIf(key -> key.equalsIgnoreCase(ACCESS_POINT));
    limits
        .entrySet()
        .removeIf(
            limit ->
                limit.getKey().equalsIgnoreCase("SAML:aud")
                    && SIGN_IN.matcher(limit.getValue()).matches());
    if (PipelineWords.of(finding).isPresent()) {
      limits.keySet().removeIf(PipelineWords::isSubject);
    }
    namingLimit(finding).ifPresent(limit -> limits.remove(limit.getKey()));
    List<String> keys =
        limits.keySet().stream().map(key -> Defanged.text(key, LONGEST_NAME)).toList();
    if (keys.isEmpty()) {
      return "";
    }
    String only = limits.size() == 1 ? limits.values().iterator().next() : "";
    if (isShort(only) && !keys.get(0).equalsIgnoreCase("sts:ExternalId")) {
      return " if %s is %s".formatted(keys.get(0), Defanged.text(only, LONGEST_NAME));
    }
    return " if %s %s"
        .formatted(
            Words.joined(Words.first(MOST_CONDITIONS, keys)),
            keys.size() == 1 ? "matches" : "match");
  }

  private static boolean isShort(String value) {
    return !value.isBlank() && value.length() <= 40;
  }

  /** None where they were not read. */
  static Map<String, String> conditions(Finding finding) {
    return finding.access() == null || finding.access().condition() == null
        ? Map.of()
        : finding.access().condition();
  }
}
