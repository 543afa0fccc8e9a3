package io.accesstriage.finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
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
   * Whether there is such a condition key, in capital letters or not. The keys of web identity
   * providers begin with a host, and there may be any.
   */
  public static boolean isConditionKey(String key) {
    int colon = key.indexOf(':');
    if (colon > 0 && key.lastIndexOf('.', colon) >= 0) {
      return true;
    }
    String lowerCase = key.toLowerCase(Locale.ROOT);
    return conditionKeys().stream()
        .map(known -> known.toLowerCase(Locale.ROOT))
        .anyMatch(
            known ->
                known.equals(lowerCase)
                    || (known.indexOf('*') >= 0
                        && lowerCase.startsWith(known.substring(0, known.indexOf('*')))));
  }

  /**
   * The keys that belong to AWS; where a part may be anything, such as a tag's name, that is a *.
   */
  public static List<String> conditionKeys() {
    return ConditionKeys.ALL;
  }

  /** Read when first asked for. */
  private static final class ConditionKeys {
    private static final List<String> ALL = read("condition-keys.txt");

    private static List<String> read(String table) {
      try (InputStream in = AwsNames.class.getResourceAsStream(table)) {
        if (in == null) {
          throw new IllegalStateException(table + " is not packaged beside " + AwsNames.class);
        }
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the packaged " + table, e);
      }
    }
  }
}
