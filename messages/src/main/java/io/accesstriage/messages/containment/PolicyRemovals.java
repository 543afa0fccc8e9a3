package io.accesstriage.messages.containment;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Access that a policy grants, which a person has to edit. */
final class PolicyRemovals {
  private static final String MOUNT_TARGET = "elasticfilesystem:AccessedViaMountTarget";

  /** What a topic's own account may do by the policy of a new topic. */
  private static final List<String> TOPIC_ACTIONS =
      List.of(
          "AddPermission",
          "DeleteTopic",
          "GetTopicAttributes",
          "ListSubscriptionsByTopic",
          "Publish",
          "RemovePermission",
          "SetTopicAttributes",
          "Subscribe");

  private static final Step STAYS =
      Step.of(
          "This takes effect within minutes. Don't delete the policy: without one, every client that"
              + " reaches a mount target gets in.");

  private PolicyRemovals() {}

  /**
   * A key's policy or a grant: a finding doesn't say which. No grant is for everybody, but whoever
   * may make grants may have made some.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/kms/put-key-policy.html">put-key-policy</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/kms/revoke-grant.html">revoke-grant</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html#access-analyzer-kms-key">Policies
   *     and grants</a>
   */
  static List<Step> key(Target target) {
    PolicyEdit edit =
        new PolicyEdit(
            "the key policy",
            key(target, "get-key-policy").with("--policy-name", "default").asText("Policy"),
            key(target, "put-key-policy").with("--policy-name", "default"),
            "--policy",
            null);
    if (target.finding().isError()) {
      return edit.without(target);
    }
    if (target.principal().kind() == PrincipalKind.ANYONE
        && target.account() != null
        && !target.isOfAnotherAccount()) {
      return withGrants(target, withoutLockout(target, edit));
    }
    return withGrants(target, edit.steps(target, PolicyEdit.withoutPrincipal(target)));
  }

  private static List<Step> withGrants(Target target, List<Step> ofPolicy) {
    List<Step> steps = new ArrayList<>(ofPolicy);
    if (target.mayHaveGrants()) {
      steps.add(
          Step.of(
              "Check grants as well, even if you edited the policy:",
              key(target, "list-grants")
                  .asText(
                      "Grants[%s].[GrantId,GranteePrincipal,Operations]"
                          .formatted(ofGrantee(target)))));
      steps.add(
          Step.of(
              "Revoke each not needed, replacing GRANT_ID (no undo; whatever uses it fails):",
              key(target, "revoke-grant").with("--grant-id", "GRANT_ID")));
    }
    return steps;
  }

  /** Policies of IAM give access to a key only where the key's policy trusts the account. */
  private static List<Step> withoutLockout(Target target, PolicyEdit edit) {
    return edit.steps(
        target,
        "%s replace \"Principal\": \"*\" or {\"AWS\": \"*\"} with \"Principal\": {\"AWS\": \"arn:%s:iam::%s:root\"}. Your own roles and users then need KMS permissions in their IAM policies; those without them lose the key"
            .formatted(
                target.condition().isEmpty()
                    ? "in each Allow statement that no condition limits"
                    : PolicyEdit.statements(target),
                target.arn().partition(),
                target.account()));
  }

  /**
   * Grants to others, such as those of AWS services that use the key here, are none of this. Where
   * the principal cannot stand in a command, all are printed.
   *
   * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/grant-view.html">Viewing
   *     grants</a>: the grantee of a service is its service principal
   */
  private static String ofGrantee(Target target) {
    Principal principal = target.principal();
    String value = principal.value();
    String account =
        OpenAccess.limitedToAccount(target.finding()).orElse(String.valueOf(principal.account()));
    String ofAccount =
        Arn.isAccountId(account)
            ? "?contains(GranteePrincipal,'%1$s') || contains(IssuingAccount,'%1$s')"
                .formatted(account)
            : "";
    if (!Target.isSafe(value)) {
      return ofAccount;
    }
    String same = "GranteePrincipal=='%s'".formatted(value);
    return switch (principal.kind()) {
      case ACCOUNT -> ofAccount;
      case ROLE ->
          "?%s || contains(GranteePrincipal,'%s:assumed-role/%s/')"
              .formatted(same, account, value.substring(value.lastIndexOf('/') + 1));
      case USER, ASSUMED_ROLE, FEDERATED_USER, SERVICE -> "?" + same;
      default -> "";
    };
  }

