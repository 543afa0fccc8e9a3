package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.enrich.EnrichConfig;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The role that tags are read with is in each account of the organization. AWS says the same of a
 * role that is not there and of one that does not trust the caller, so only where the role of some
 * account could be assumed, another one that could not be is known to be wrong.
 */
final class MemberRolesCheck implements Check {
  private static final String NONE = "none";

  /** Nothing in such an account can be read. Any other, also one of an unknown state, is tried. */
  private static final Set<String> NOT_IN_USE =
      Set.of("PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED");

  private static final int MOST_NAMED = 10;
  private static final String WHY =
      "Tags of resources in these accounts are not read: rules that read tags archive nothing there.";

  private final DeployedStack stack;
  private final OrganizationsClient organizations;
  private final StsClient sts;

  MemberRolesCheck(DeployedStack stack, OrganizationsClient organizations, StsClient sts) {
    this.stack = stack;
    this.organizations = organizations;
    this.sts = sts;
  }

  @Override
  public String subject() {
    return "roles of accounts";
  }

  @Override
  public List<Outcome> look() {
    String role = stack.parameter("MemberAccountRoleName");
    if (role.isEmpty() || role.equals(NONE)) {
      return List.of(new Outcome.Ok("none is to be assumed (MemberAccountRoleName)"));
    }
    if (!EnrichConfig.isRoleName(role)) {
      return List.of(
          new Outcome.Wrong(
              "MemberAccountRoleName is not a role name", WHY, "sam build && sam deploy --guided"));
    }
    List<String> accounts = accounts();
    if (accounts.isEmpty()) {
      return List.of(
          new Outcome.Unknown(
              "not known: AWS Organizations named no other account that is active",
              "Check whose credentials these are: organizations:ListAccounts of the organization's management account names all."));
    }
    List<String> denied = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    accounts.parallelStream()
        .map(account -> assume(account, role))
        .forEachOrdered(
            answer -> {
              if (answer.isDenied()) {
                denied.add(answer.account());
              } else {
                answer.unknown().ifPresent(outcomes::add);
              }
            });
    int assumed = accounts.size() - denied.size() - outcomes.size();
    if (!denied.isEmpty()) {
      outcomes.add(assumed > 0 ? missing(denied, role) : untrusted(denied, role));
    }
    if (outcomes.isEmpty()) {
      outcomes.add(new Outcome.Ok("assumed in %d other accounts".formatted(assumed)));
    }
    return outcomes;
  }

  /**
   * Those that are in use.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html">Account,
   *     whose Status is retired on September 9, 2026</a>
   */
  private List<String> accounts() {
    TreeSet<String> accounts = new TreeSet<>();
    String token = null;
    do {
      String pageToken = token;
      ListAccountsResponse page =
          Reading.LIST_ACCOUNTS.of(() -> organizations.listAccounts(r -> r.nextToken(pageToken)));
      page.accounts().stream()
          .filter(account -> !NOT_IN_USE.contains(String.valueOf(account.stateAsString())))
          .map(Account::id)
          .filter(Arn::isAccountId)
          .filter(id -> !id.equals(stack.account()))
          .forEach(accounts::add);
      token = page.nextToken();
    } while (token != null);
    return List.copyOf(accounts);
  }

  private record Answer(String account, boolean isDenied, Optional<Outcome> unknown) {}

  private Answer assume(String account, String role) {
    String externalId = stack.parameter("MemberAccountExternalId");
    try {
      Reading.ASSUME_ROLE.of(
          () ->
              sts.assumeRole(
                  r ->
                      r.roleArn(roleArn(account, role))
                          .roleSessionName("triage-doctor@" + stack.account())
                          .externalId(
                              externalId.isEmpty() || externalId.equals(NONE)
                                  ? null
                                  : externalId)));
      return new Answer(account, false, Optional.empty());
    } catch (AwsCallException e) {
      boolean isDenied = e.kind() == AwsCallException.Kind.DENIED;
      return new Answer(
          account, isDenied, isDenied ? Optional.empty() : Optional.of(Unreadable.because(e)));
    }
  }

  private String roleArn(String account, String role) {
    return "arn:%s:iam::%s:role/%s".formatted(stack.id().partition(), account, role);
  }

  private Outcome missing(List<String> denied, String role) {
    return new Outcome.Wrong(
        "%s could not be assumed in %s".formatted(role, named(denied)),
        WHY,
        "Deploy %s there, with the same trust: aws cloudformation create-stack-instances --stack-set-name access-analyzer-triage-read --deployment-targets OrganizationalUnitIds=ROOT_OR_UNIT --regions us-east-1 (docs/operations.md, Other accounts and regions)"
            .formatted(Facts.MEMBER_ACCOUNT_ROLE));
  }

  private static Outcome untrusted(List<String> denied, String role) {
    return new Outcome.Unknown(
        "not known: AWS refused %s in %s, which it does where the role is missing, and also where it trusts the enrich function only"
            .formatted(role, named(denied)),
        "aws cloudformation list-stack-instances --stack-set-name access-analyzer-triage-read shows where the role is deployed. To have the doctor try it, let the role trust yours, too, in a copy of "
            + Facts.MEMBER_ACCOUNT_ROLE
            + ".");
  }

  private static String named(List<String> accounts) {
    String first = String.join(", ", accounts.subList(0, Math.min(MOST_NAMED, accounts.size())));
    return accounts.size() > MOST_NAMED
        ? "%d accounts, such as %s".formatted(accounts.size(), first)
        : (accounts.size() == 1 ? "account " : "accounts ") + first;
  }
}
