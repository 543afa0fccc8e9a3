package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resource of which every part can stand in a command as it is, and who has access to it.
 *
 * @param account the owner's; null where it was not read
 */
record Target(
    Finding finding, Arn arn, @Nullable String account, String region, Principal principal) {
  /**
   * What the names of all these resources are made of. None begins with a hyphen, which the command
   * line would take for an option, or is an address, from which it would load the value.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html">Loading
   *     a parameter from a file</a>
   */
  private static final Pattern SAFE =
      Pattern.compile("(?!(?i:fileb?|https?):)(?!.*//)[A-Za-z0-9_/.!][A-Za-z0-9_/:=.,@+!-]*");

  private static final Pattern PARTITION = Pattern.compile("aws(-[a-z]{1,8}){0,3}");

  static Optional<Target> of(Finding finding, Principal principal) {
    String region = finding.resource().region();
    String account = finding.resource().account();
    String type = finding.resource().type();
    return Arn.parse(finding.resource().arn())
        .filter(arn -> PARTITION.matcher(arn.partition()).matches())
        .filter(arn -> isSafe(arn.toString()) && isSafe(arn.resource()))
        .filter(arn -> region != null && Arn.isRegion(region))
        .filter(arn -> account == null || Arn.isAccountId(account))
        .filter(arn -> arn.partition().equals("aws-cn") == String.valueOf(region).startsWith("cn-"))
        .filter(
            arn -> arn.partition().equals("aws-eusc") == String.valueOf(region).startsWith("eusc-"))
        .filter(arn -> arn.region().isEmpty() || arn.region().equals(region))
        .filter(arn -> arn.account().isEmpty() || account == null || arn.account().equals(account))
        .filter(arn -> (arn.service() + ":" + arn.resource()).matches(shape(type)))
        .map(arn -> new Target(finding, arn, account, region == null ? "" : region, principal))
        .filter(target -> isSafe(target.name()) && isSafe(target.lastName()));
  }

  /**
   * What an ARN of the type has from its service on, without what is between.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Resource
   *     types of AWS services</a>
   */
  private static String shape(String type) {
    String name = "\\w[\\w.-]*";
    return switch (type) {
      case "AWS::S3::Bucket" -> "s3:" + name;
      case "AWS::S3Express::DirectoryBucket" -> "s3express:bucket/" + name;
      case "AWS::EC2::Snapshot" -> "ec2:snapshot/" + name;
      case "AWS::RDS::DBSnapshot" -> "rds:snapshot:.+";
      case "AWS::RDS::DBClusterSnapshot" -> "rds:cluster-snapshot:.+";
      case "AWS::KMS::Key" -> "kms:key/" + name;
      case "AWS::IAM::Role" -> "iam:role/.+";
      case "AWS::IAM::User" -> "iam:user/.+";
      case "AWS::SQS::Queue" -> "sqs:" + name;
      case "AWS::SNS::Topic" -> "sns:" + name;
      case "AWS::SecretsManager::Secret" -> "secretsmanager:secret:.+";
      case "AWS::ECR::Repository" -> "ecr:repository/.+";
      case "AWS::EFS::FileSystem" -> "elasticfilesystem:file-system/" + name;
      case "AWS::DynamoDB::Table" -> "dynamodb:table/" + name;
      case "AWS::DynamoDB::Stream" -> "dynamodb:table/" + name + "/stream/.+";
      case "AWS::Lambda::Function" -> "lambda:function:%1$s(:%1$s)?".formatted(name);
      case "AWS::Lambda::LayerVersion" -> "lambda:layer:" + name + "(:\\d+)?";
      default -> "";
    };
  }

  /** Of a finding. */
  static boolean isId(String text) {
    return text.matches("[0-9a-f][0-9a-f-]{7,63}");
  }

  static boolean isSafe(String text) {
    return SAFE.matcher(text).matches();
  }

  /** What follows the kind of resource and one separator; all of it where there is no kind. */
  String name() {
    String resource = arn.resource();
    int kind = arn.resourceKind().length();
    return kind < resource.length() ? resource.substring(kind + 1) : resource;
  }

  /** A function's or layer's name without its version or alias. */
  String unqualifiedName() {
    return name().split(":", 2)[0];
  }

  /** A role's or user's name without its path. */
  String lastName() {
    return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
  }

  /** A secret's name, without what Secrets Manager adds in its ARN. */
  String secretName() {
    return name().replaceFirst("-[A-Za-z0-9]{6}$", "");
  }

  AwsCommand call(String service, String operation) {
    return AwsCommand.of(service, operation).with("--region", region);
  }

  /** How the principal stands in a policy of this resource. */
  String inPolicy() {
    return PolicyPrincipal.of(principal, arn.partition());
  }

  /**
   * The condition by which an identity provider's token has access: others that the provider signs
   * in keep theirs when its value goes. Nothing where none limits who of them has it.
   */
  Optional<Map.Entry<String, String>> tokenSubject() {
    Map<String, String> limits = OpenAccess.limits(finding);
    if (principal.kind() != PrincipalKind.FEDERATED || limits == null) {
      return Optional.empty();
    }
    return limits.entrySet().stream()
        .filter(limit -> limit.getKey().equalsIgnoreCase(tokenKey()))
        .findFirst();
  }

  /** Whether it is known that no condition limits whom of those that a provider signs in. */
  boolean isOpenToTokens() {
    Map<String, String> limits = OpenAccess.limits(finding);
    return principal.kind() == PrincipalKind.FEDERATED && limits != null && limits.isEmpty();
  }

  /**
   * The condition key that names subjects of the provider's tokens, or what tells one's own from
   * the others' there.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html">Keys
   *     for AWS federation</a>
   */
  String tokenKey() {
    String provider = Arn.parse(principal.value()).map(Arn::resource).orElse(principal.value());
    return OpenAccess.tenantKey(finding)
        .orElse(
            provider.startsWith("saml-provider/")
                ? "saml:sub"
                : provider.replaceFirst("^oidc-provider/", "") + ":sub");
  }

  /** A value of that key, in which YOURS stands for one's own name. */
  String tokenExample() {
    return OpenAccess.tenantExample(finding).orElse("YOURS");
  }

  /** Whether a condition limits anyone to another account. */
  boolean isOfAnotherAccount() {
    return account != null
        && principal.kind() == PrincipalKind.ANYONE
        && OpenAccess.limitedToAccount(finding).filter(other -> !other.equals(account)).isPresent();
  }

  /** Whether the principal may use a key by grants, which outlive an edit of its policy. */
  boolean mayHaveGrants() {
    return !finding.isError()
        && (principal.kind() != PrincipalKind.ANYONE
            || actions().stream()
                .anyMatch(
                    action -> action.equalsIgnoreCase("kms:CreateGrant") || action.endsWith("*")));
  }

  private List<String> actions() {
    List<String> actions = finding.access() == null ? null : finding.access().actions();
    return actions == null ? List.of() : actions;
  }

  /** A role must have a policy with a statement. */
  boolean isTrustPolicy() {
    return arn.service().equals("iam");
  }

  /** The principal that stands for the resource's own account in a policy. */
  String ownAccount() {
    return "arn:%s:iam::%s:root"
        .formatted(arn.partition(), account == null ? "ACCOUNT_ID" : account);
  }

  /** Whether others may have the same principal, under a condition that lets in only one's own. */
  boolean isShared() {
    return switch (principal.kind()) {
      case ANYONE, SERVICE, FEDERATED -> true;
      default -> false;
    };
  }

  /** Under which the access holds; empty also where it was not read. */
  Map<String, String> condition() {
    Map<String, String> condition = finding.access() == null ? null : finding.access().condition();
    return condition == null ? Map.of() : condition;
  }

  /** What the files of this finding are called, without their extension. */
  String fileName() {
    String id = finding.id();
    return isId(id) ? id.substring(0, 8) : "%08x".formatted(id.hashCode());
  }

  boolean isPublic() {
    return Boolean.TRUE.equals(finding.isPublic());
  }

  /**
   * Who alone can change the role, as a sentence, where nobody of its account can: AWS made it, in
   * a path of its own.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html">Roles
   *     of permission sets</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html">Service-linked
   *     roles</a>
   */
  Optional<String> whoOwnsRole() {
    if (permissionSet().isPresent()) {
      return Optional.of(
          "%s In the organization's management account (or Identity Center's delegated administrator), remove permission set %s from %s; its users lose access."
              .formatted(
                  finding.family() == FindingType.Family.UNUSED
                      ? "Only IAM Identity Center can change this role. Does nobody need it?"
                      : "Usual for IAM Identity Center, which alone can change this role. Not intended?",
                  permissionSet().get(),
                  account == null ? "this account" : "account " + account));
    }
    return arn.resource().startsWith("role/aws-service-role/")
        ? Optional.of(
            "Only the AWS service that made this role can change it. Nobody needs that service here?"
                + " Remove what uses it, then delete the role.")
        : Optional.empty();
  }

  /** Of IAM Identity Center; its name is in the role's, between a prefix and a number. */
  Optional<String> permissionSet() {
    return Optional.of(lastName().replaceFirst("^AWSReservedSSO_(.+)_[0-9a-f]{16}$", "$1"))
        .filter(name -> arn.resource().startsWith("role/aws-reserved/"));
  }

  /**
   * By which Access Analyzer reads the resource, in the resource's account.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-using-service-linked-roles.html">Its
   *     service-linked role</a>
   */
  String analyzerRole() {
    return "arn:%s:iam::%s:role/aws-service-role/access-analyzer.amazonaws.com/AWSServiceRoleForAccessAnalyzer"
        .formatted(arn.partition(), account == null ? "ACCOUNT_ID" : account);
  }

  /** IAM has no region. */
  boolean isGlobal() {
    return arn.service().equals("iam");
  }

  /**
   * Where CloudTrail has the resource's events: IAM's are in one region of the partition.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events">Global
   *     service events</a>
   */
  String eventRegion() {
    if (!isGlobal()) {
      return region;
    }
    return switch (arn.partition()) {
      case "aws" -> "us-east-1";
      case "aws-cn" -> "cn-north-1";
      case "aws-us-gov" -> "us-gov-west-1";
      case "aws-eusc" -> "eusc-de-east-1";
      default -> region;
    };
  }
}