  private static AwsCommand key(Target target, String operation) {
    return target.call("kms", operation).with("--key-id", target.name());
  }

  /**
   * A role must have a trust policy. Sessions outlive a change of it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/iam/update-assume-role-policy.html">update-assume-role-policy</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html">Revoking
   *     sessions</a>
   */
  static List<Step> trust(Target target) {
    return target
        .whoOwnsRole()
        .map(owned -> List.of(Step.of(owned)))
        .orElseGet(() -> editedTrust(target));
  }

  private static List<Step> editedTrust(Target target) {
    return new PolicyEdit(
            "the role's trust policy",
            AwsCommand.of("iam", "get-role")
                .with("--role-name", target.lastName())
                .with("--query", "Role.AssumeRolePolicyDocument")
                .with("--output", "json"),
            AwsCommand.of("iam", "update-assume-role-policy")
                .with("--role-name", target.lastName()),
            "--policy-document",
            null)
        .without(target, afterwards(target));
  }

  /** A role has a trust policy always. Nobody has a session of a principal that is gone. */
  private static Step afterwards(Target target) {
    return Step.of(
        target.principal().isDeleted()
            ? "No statement left? Then leave the policy as it is (nobody can assume the role), and ask"
                + " the role's owner to delete it."
            : "Open sessions go on; \"Revoke active sessions\" in IAM's console ends them all.");
  }

  /**
   * SQS takes a map of attributes, in which the policy is a text. An empty one would delete it, and
   * no file, or an empty one, must not.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html">Shorthand
   *     syntax</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/sqs/set-queue-attributes.html">set-queue-attributes</a>
   */
  static List<Step> queue(Target target) {
    String url =
        "--queue-url \"$(%s)\""
            .formatted(
                target
                    .call("sqs", "get-queue-url")
                    .with("--queue-name", target.arn().resource())
                    .asText("QueueUrl")
                    .text());
    AwsCommand set = target.call("sqs", "set-queue-attributes").and(url);
    return new PolicyEdit(
            "the queue's policy",
            "",
            target
                .call("sqs", "get-queue-attributes")
                .with("--attribute-names", "Policy")
                .asText("Attributes.Policy")
                .and(url),
            set,
            "--attributes \"Policy='%s'\"".formatted(PolicyEdit.QUOTED_FILE),
            set.with("--attributes", "{\"Policy\":\"\"}"))
        .without(target);
  }

  /**
   * A topic must have a policy. One like that of a new topic takes the place of an empty one.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/sns/set-topic-attributes.html">set-topic-attributes</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html">Actions
   *     of topic policies</a>
   */
  static List<Step> topic(Target target) {
    String arn = target.arn().toString();
    AwsCommand set =
        target
            .call("sns", "set-topic-attributes")
            .with("--topic-arn", arn)
            .with("--attribute-name", "Policy");
    return new PolicyEdit(
            "the topic's policy",
            target
                .call("sns", "get-topic-attributes")
                .with("--topic-arn", arn)
                .asText("Attributes.Policy"),
            set,
            "--attribute-value",
            set.with(
                "--attribute-value",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"%s\"},\"Action\":[%s],\"Resource\":\"%s\"}]}"
                    .formatted(
                        target.arn().account(),
                        TOPIC_ACTIONS.stream()
                            .map("\"SNS:%s\""::formatted)
                            .collect(Collectors.joining(",")),
                        arn)))
        .without(target);
  }

