package io.accesstriage.finding;

import io.accesstriage.text.PackagedFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names that AWS had when this version was made, to tell who writes one that it did not have.
 * An unknown name is not a wrong one: AWS gets new ones every week.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Actions,
 *     resources, and condition keys for AWS services</a>
 */
public final class AwsNames {
  /**
   * The types of resources of external, internal and unused access.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html">Resource
   *     types for external and internal access</a>
   */
  public static final Set<String> RESOURCE_TYPES =
      Set.of(
          "AWS::DynamoDB::Stream",
          "AWS::DynamoDB::Table",
          "AWS::EC2::Snapshot",
          "AWS::ECR::Repository",
          "AWS::EFS::FileSystem",
          "AWS::IAM::Role",
          "AWS::IAM::User",
          "AWS::KMS::Key",
          "AWS::Lambda::Function",
          "AWS::Lambda::LayerVersion",
          "AWS::RDS::DBClusterSnapshot",
          "AWS::RDS::DBSnapshot",
          "AWS::S3::Bucket",
          "AWS::S3Express::DirectoryBucket",
          "AWS::SNS::Topic",
          "AWS::SQS::Queue",
          "AWS::SecretsManager::Secret");

  private AwsNames() {}

  /** The prefixes of services, such as s3. */
  public static Set<String> services() {
    return ActionLevels.services();
  }

  /** The actions of a service as AWS writes them, such as GetObject; none of an unknown one. */
  public static Set<String> actions(String service) {
    return ActionLevels.names(service);
  }

  /** Whether there is such an action, or one that a pattern such as s3:Get* covers. */
  public static boolean isAction(String action) {
    return ActionLevels.areKnown(action);
  }

  /**
   * A condition key as AWS writes it; nothing where there is no such key. Policies may have it in
   * other letters. The keys of web identity providers begin with a host, and there may be any;
   * those of SAML stand as {@code saml:} in AWS's tables and as {@code SAML:} in its examples.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Key
   *     names are not case-sensitive</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html">SAML:aud</a>
   */
  public static Optional<String> conditionKey(String key) {
    int colon = key.indexOf(':');
    boolean isOfProvider = colon > 0 && key.lastIndexOf('.', colon) >= 0;
    String inTable = key.startsWith("SAML:") ? key.replaceFirst("SAML", "saml") : key;
    if (isOfProvider || conditionKeys().stream().anyMatch(known -> covers(known, inTable, false))) {
      return Optional.of(key);
    }
    return conditionKeys().stream()
        .filter(known -> covers(known, key, true))
        .map(known -> known.substring(0, fixed(known)) + key.substring(fixed(known)))
        .findFirst();
  }

  private static boolean covers(String known, String key, boolean inAnyCase) {
    int fixed = fixed(known);
    return (fixed < known.length() || key.length() == fixed)
        && key.regionMatches(inAnyCase, 0, known, 0, fixed);
  }

  /** How many characters of it are always the same. */
  private static int fixed(String known) {
    int star = known.indexOf('*');
    return star < 0 ? known.length() : star;
  }

  /**
   * The keys that belong to AWS; where a part may be anything, such as a tag's name, that is a *.
   */
  public static List<String> conditionKeys() {
    return ConditionKeys.ALL;
  }

  /** Read when first asked for. */
  private static final class ConditionKeys {
    private static final List<String> ALL = PackagedFile.rows(AwsNames.class, "condition-keys.txt");
  }
}
