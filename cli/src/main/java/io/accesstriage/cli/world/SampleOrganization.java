package io.accesstriage.cli.world;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.enrich.Organization;
import io.accesstriage.enrich.RoleAssumer;
import io.accesstriage.finding.Arn;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/**
 * AWS Organizations and AWS STS. The organization has the accounts that the file lists; a role is
 * there in every account but those that are said to lack it.
 */
final class SampleOrganization implements Organization {
  private final SampleAccount account;
  private final Calls calls;

  SampleOrganization(SampleAccount account, Calls calls) {
    this.account = account;
    this.calls = calls;
  }

  @Override
  public Optional<String> accountName(String accountId) {
    return calls.make(
        DESCRIBE_ACCOUNT, () -> readable(DESCRIBE_ACCOUNT, accountId).map(SampleMember::name));
  }

  @Override
  public Map<String, String> accountTags(String accountId) {
    return calls.make(
        LIST_TAGS,
        () ->
            readable(LIST_TAGS, accountId)
                .map(SampleMember::tags)
                .orElseThrow(() -> missing(LIST_TAGS, "TargetNotFoundException", accountId)));
  }

  @Override
  public String parent(String childId) {
    return calls.make(
        LIST_PARENTS,
        () ->
            (childId.startsWith("ou-")
                    ? account.members().stream()
                        .flatMap(member -> above(childId, member.path()).stream())
                        .findFirst()
                    : readable(LIST_PARENTS, childId).map(SampleMember::ou))
                .orElseThrow(() -> missing(LIST_PARENTS, "ChildNotFoundException", childId)));
  }

  /** What a unit is in, where a path leads over it. */
  private static Optional<String> above(String unit, String path) {
    int at = ("/" + path).indexOf("/" + unit + "/");
    return at <= 0
        ? Optional.empty()
        : Optional.of(path.substring(0, at - 1).replaceFirst(".*/", ""));
  }

  /** Roles, whose sessions last an hour. */
  RoleAssumer roles(Clock clock) {
    return (roleArn, sessionName, externalId) ->
        calls.make(RoleAssumer.OPERATION, () -> session(roleArn, clock));
  }

  private RoleAssumer.Session session(String roleArn, Clock clock) {
    String accountId = Arn.accountOf(roleArn).orElse("");
    if (account.member(accountId).filter(SampleMember::noRole).isPresent()) {
      throw new AwsCallException(
          RoleAssumer.OPERATION,
          "AccessDenied",
          403,
          "not authorized to perform: sts:AssumeRole on resource: " + roleArn);
    }
    return new RoleAssumer.Session(
        AnonymousCredentialsProvider.create().resolveCredentials(),
        clock.instant().plus(Duration.ofHours(1)));
  }

  private Optional<SampleMember> readable(String operation, String accountId) {
    Optional<SampleMember> member = account.member(accountId);
    if (member.filter(SampleMember::denied).isPresent()) {
      throw new AwsCallException(
          operation,
          "AccessDeniedException",
          400,
          "You don't have permissions to access this resource.");
    }
    return member;
  }

  private static AwsCallException missing(String operation, String code, String accountId) {
    return new AwsCallException(operation, code, 400, "there is no account " + accountId);
  }
}
