package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bucket is shared by its policy, its access control list, or its access points. */
final class BucketRemoval implements Removal {
  private static final Step ASYNCHRONOUS =
      Step.of(
          "S3 applies it asynchronously: the old policy holds until"
              + " get-multi-region-access-point-policy shows the new one as Established.");

  /** Where requests about Multi-Region Access Points go. */
  static final String MULTI_REGION = "us-west-2";

  private static final String EVERY_BLOCK =
      "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true";

  @Override
  public List<Step> steps(Target target) {
    if (target.finding().isError()) {
      return policy(target);
    }
    List<Source> sources = target.finding().sources();
    if (target.isPublic()) {
      return block(target);
    }
    if (sources == null || sources.isEmpty()) {
      return byAccessPointOfCondition(target).orElseGet(() -> byPolicyOrElse(target));
    }
    List<Step> steps = new ArrayList<>();
    for (Source source : sources) {
      List<Step> more = of(source, target);
      more.stream().filter(step -> !steps.contains(step)).forEach(steps::add);
    }
    return steps;
  }

  /** Where the access point is known by the condition alone, its own policy is to be edited. */
  private static Optional<List<Step>> byAccessPointOfCondition(Target target) {
    return target.condition().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase("s3:DataAccessPointArn"))
        .flatMap(entry -> Arn.parse(entry.getValue()).stream())
        .filter(arn -> arn.account().equals(target.account()))
        .findFirst()
        .flatMap(arn -> accessPoint(arn, target));
  }

  /** A finding that says nothing of its sources leaves three places to look at. */
  private static List<Step> byPolicyOrElse(Target target) {
    List<Step> steps = new ArrayList<>(policy(target));
    if (target.arn().service().equals("s3")
        && target.account() != null
        && target.finding().family() == Family.EXTERNAL) {
      steps.add(
          Step.of(
              "No policy (NoSuchBucketPolicy), or not named there? Look at the access control list:",
              bucket(target, "get-bucket-acl")));
      steps.add(
          Step.of(
              "Or at the policies of its access points:",
              target
                  .call("s3control", "list-access-points")
                  .with("--account-id", target.account())
                  .with("--bucket", target.arn().resource())));
    }
    return steps;
  }

  private static List<Step> of(Source source, Target target) {
    return switch (source.type()) {
      case "BUCKET_ACL" -> list(target);
      case "S3_ACCESS_POINT", "S3_ACCESS_POINT_ACCOUNT" ->
          Arn.parse(source.accessPointArn())
              .filter(arn -> arn.account().equals(target.account()))
              .flatMap(
                  arn ->
                      source.isMultiRegion() ? multiRegion(arn, target) : accessPoint(arn, target))
              .orElseGet(() -> delegation(source, target));
      default -> policy(target);
    };
  }

  /**
   * Settings of a bucket hold for its access points too. RestrictPublicBuckets ends the access of
   * other accounts as long as the policy is public.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">Blocking
   *     public access</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3api/put-public-access-block.html">put-public-access-block</a>
   */
  private static List<Step> block(Target target) {
    String file = target.fileName() + "-block";
    AwsCommand put = bucket(target, "put-public-access-block");
    return List.of(
        Step.of(
            "save the current setting (NoSuchPublicAccessBlockConfiguration means there is none; if %s exists, rename it first):"
                .formatted(file),
            PolicyEdit.saved(
                bucket(target, "get-public-access-block")
                    .with("--query", "PublicAccessBlockConfiguration")
                    .with("--output", "json"),
                file)),
        Step.of(
            "block all public access to the bucket (a website in it goes down, other accounts lose"
                + " access too while its policy is public, and uploads with a public ACL fail):",
            put.with("--public-access-block-configuration", EVERY_BLOCK)),
        Step.of(
            "To undo it:",
            put.and(
                "--public-access-block-configuration \"$(cat %s/before.json)\"".formatted(file))),
        Step.of("Or, where there was none:", bucket(target, "delete-public-access-block")));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-policy.html">put-bucket-policy</a>
   */
  static List<Step> policy(Target target) {
    return bucketPolicy(target).without(target);
  }

  private static PolicyEdit bucketPolicy(Target target) {
    return new PolicyEdit(
        "the bucket policy",
        bucket(target, "get-bucket-policy").asText("Policy"),
        bucket(target, "put-bucket-policy"),
        "--policy",
        bucket(target, "delete-bucket-policy"));
  }

  /**
   * The owner that is expected keeps the command from a bucket of that name in another account.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html">Verifying
   *     bucket ownership</a>
   */
  private static AwsCommand bucket(Target target, String operation) {
    boolean isDirectory = target.arn().service().equals("s3express");
    AwsCommand command =
        target
            .call("s3api", operation)
            .with("--bucket", isDirectory ? target.name() : target.arn().resource());
    return target.account() == null || isDirectory
        ? command
        : command.with("--expected-bucket-owner", target.account());
  }

  /** The bucket trusts the access points of an account, whose own policies grant the access. */
  private static List<Step> delegation(Source source, Target target) {
    return bucketPolicy(target)
        .steps(
            target,
            "in the condition s3:DataAccessPointAccount (or -Arn) remove %s (the only one? Remove the statement, never just the condition). All who use its access points lose access"
                .formatted(
                    source
                        .account()
                        .filter(Arn::isAccountId)
                        .map("%s's value"::formatted)
                        .orElse("each value that is not intended")));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-acl.html">put-bucket-acl</a>
   */
  private static List<Step> list(Target target) {
    String file = target.fileName() + "-acl";
    AwsCommand put = bucket(target, "put-bucket-acl");
    return List.of(
        Step.of(
            "save the bucket's access control list (if %s exists, rename it first):"
                .formatted(file),
            PolicyEdit.saved(bucket(target, "get-bucket-acl").with("--output", "json"), file)),
        Step.of(
            "Make it private (everyone else on that list loses access too, S3's log delivery"
                + " included; object ACLs stay as they are):",
            put.with("--acl", "private")),
        Step.of(
            "To undo it:",
            put.and("--access-control-policy \"$(cat %s/before.json)\"".formatted(file))));
  }

  /** Of an access point of one region; nothing where it cannot stand in a command. */
  static Optional<String> accessPointName(Arn arn) {
    return Optional.of(arn.resource())
        .filter(resource -> arn.service().equals("s3"))
        .filter(resource -> resource.matches("accesspoint/[a-z0-9][a-z0-9-]*"))
        .filter(resource -> Arn.isRegion(arn.region()) && Arn.isAccountId(arn.account()))
        .map(resource -> resource.substring("accesspoint/".length()));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3control/put-access-point-policy.html">put-access-point-policy</a>
   */
  private static Optional<List<Step>> accessPoint(Arn arn, Target target) {
    return accessPointName(arn)
        .map(
            name ->
                new PolicyEdit(
                        "the access point's policy",
                        "-" + name,
                        accessPoint(arn, name, "get-access-point-policy").asText("Policy"),
                        accessPoint(arn, name, "put-access-point-policy"),
                        "--policy \"$(cat %s)\"",
                        accessPoint(arn, name, "delete-access-point-policy"))
                    .without(target));
  }

  /**
   * Its ARN has its alias in place of the name that every other command wants. All requests go to
   * one region.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManagingMultiRegionAccessPoints.html">Managing
   *     Multi-Region Access Points</a>: in US West (Oregon), some asynchronously
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-block-public-access.html">Blocking
   *     public access</a>: the bucket's settings hold for it too, and its own never change
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3control/put-multi-region-access-point-policy.html">put-multi-region-access-point-policy</a>
   */
  private static Optional<List<Step>> multiRegion(Arn arn, Target target) {
    return Optional.of(arn.resource())
        .filter(resource -> arn.region().isEmpty())
        .filter(resource -> resource.matches("accesspoint/[a-z0-9]+\\.mrap"))
        .map(resource -> resource.substring("accesspoint/".length()))
        .map(
            alias -> {
              List<Step> steps = new ArrayList<>();
              steps.add(
                  Step.of(
                      "look up the name of the Multi-Region Access Point, to put it in place of MRAP_NAME below:",
                      multiRegion(arn, "list-multi-region-access-points")
                          .asText("AccessPoints[?Alias=='%s'].Name".formatted(alias))));
              steps.addAll(
                  multiRegionPolicy(arn, alias)
                      .without(
                          target,
                          Step.of(
                              "Was it the only statement? Keep it with \"Principal\": {\"AWS\": \"%s\"}."
                                  .formatted(target.ownAccount())),
                          ASYNCHRONOUS));
              return steps;
            });
  }

  /** Details are a map, in which the policy is a text. */
  private static PolicyEdit multiRegionPolicy(Arn arn, String alias) {
    return new PolicyEdit(
        "the Multi-Region Access Point's policy",
        "-" + alias.replaceFirst("\\..*", ""),
        multiRegion(arn, "get-multi-region-access-point-policy")
            .with("--name", "MRAP_NAME")
            .asText("Policy.Established.Policy"),
        multiRegion(arn, "put-multi-region-access-point-policy"),
        "--details \"Name=MRAP_NAME,Policy='%s'\"".formatted(PolicyEdit.QUOTED_FILE),
        null);
  }

  private static AwsCommand multiRegion(Arn arn, String operation) {
    return AwsCommand.of("s3control", operation)
        .with("--region", MULTI_REGION)
        .with("--account-id", arn.account());
  }

  private static AwsCommand accessPoint(Arn arn, String name, String operation) {
    return AwsCommand.of("s3control", operation)
        .with("--region", arn.region())
        .with("--account-id", arn.account())
        .with("--name", name);
  }
}