  /**
   * Secrets Manager can refuse a policy that is public still.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/secretsmanager/put-resource-policy.html">put-resource-policy</a>
   */
  static List<Step> secret(Target target) {
    String arn = target.arn().toString();
    return new PolicyEdit(
            "the secret's policy",
            target
                .call("secretsmanager", "get-resource-policy")
                .with("--secret-id", arn)
                .asText("ResourcePolicy"),
            target
                .call("secretsmanager", "put-resource-policy")
                .with("--secret-id", arn)
                .with("--block-public-policy"),
            "--resource-policy",
            target.call("secretsmanager", "delete-resource-policy").with("--secret-id", arn))
        .without(target, Step.of("Whoever has read it still knows it: rotate the secret."));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/ecr/set-repository-policy.html">set-repository-policy</a>
   */
  static List<Step> repository(Target target) {
    return new PolicyEdit(
            "the repository's policy",
            target
                .call("ecr", "get-repository-policy")
                .with("--repository-name", target.name())
                .asText("policyText"),
            target.call("ecr", "set-repository-policy").with("--repository-name", target.name()),
            "--policy-text",
            target.call("ecr", "delete-repository-policy").with("--repository-name", target.name()))
        .without(target);
  }

  /**
   * Without a policy, every client that reaches a mount target has access. A policy is not public
   * under the condition that names mount targets.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html">The
   *     meaning of public</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/efs/put-file-system-policy.html">put-file-system-policy</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html#default-filesystempolicy">The
   *     default policy</a>
   */
  static List<Step> fileSystem(Target target) {
    PolicyEdit edit =
        new PolicyEdit(
            "the file system's policy",
            target
                .call("efs", "describe-file-system-policy")
                .with("--file-system-id", target.name())
                .asText("Policy"),
            target.call("efs", "put-file-system-policy").with("--file-system-id", target.name()),
            "--policy",
            null);
    return target.principal().kind() == PrincipalKind.ANYONE
        ? ofAnyone(target, edit)
        : edit.without(target, STAYS);
  }

  private static List<Step> ofAnyone(Target target, PolicyEdit edit) {
    Map<String, String> limits = OpenAccess.limits(target.finding());
    if (limits != null && !limits.keySet().stream().allMatch(MOUNT_TARGET::equalsIgnoreCase)) {
      return edit.without(target, STAYS);
    }
    boolean isByMountTarget =
        target.condition().keySet().stream().anyMatch(MOUNT_TARGET::equalsIgnoreCase);
    return isByMountTarget
        ? requiringIam(target, edit)
        : edit.steps(
            target,
            "where no condition limits the principal \"*\", by which your own mounts get in, keep it but add the condition \"Bool\": {\"%s\": \"true\"}"
                .formatted(MOUNT_TARGET),
            STAYS);
  }

  private static List<Step> requiringIam(Target target, PolicyEdit edit) {
    List<Step> steps = new ArrayList<>();
    steps.add(Step.of("Are clients in your own network meant? Then change nothing."));
    steps.addAll(
        edit.steps(
            target,
            "to require IAM as well, replace \"Principal\": \"*\" or {\"AWS\": \"*\"} with"
                + " \"Principal\": {\"AWS\": [\"ROLE_ARN\"]}, the roles that need it. Clients that"
                + " mount without IAM (no -o iam) then lose the file system",
            STAYS));
    return steps;
  }

  /**
   * Tables and streams have policies of their own.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/dynamodb/put-resource-policy.html">put-resource-policy</a>
   */
  static List<Step> table(Target target) {
    String arn = target.arn().toString();
    return new PolicyEdit(
            target.arn().resource().contains("/stream/")
                ? "the stream's policy"
                : "the table's policy",
            target
                .call("dynamodb", "get-resource-policy")
                .with("--resource-arn", arn)
                .asText("Policy"),
            target.call("dynamodb", "put-resource-policy").with("--resource-arn", arn),
            "--policy",
            target.call("dynamodb", "delete-resource-policy").with("--resource-arn", arn))
        .without(target);
  }
}
