package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.UnusedAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do about a role, user, key, password or permissions that nobody uses. */
final class UnusedRemovals {
  private static final Step FAILS = Step.of("Whatever still uses it fails.");

  private static final Step ACTIVE_AGAIN =
      Step.ofUndo("To undo it, run the same command with --status Active.");

  /**
   * The command line deletes no role that has policies or an instance profile.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html">Deleting
   *     roles</a>
   */
  private static final String DELETION =
      "Nothing broke in 30 days? Delete it in the IAM console, which removes its policies too (no"
          + " undo).";

  private UnusedRemovals() {}

  /** Nothing where a name cannot stand in a command. */
  static Optional<Containment> of(Finding finding) {
    if (finding.type().equals(FindingType.UNUSED_PERMISSION)) {
      return recommendation(finding);
    }
    return Target.of(finding, Removals.NOBODY)
        .filter(Target::isGlobal)
        .map(
            target ->
                new Containment(
                    target.account(),
                    null,
                    steps(target),
                    List.of(),
                    ResourceLink.to(target).orElse(null)));
  }

  private static List<Step> steps(Target target) {
    FindingType type = target.finding().type();
    if (type.equals(FindingType.UNUSED_ACCESS_KEY)) {
      return accessKey(target);
    }
    return type.equals(FindingType.UNUSED_PASSWORD) ? password(target) : role(target);
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/iam/update-access-key.html">update-access-key</a>
   */
  private static List<Step> accessKey(Target target) {
    UnusedAccess unused = target.finding().unused();
    if (unused == null || !unused.accessKeyId().matches("[A-Z0-9]{16,128}")) {
      return List.of(
          Step.of(
              "list the user's keys, since the unused one's id was not read:",
              user("list-access-keys", target)),
          Step.of(
              "See when each was last used, replacing UNUSED_KEY_ID_HERE with its id:",
              AwsCommand.of("iam", "get-access-key-last-used")
                  .with("--access-key-id", "UNUSED_KEY_ID_HERE")),
          Step.of(
              "Deactivate the unused one, replacing UNUSED_KEY_ID_HERE with its id:",
              user("update-access-key", target)
                  .with("--access-key-id", "UNUSED_KEY_ID_HERE")
                  .with("--status", "Inactive"),
              "deactivate the unused access key."),
          FAILS,
          ACTIVE_AGAIN,
          deletion(target, "UNUSED_KEY_ID_HERE"));
    }
    return List.of(
        Step.of(
            "deactivate the access key:",
            user("update-access-key", target)
                .with("--access-key-id", unused.accessKeyId())
                .with("--status", "Inactive")),
        FAILS,
        ACTIVE_AGAIN,
        deletion(target, unused.accessKeyId()));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys-admin-managed.html">Deactivate
   *     a key, wait, and then delete it</a>
   */
  private static Step deletion(Target target, String key) {
    return Step.of(
        "Nothing broke in 30 days? Delete it (no undo):",
        user("delete-access-key", target).with("--access-key-id", key),
        "");
  }

  /**
   * A user's access keys are none of this.
   *
   * @see <a href="https://docs.aws.amazon.com/cli/latest/reference/iam/get-user.html">get-user</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/iam/delete-login-profile.html">delete-login-profile</a>
   */
  private static List<Step> password(Target target) {
    return List.of(
        Step.of(
            "check when it was last used (None means never); go on only if that is long ago:",
            user("get-user", target).asText("User.PasswordLastUsed")),
        Step.of("Delete the console password:", user("delete-login-profile", target)),
        Step.of("The user's access keys keep working. To undo it, set a new password."));
  }

  /**
   * IAM cannot disable a role; a policy that denies everything does the same and can be detached.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html">AWSDenyAll</a>
   */
  private static List<Step> role(Target target) {
    return target
        .whoOwnsRole()
        .map(owned -> List.of(Step.of(owned)))
        .orElseGet(() -> denied(target));
  }

  private static List<Step> denied(Target target) {
    List<Step> steps = new ArrayList<>();
    UnusedAccess unused = target.finding().unused();
    if (unused == null || !unused.isLastUseRead()) {
      steps.add(
          Step.of(
              "check when it was last used ({} means not in 400 days); go on only if that is long ago:",
              AwsCommand.of("iam", "get-role")
                  .with("--role-name", target.lastName())
                  .with("--query", "Role.RoleLastUsed")
                  .with("--output", "json")));
    }
    steps.add(
        Step.of(
            steps.isEmpty()
                ? "deny the role everything for now (whatever still uses it fails):"
                : "Deny the role everything for now (whatever still uses it fails):",
            denial("attach-role-policy", target)));
    steps.add(Step.of("To undo it:", denial("detach-role-policy", target)));
    steps.add(Step.of(DELETION));
    return steps;
  }

  private static AwsCommand denial(String operation, Target target) {
    return AwsCommand.of("iam", operation)
        .with("--role-name", target.lastName())
        .with(
            "--policy-arn",
            "arn:%s:iam::aws:policy/AWSDenyAll".formatted(target.arn().partition()));
  }

  private static AwsCommand user(String operation, Target target) {
    return AwsCommand.of("iam", operation).with("--user-name", target.lastName());
  }

  /**
   * The analyzer's account and region have it, not the role's.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-remediate.html">Remediating
   *     findings</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/accessanalyzer/get-finding-recommendation.html">get-finding-recommendation</a>
   */
  private static Optional<Containment> recommendation(Finding finding) {
    return ofIdentityCenter(finding).or(() -> byRecommendation(finding));
  }

  /** AWS recommends nothing for these, and nobody in the account can change them. */
  private static Optional<Containment> ofIdentityCenter(Finding finding) {
    return Target.of(finding, Removals.NOBODY)
        .flatMap(Target::permissionSet)
        .map(
            set ->
                Containment.without(
                    "Change permission set %s in IAM Identity Center, in the organization's management account (or Identity Center's delegated administrator). AWS recommends no policy for its roles."
                        .formatted(set)));
  }

  private static Optional<Containment> byRecommendation(Finding finding) {
    return Arn.parse(finding.analyzerArn())
        .filter(arn -> arn.isAnalyzer() && Arn.isRegion(arn.region()))
        .filter(arn -> Target.isSafe(arn.toString()) && Target.isId(finding.id()))
        .filter(arn -> Arn.isAccountId(arn.account()))
        .map(
            arn ->
                new Containment(
                    arn.account(),
                    arn.region(),
                    List.of(
                        Step.of(
                            "have AWS draft policies without the unused permissions:",
                            recommendation("generate-finding-recommendation", arn, finding)),
                        Step.of(
                            "Once its status is SUCCEEDED, read it:",
                            recommendation("get-finding-recommendation", arn, finding)),
                        Step.of(
                            "Then, in %s, create each as a new policy, attach it to this %s and detach the old one (save it first: what looks unused may be needed once a year). Don't edit the old one: others may use it. AWS recommends nothing for a user in a group or a policy with NotAction: there, remove them by hand."
                                .formatted(
                                    finding.resource().account() == null
                                        ? "its account"
                                        : "account " + finding.resource().account(),
                                    holder(finding)))),
                    List.of(),
                    Target.of(finding, Removals.NOBODY).flatMap(ResourceLink::to).orElse(null)));
  }

  private static String holder(Finding finding) {
    return switch (finding.resource().type()) {
      case "AWS::IAM::Role" -> "role";
      case "AWS::IAM::User" -> "user";
      default -> "role or user";
    };
  }

  private static AwsCommand recommendation(String operation, Arn analyzer, Finding finding) {
    return AwsCommand.of("accessanalyzer", operation)
        .with("--region", analyzer.region())
        .with("--analyzer-arn", analyzer.toString())
        .with("--id", finding.id());
  }
}
