package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bucket is shared by its policy, its access control list, or its access points. */
final class BucketRemoval implements Removal {
  private static final String EVERY_BLOCK =
      "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true";

  @Override
  public List<Step> steps(Target target) {
    List<Source> sources = target.finding().sources();
    if (target.isPublic() && (sources == null || !isByAccessPointsOnly(sources))) {
      return block(target);
    }
    if (sources == null || sources.isEmpty()) {
      return bucketPolicy(target)
          .without(
              target,
              Step.of(
                  "Not in the policy? Then its access control list or an access point gives it."));
    }
    List<Step> steps = new ArrayList<>();
    for (Source source : sources) {
      List<Step> more = of(source, target);
      more.stream().filter(step -> !steps.contains(step)).forEach(steps::add);
    }
    return steps;
  }

  private static boolean isByAccessPointsOnly(List<Source> sources) {
    return !sources.isEmpty() && sources.stream().allMatch(Source::isAccessPoint);
  }

  private static List<Step> of(Source source, Target target) {
    return switch (source.type()) {
      case "BUCKET_ACL" -> list(target);
      case "S3_ACCESS_POINT", "S3_ACCESS_POINT_ACCOUNT" ->
          Arn.parse(source.accessPointArn())
              .filter(arn -> arn.account().equals(target.account()))
              .flatMap(arn -> accessPoint(arn, target))
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
    return List.of(
        Step.of(
            "block all public access to the bucket:",
            target
                .call("s3api", "put-public-access-block")
                .with("--bucket", target.arn().resource())
                .with("--public-access-block-configuration", EVERY_BLOCK)),
        Step.of(
            "A website in the bucket goes down too, other accounts lose access while the bucket"
                + " policy is public, and uploads with a public ACL fail. delete-public-access-block"
                + " undoes it if the bucket had none."));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-policy.html">put-bucket-policy</a>
   */
  static List<Step> policy(Target target) {
    return bucketPolicy(target).without(target);
  }

  private static PolicyEdit bucketPolicy(Target target) {
    String bucket =
        target.arn().service().equals("s3express") ? target.name() : target.arn().resource();
    return new PolicyEdit(
        "the bucket policy",
        target.call("s3api", "get-bucket-policy").with("--bucket", bucket).asText("Policy"),
        target.call("s3api", "put-bucket-policy").with("--bucket", bucket),
        "--policy",
        target.call("s3api", "delete-bucket-policy").with("--bucket", bucket));
  }

  /** The bucket trusts the access points of an account, whose own policies grant the access. */
  private static List<Step> delegation(Source source, Target target) {
    return bucketPolicy(target)
        .steps(
            target,
            "remove the statement that trusts access points%s (condition s3:DataAccessPointAccount or -Arn)"
                .formatted(
                    source
                        .account()
                        .filter(Arn::isAccountId)
                        .map(" of account "::concat)
                        .orElse("")));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-acl.html">put-bucket-acl</a>
   */
  private static List<Step> list(Target target) {
    return List.of(
        Step.of(
            "make the bucket's access control list private:",
            target
                .call("s3api", "put-bucket-acl")
                .with("--bucket", target.arn().resource())
                .with("--acl", "private")),
        Step.of(
            "Everyone else on that list loses access too, S3's log delivery as well. Object ACLs stay"
                + " as they are."));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/s3control/put-access-point-policy.html">put-access-point-policy</a>
   */
  private static Optional<List<Step>> accessPoint(Arn arn, Target target) {
    String name =
        arn.resource().substring(Math.min(arn.resource().length(), "accesspoint/".length()));
    if (!arn.resourceKind().equals("accesspoint")
        || !Target.isSafe(name)
        || !Target.isRegion(arn.region())
        || !Arn.isAccountId(arn.account())) {
      return Optional.empty();
    }
    return Optional.of(
        new PolicyEdit(
                "the access point's policy",
                "-" + name,
                accessPoint(arn, name, "get-access-point-policy").asText("Policy"),
                accessPoint(arn, name, "put-access-point-policy"),
                "--policy \"$(cat %s)\"",
                accessPoint(arn, name, "delete-access-point-policy"))
            .without(target));
  }

  private static AwsCommand accessPoint(Arn arn, String name, String operation) {
    return AwsCommand.of("s3control", operation)
        .with("--region", arn.region())
        .with("--account-id", arn.account())
        .with("--name", name);
  }
}
