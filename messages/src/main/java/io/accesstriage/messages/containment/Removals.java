package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which access is taken away how: by the type of the resource, or by what is unused. */
final class Removals {
  static final Map<String, Removal> BY_TYPE =
      Map.ofEntries(
          Map.entry("AWS::S3::Bucket", new BucketRemoval()),
          Map.entry("AWS::S3Express::DirectoryBucket", BucketRemoval::policy),
          Map.entry("AWS::EC2::Snapshot", SnapshotRemovals::volume),
          Map.entry("AWS::RDS::DBSnapshot", SnapshotRemovals::database),
          Map.entry("AWS::RDS::DBClusterSnapshot", SnapshotRemovals::cluster),
          Map.entry("AWS::KMS::Key", PolicyRemovals::key),
          Map.entry("AWS::IAM::Role", PolicyRemovals::trust),
          Map.entry("AWS::SQS::Queue", PolicyRemovals::queue),
          Map.entry("AWS::SNS::Topic", PolicyRemovals::topic),
          Map.entry("AWS::SecretsManager::Secret", PolicyRemovals::secret),
          Map.entry("AWS::ECR::Repository", PolicyRemovals::repository),
          Map.entry("AWS::EFS::FileSystem", PolicyRemovals::fileSystem),
          Map.entry("AWS::DynamoDB::Table", PolicyRemovals::table),
          Map.entry("AWS::DynamoDB::Stream", PolicyRemovals::table),
          Map.entry("AWS::Lambda::Function", LambdaRemovals::function),
          Map.entry("AWS::Lambda::LayerVersion", LambdaRemovals::layerVersion));

  private static final String UNSAFE =
      "Remove the access in the console: the finding's resource, account or region is missing, or"
          + " can't be copied safely into a command.";

  static final Principal NOBODY = new Principal(PrincipalKind.UNKNOWN, "", "", "");

  /** Of what has a policy that may keep Access Analyzer from reading it: how it is edited. */
  private static final Map<String, Removal> EDITED = edited();

  private Removals() {}

  static Containment of(Finding finding) {
    if (finding.isError()) {
      return toAnalyze(finding);
    }
    return switch (finding.family()) {
      case EXTERNAL, INTERNAL -> access(finding);
      case UNUSED -> UnusedRemovals.of(finding).orElseGet(() -> Containment.without(UNSAFE));
      case UNKNOWN -> Containment.without("No command is known for findings of this type.");
    };
  }

  /**
   * What lets Access Analyzer say who has access.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-error-findings.html">Error
   *     findings</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-remediate.html">Resolving
   *     findings</a>: one whose cause is gone is removed
   * @see <a
   *     href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html">Service
   *     control policies</a> do not affect any service-linked role, such as Access Analyzer's
   * @see <a
   *     href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html">Resource
   *     control policies</a> do not apply to calls by such roles either
   */
  private static Containment toAnalyze(Finding finding) {
    Optional<Target> target = Target.of(finding, NOBODY);
    Removal removal = EDITED.get(finding.resource().type());
    if (target.isEmpty() || removal == null || !"ACCESS_DENIED".equals(finding.error())) {
      return new Containment(
          null,
          null,
          List.of(Step.of(remedy(finding, denied(finding)))),
          List.of(),
          target.flatMap(ResourceLink::to).orElse(null));
    }
    String denied =
        "Access Analyzer's role was denied access. A service control policy cannot do that to this"
            + " role; the resource's own policy can.";
    List<Step> steps = new ArrayList<>();
    steps.add(Step.of(remedy(finding, denied)));
    steps.addAll(removal.steps(target.get()));
    return of(target.get(), steps);
  }

  private static String denied(Finding finding) {
    return "Access Analyzer's role was denied access, which no service control policy can do to it. Check that the role AWSServiceRoleForAccessAnalyzer exists in %s; if so, ask AWS Support."
        .formatted(
            Optional.ofNullable(finding.resource().account())
                .filter(Arn::isAccountId)
                .map("account "::concat)
                .orElse("the resource's account"));
  }

