package io.accesstriage.messages.words;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Resource;

/** A resource as people call it. */
public final class ResourceWords {
  private static final int LONGEST_NAME = 200;

  private ResourceWords() {}

  /** Such as "S3 bucket". */
  public static String noun(String type) {
    return switch (type) {
      case "AWS::S3::Bucket" -> "S3 bucket";
      case "AWS::S3Express::DirectoryBucket" -> "S3 directory bucket";
      case "AWS::IAM::Role" -> "IAM role";
      case "AWS::IAM::User" -> "IAM user";
      case "AWS::SQS::Queue" -> "SQS queue";
      case "AWS::SNS::Topic" -> "SNS topic";
      case "AWS::Lambda::Function" -> "Lambda function";
      case "AWS::Lambda::LayerVersion" -> "Lambda layer";
      case "AWS::KMS::Key" -> "KMS key";
      case "AWS::SecretsManager::Secret" -> "secret";
      case "AWS::EFS::FileSystem" -> "EFS file system";
      case "AWS::EC2::Snapshot" -> "EBS snapshot";
      case "AWS::ECR::Repository" -> "ECR repository";
      case "AWS::RDS::DBSnapshot" -> "RDS snapshot";
      case "AWS::RDS::DBClusterSnapshot" -> "RDS cluster snapshot";
      case "AWS::DynamoDB::Table" -> "DynamoDB table";
      case "AWS::DynamoDB::Stream" -> "DynamoDB stream";
      default -> type.isEmpty() ? "resource" : Defanged.text(type, 60);
    };
  }

  /** Such as "S3 buckets". */
  public static String plural(String type) {
    String noun = noun(type);
    if (noun.endsWith("repository")) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun.contains(":") ? "resources of type " + noun : noun + "s";
  }

  /** The name inside the ARN; the whole text where it is none. */
  public static String name(Resource resource) {
    if (resource.arn().isEmpty()) {
      return "(not named)";
    }
    return Defanged.text(
        Arn.parse(resource.arn()).map(ResourceWords::name).orElse(resource.arn()), LONGEST_NAME);
  }

  /** The last part of a path for IAM; for others what follows the kind, as in key/ID. */
  public static String name(Arn arn) {
    String resource = arn.resource();
    return switch (arn.service()) {
      case "iam", "sts" -> resource.substring(resource.lastIndexOf('/') + 1);
      case "s3", "sqs", "sns" -> resource;
      default -> {
        int kind = arn.resourceKind().length();
        yield kind < resource.length() - 1 ? resource.substring(kind + 1) : resource;
      }
    };
  }

  /** Such as "S3 bucket amzn-s3-demo-bucket". */
  public static String named(Resource resource) {
    return noun(resource.type()) + " " + name(resource);
  }
}
