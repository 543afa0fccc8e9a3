package io.accesstriage.messages.containment;

import java.util.Optional;

/**
 * Who changed the resource, of the last 90 days. CloudTrail looks up by one attribute: the
 * resource's name, where services record it, else the event's name or source, of which only events
 * that mention the resource are printed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cli/latest/reference/cloudtrail/lookup-events.html">lookup-events</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-cli.html">Viewing
 *     recent events</a>
 */
final class ChangeLookup {
  private ChangeLookup() {}

  static Optional<AwsCommand> of(Target target) {
    return switch (target.finding().resource().type()) {
      case "AWS::S3::Bucket" -> byName(target, target.arn().resource());
      case "AWS::IAM::Role" -> byName(target, target.lastName());
      case "AWS::KMS::Key" -> byEvent(target, "PutKeyPolicy", target.name());
      case "AWS::EC2::Snapshot" -> byEvent(target, "ModifySnapshotAttribute", target.name());
      case "AWS::RDS::DBSnapshot" -> byEvent(target, "ModifyDBSnapshotAttribute", target.name());
      case "AWS::RDS::DBClusterSnapshot" ->
          byEvent(target, "ModifyDBClusterSnapshotAttribute", target.name());
      case "AWS::SQS::Queue" -> byEvent(target, "SetQueueAttributes", target.arn().resource());
      case "AWS::SNS::Topic" -> byEvent(target, "SetTopicAttributes", target.arn().resource());
      case "AWS::ECR::Repository" -> byEvent(target, "SetRepositoryPolicy", target.name());
      case "AWS::EFS::FileSystem" -> byEvent(target, "PutFileSystemPolicy", target.name());
      case "AWS::DynamoDB::Table", "AWS::DynamoDB::Stream", "AWS::SecretsManager::Secret" ->
          byEvent(target, "PutResourcePolicy", target.arn().toString());
      // Their events' names end with the date of the API's version.
      case "AWS::Lambda::Function", "AWS::Lambda::LayerVersion" ->
          bySource(target, "lambda.amazonaws.com", target.unqualifiedName());
      case "AWS::S3Express::DirectoryBucket" -> byEvent(target, "PutBucketPolicy", target.name());
      default -> Optional.empty();
    };
  }

  private static Optional<AwsCommand> byName(Target target, String name) {
    return lookup(target, "ResourceName", name, "Events[?ReadOnly=='false']");
  }

  private static Optional<AwsCommand> byEvent(Target target, String event, String mentioned) {
    return lookup(target, "EventName", event, mentions(mentioned));
  }

  private static Optional<AwsCommand> bySource(Target target, String source, String mentioned) {
    return lookup(target, "EventSource", source, mentions(mentioned));
  }

  private static String mentions(String name) {
    return "Events[?contains(CloudTrailEvent,'%s')]".formatted(name);
  }

  private static Optional<AwsCommand> lookup(
      Target target, String key, String value, String events) {
    // The command line's short form has no way to write the first two inside a value; an
    // interactive shell reads the last one even in double quotes.
    if (value.matches(".*[,=].*") || events.contains("!")) {
      return Optional.empty();
    }
    return Optional.of(
        AwsCommand.of("cloudtrail", "lookup-events")
            .with("--region", target.eventRegion())
            .with("--lookup-attributes", "AttributeKey=%s,AttributeValue=%s".formatted(key, value))
            // In double quotes: the name has none of what a shell reads there.
            .and("--query \"%s.[EventTime,Username,EventName]\"".formatted(events))
            .with("--output", "text"));
  }
}
