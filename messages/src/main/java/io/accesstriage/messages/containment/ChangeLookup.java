package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Source;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who changed the resource, of the last 90 days. CloudTrail looks up by one attribute: the
 * resource's name, where services record it, else the event's name, of which only events that
 * mention the resource are printed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cli/latest/reference/cloudtrail/lookup-events.html">lookup-events</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-cli.html">Viewing
 *     recent events</a>
 */
final class ChangeLookup {
  private ChangeLookup() {}

  /** One for each place where it may have been changed; none where no lookup is known. */
  static List<String> of(Target target) {
    return target.finding().resource().type().equals("AWS::S3::Bucket")
        ? ofBucket(target)
        : ofOther(target).stream().toList();
  }

  /** The policy of an access point is changed by its own name. */
  private static List<String> ofBucket(Target target) {
    List<Source> sources = Objects.requireNonNullElse(target.finding().sources(), List.of());
    List<String> ofAccessPoints =
        sources.stream()
            .filter(source -> isOwn(source, target))
            .flatMap(source -> byAccessPoint(source).stream())
            .distinct()
            .toList();
    boolean isByOthers =
        ofAccessPoints.isEmpty()
            || !sources.stream()
                .allMatch(source -> source.isAccessPoint() && isOwn(source, target));
    return Stream.concat(
            ofAccessPoints.stream(),
            isByOthers ? byName(target, target.arn().resource()).stream() : Stream.empty())
        .toList();
  }

  /** Access points of others are let in by the bucket's policy. */
  private static boolean isOwn(Source source, Target target) {
    return Arn.parse(source.accessPointArn())
        .filter(arn -> arn.account().equals(target.account()))
        .isPresent();
  }

  /**
   * A Multi-Region Access Point is changed by a name that its ARN doesn't tell, so all are printed.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointMonitoring.html">Where
   *     CloudTrail has its events</a>
   */
  private static Optional<String> byAccessPoint(Source source) {
    if (source.isMultiRegion()) {
      return lookup(
          BucketRemoval.MULTI_REGION, "EventName", "PutMultiRegionAccessPointPolicy", "Events[]");
    }
    return Arn.parse(source.accessPointArn())
        .flatMap(
            arn ->
                BucketRemoval.accessPointName(arn)
                    .flatMap(
                        name ->
                            byEvent(
                                arn.region(),
                                List.of("PutAccessPointPolicy"),
                                quoted(name),
                                endingWith('/', name))));
  }

  /** A resource may have its policy from when it was made. */
  private static Optional<String> ofOther(Target target) {
    return switch (target.finding().resource().type()) {
      case "AWS::IAM::Role" -> byName(target, target.lastName());
      // A grant is no change of the policy. Looked up by the key's ARN, each Decrypt with it would
      // have to be read.
      case "AWS::KMS::Key" ->
          byEvent(
              target,
              target.mayHaveGrants()
                  ? List.of("PutKeyPolicy", "CreateGrant", "CreateKey")
                  : List.of("PutKeyPolicy", "CreateKey"),
              target.name());
      case "AWS::EC2::Snapshot" ->
          byEvent(target, "ModifySnapshotAttribute", quoted(target.name()));
      case "AWS::RDS::DBSnapshot" ->
          byEvent(target, "ModifyDBSnapshotAttribute", quoted(target.name()));
      case "AWS::RDS::DBClusterSnapshot" ->
          byEvent(target, "ModifyDBClusterSnapshotAttribute", quoted(target.name()));
      case "AWS::SQS::Queue" ->
          byEvent(
              target,
              List.of("SetQueueAttributes", "AddPermission", "CreateQueue"),
              endingWith('/', target.arn().resource()));
      case "AWS::SNS::Topic" ->
          byEvent(
              target,
              List.of("SetTopicAttributes", "AddPermission", "CreateTopic"),
              endingWith(':', target.arn().resource()));
      case "AWS::ECR::Repository" -> byEvent(target, "SetRepositoryPolicy", quoted(target.name()));
      case "AWS::EFS::FileSystem" ->
          byEvent(
              target, "PutFileSystemPolicy", quoted(target.name()), endingWith('/', target.name()));
      case "AWS::DynamoDB::Table" ->
          byEvent(
              target, List.of("PutResourcePolicy", "CreateTable"), quoted(target.arn().toString()));
      case "AWS::DynamoDB::Stream" ->
          byEvent(target, "PutResourcePolicy", quoted(target.arn().toString()));
      case "AWS::SecretsManager::Secret" ->
          byEvent(
              target,
              "PutResourcePolicy",
              quoted(target.arn().toString()),
              quoted(target.secretName()));
      // Names of Lambda's events end with the date of the API's version:
      // https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
      case "AWS::Lambda::Function" ->
          byEvent(
              target,
              "AddPermission20150331v2",
              quoted(target.unqualifiedName()),
              endingWith(':', target.unqualifiedName()));
      case "AWS::Lambda::LayerVersion" ->
          byEvent(
              target,
              "AddLayerVersionPermission20181031",
              quoted(target.unqualifiedName()),
              endingWith(':', target.unqualifiedName()));
      case "AWS::S3Express::DirectoryBucket" ->
          byEvent(target, "PutBucketPolicy", quoted(target.name()));
      default -> Optional.empty();
    };
  }

  private static Optional<String> byName(Target target, String name) {
    return lookup(target.eventRegion(), "ResourceName", name, "Events[?ReadOnly=='false']");
  }

  private static Optional<String> byEvent(Target target, String event, String... values) {
    return byEvent(target, List.of(event), values);
  }

  private static Optional<String> byEvent(Target target, List<String> events, String... values) {
    return byEvent(target.eventRegion(), events, values);
  }

  /** Of several events a loop, since a lookup knows one. */
  private static Optional<String> byEvent(String region, List<String> events, String... values) {
    String found = "Events[?%s]".formatted(mentions(values));
    return events.size() == 1
        ? lookup(region, "EventName", events.get(0), found)
        : lookup(region, "EventName", "$event", found)
            .map(each -> "for event in %s; do %s; done".formatted(String.join(" ", events), each));
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

  private static Optional<String> lookup(String region, String key, String value, String events) {
    // The command line's short form has no way to write the first two inside a value; an
    // interactive shell reads the last one even in double quotes.
    if (value.matches(".*[,=].*") || events.contains("!")) {
      return Optional.empty();
    }
    AwsCommand command = AwsCommand.of("cloudtrail", "lookup-events").with("--region", region);
    String attribute = "AttributeKey=%s,AttributeValue=%s".formatted(key, value);
    return Optional.of(
        (value.equals("$event")
                ? command.and("--lookup-attributes " + attribute)
                : command.with("--lookup-attributes", attribute))
            // In double quotes: a name has none of what a shell reads there.
            .and("--query \"%s.[EventTime,Username,EventName]\"".formatted(events))
            .with("--output", "text")
            .text());
  }
}
