package io.accesstriage.messages.containment;

import io.accesstriage.messages.words.ConsoleLink;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the console shows a resource, for the types that have such an address. */
final class ResourceLink {
  /** What needs no escape in a link's path, query or fragment. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/-]{1,256}");

  private ResourceLink() {}

  /**
   * A directory bucket has none: no source says where the console shows it.
   *
   * @see <a
   *     href="https://github.com/MacHu-GWU/aws_console_url-project/blob/main/aws_console_url/srv/rds.py">Addresses
   *     of RDS's console</a>
   */
  static Optional<String> to(Target target) {
    String name = target.name();
    String path =
        switch (target.finding().resource().type()) {
          case "AWS::S3::Bucket" ->
              regional("s3/buckets/" + target.arn().resource(), target) + "&tab=permissions";
          case "AWS::RDS::DBSnapshot" -> regional("rds/home", target) + "#db-snapshot:id=" + name;
          // The page of one needs its engine, which a finding does not say.
          case "AWS::RDS::DBClusterSnapshot" -> regional("rds/home", target) + "#snapshots-list:";
          case "AWS::IAM::Role" -> "iam/home#/roles/" + target.lastName();
          case "AWS::IAM::User" -> "iam/home#/users/" + target.lastName();
          case "AWS::KMS::Key" -> regional("kms/home", target) + "#/kms/keys/" + name;
          case "AWS::Lambda::Function" ->
              regional("lambda/home", target) + "#/functions/" + target.unqualifiedName();
          case "AWS::EC2::Snapshot" ->
              regional("ec2/home", target) + "#Snapshots:snapshotId=" + name;
          case "AWS::SNS::Topic" -> regional("sns/v3/home", target) + "#/topic/" + target.arn();
          case "AWS::EFS::FileSystem" -> regional("efs/home", target) + "#/file-systems/" + name;
          case "AWS::Lambda::LayerVersion" ->
              name.contains(":")
                  ? regional("lambda/home", target) + "#/layers/" + name.replace(":", "/versions/")
                  : "";
          case "AWS::DynamoDB::Table", "AWS::DynamoDB::Stream" ->
              regional("dynamodbv2/home", target)
                  + "#table?name="
                  + name.replaceFirst("/stream/.*", "");
          case "AWS::SQS::Queue" ->
              regional("sqs/v3/home", target)
                  + "#/queues/https%%3A%%2F%%2Fsqs.%s.amazonaws.%s%%2F%s%%2F%s"
                      .formatted(
                          target.region(),
                          switch (target.arn().partition()) {
                            case "aws-cn" -> "com.cn";
                            case "aws-eusc" -> "eu";
                            default -> "com";
                          },
                          target.arn().account(),
                          target.arn().resource());
          case "AWS::ECR::Repository" ->
              regional(
                  "ecr/repositories/private/%s/%s".formatted(target.arn().account(), name), target);
          case "AWS::SecretsManager::Secret" ->
              "secretsmanager/secret?name=%s&region=%s"
                  .formatted(target.secretName(), target.region());
          default -> "";
        };
    return path.isEmpty() || !PLAIN.matcher(target.arn().toString()).matches()
        ? Optional.empty()
        : ConsoleLink.host(target.arn().partition()).map(host -> "https://" + host + "/" + path);
  }

  private static String regional(String path, Target target) {
    return path + "?region=" + target.region();
  }
}
