package io.accesstriage.messages.containment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** One for each kind of change; none where no lookup is known. */
  static List<AwsCommand> of(Target target) {
    // A grant is no change of the policy.
    Optional<AwsCommand> other =
        target.finding().resource().type().equals("AWS::KMS::Key")
            ? byEvent(target, "CreateGrant", target.name())
            : Optional.empty();
    return Stream.of(change(target), other).flatMap(Optional::stream).toList();
  }

  private static Optional<AwsCommand> change(Target target) {
    return switch (target.finding().resource().type()) {
      case "AWS::S3::Bucket" -> byName(target, target.arn().resource());
      case "AWS::IAM::Role" -> byName(target, target.lastName());
      case "AWS::KMS::Key" -> byEvent(target, "PutKeyPolicy", target.name());
      case "AWS::EC2::Snapshot" ->
          byEvent(target, "ModifySnapshotAttribute", quoted(target.name()));
      case "AWS::RDS::DBSnapshot" ->
          byEvent(target, "ModifyDBSnapshotAttribute", quoted(target.name()));
      case "AWS::RDS::DBClusterSnapshot" ->
          byEvent(target, "ModifyDBClusterSnapshotAttribute", quoted(target.name()));
      case "AWS::SQS::Queue" ->
          byEvent(target, "SetQueueAttributes", endingWith('/', target.arn().resource()));
      case "AWS::SNS::Topic" ->
          byEvent(target, "SetTopicAttributes", endingWith(':', target.arn().resource()));
      case "AWS::ECR::Repository" -> byEvent(target, "SetRepositoryPolicy", quoted(target.name()));
      case "AWS::EFS::FileSystem" ->
          byEvent(
              target, "PutFileSystemPolicy", quoted(target.name()), endingWith('/', target.name()));
      case "AWS::DynamoDB::Table", "AWS::DynamoDB::Stream" ->
          byEvent(target, "PutResourcePolicy", quoted(target.arn().toString()));
      case "AWS::SecretsManager::Secret" ->
          byEvent(
              target,
              "PutResourcePolicy",
              quoted(target.arn().toString()),
              quoted(target.name().replaceFirst("-[A-Za-z0-9]{6}$", "")));
      // Its name ends with the date of the API's version.
      case "AWS::Lambda::Function" ->
          byEvent(
              target,
              "AddPermission20150331v2",
              quoted(target.unqualifiedName()),
              endingWith(':', target.unqualifiedName()));
      // How its event is called is not documented.
      case "AWS::Lambda::LayerVersion" ->
          lookup(
              target,
              "EventSource",
              "lambda.amazonaws.com",
              "Events[?ReadOnly=='false' && (%s)]"
                  .formatted(
                      mentions(
                          quoted(target.unqualifiedName()),
                          endingWith(':', target.unqualifiedName()))));
      case "AWS::S3Express::DirectoryBucket" ->
          byEvent(target, "PutBucketPolicy", quoted(target.name()));
      default -> Optional.empty();
    };
  }

  private static Optional<AwsCommand> byName(Target target, String name) {
    return lookup(target, "ResourceName", name, "Events[?ReadOnly=='false']");
  }

  private static Optional<AwsCommand> byEvent(Target target, String event, String... values) {
    return lookup(target, "EventName", event, "Events[?%s]".formatted(mentions(values)));
  }

  /** Whether the event's JSON has one of the texts. */
  private static String mentions(String... texts) {
    return Stream.of(texts)
        .map("contains(CloudTrailEvent,'%s')"::formatted)
        .collect(Collectors.joining(" || "));
  }

  /** A whole value of JSON, so that no longer name is found; its quotes are escaped for a shell. */
  private static String quoted(String value) {
    return "\\\"%s\\\"".formatted(value);
  }

  /** The end of such a value. */
  private static String endingWith(char separator, String value) {
    return "%s%s\\\"".formatted(separator, value);
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
            // In double quotes: a name has none of what a shell reads there.
            .and("--query \"%s.[EventTime,Username,EventName]\"".formatted(events))
            .with("--output", "text"));
  }
}