  /**
   * @param denied what to do if it was access that was denied
   */
  private static String remedy(Finding finding, String denied) {
    String remedy =
        switch (String.valueOf(finding.error())) {
          case "ACCESS_DENIED" -> denied;
          case "INTERNAL_ERROR" ->
              "Nothing to fix yet: AWS had an internal error. Still here tomorrow? Ask AWS Support.";
          case "PRINCIPAL_LIMIT_EXCEEDED" ->
              "Give fewer roles and users access: more have it than Access Analyzer can analyze.";
          default ->
              "See in the console what kept Access Analyzer from analyzing it, and fix that.";
        };
    return finding.family() == Family.UNUSED
        ? remedy
        : remedy + " Until that works, check yourself who has access.";
  }

  private static Containment access(Finding finding) {
    Principal principal = finding.principal();
    if (principal == null) {
      return Containment.without(
          "Look at the finding in the console. Who has access was not read, so there is no command"
              + " to remove it.");
    }
    // What ends all public access need not know who has it.
    boolean isPublicBucket =
        Boolean.TRUE.equals(finding.isPublic())
            && finding.resource().type().equals("AWS::S3::Bucket");
    if (principal.kind() == PrincipalKind.UNKNOWN && !principal.isDeleted() && !isPublicBucket) {
      return Containment.without(
          "Remove the access in the console: the principal is of a kind that this version doesn't"
              + " know, so there is no command.");
    }
    Removal removal = BY_TYPE.get(finding.resource().type());
    if (removal == null) {
      return Containment.without(
          "Remove the access in the console: this version has no command for this type of resource%s."
              .formatted(
                  finding.resource().type().isEmpty() ? "" : ", " + finding.resource().type()));
    }
    Optional<Target> target = Target.of(finding, principal);
    return target.map(known -> of(known, removal)).orElseGet(() -> Containment.without(UNSAFE));
  }

  /** Within an account, policies of the role or user itself are enough. */
  private static List<Step> ownPolicies(Target target) {
    Principal principal = target.principal();
    if (target.finding().family() != Family.INTERNAL
        || target.account() == null
        || !target.account().equals(principal.account())) {
      return List.of();
    }
    String kind =
        switch (principal.kind()) {
          case ROLE -> "role";
          case USER -> "user";
          default -> "";
        };
    String name = principal.value().substring(principal.value().lastIndexOf('/') + 1);
    return kind.isEmpty() || !Target.isSafe(name)
        ? List.of()
        : List.of(
            Step.of(
                "look at the %s's own policies first, which may give it as well:".formatted(kind),
                listed("list-attached-%s-policies", kind, name)),
            Step.of("And at its inline policies:", listed("list-%s-policies", kind, name)));
  }

  private static AwsCommand listed(String operation, String kind, String name) {
    return AwsCommand.of("iam", operation.formatted(kind)).with("--%s-name".formatted(kind), name);
  }

  private static Containment of(Target target, Removal removal) {
    List<Step> steps = new ArrayList<>(ownPolicies(target));
    steps.addAll(removal.steps(target));
    if (target.finding().family() == Family.INTERNAL) {
      steps.add(
          Step.of(
              "Does it still have access? Then a statement for its whole account or organization"
                  + " lets it in."));
    }
    return of(target, steps);
  }

  private static Containment of(Target target, List<Step> steps) {
    return new Containment(
        target.account(),
        target.isGlobal() ? null : target.region(),
        steps,
        ChangeLookup.of(target),
        ResourceLink.to(target).orElse(null));
  }

  private static Map<String, Removal> edited() {
    Map<String, Removal> edited = new HashMap<>(BY_TYPE);
    edited
        .keySet()
        .removeAll(
            Set.of(
                "AWS::EC2::Snapshot",
                "AWS::RDS::DBSnapshot",
                "AWS::RDS::DBClusterSnapshot",
                "AWS::IAM::Role",
                "AWS::Lambda::Function",
                "AWS::Lambda::LayerVersion"));
    return Map.copyOf(edited);
  }
}
