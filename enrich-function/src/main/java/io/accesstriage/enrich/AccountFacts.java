package io.accesstriage.enrich;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What AWS Organizations says of the accounts that a finding is about. Thread-safe.
 *
 * <p>What was found is kept for 15 minutes, as long as a decision may be acted on after its facts
 * were read: so no finding is archived on what an account was more than half an hour before, or on
 * a name that it had, or a unit that its unit was in, more than three quarters of an hour before,
 * which may have been looked up for a principal, or another account, first. That an account is not
 * found is kept for a minute only.
 */
public final class AccountFacts {
  private static final Duration FOUND = Duration.ofMinutes(15);
  private static final Duration NOT_FOUND = Duration.ofMinutes(1);
  private static final int MOST_ACCOUNTS = 10_000;

  /**
   * Units in a root, one in another.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html">Quotas
   *     of AWS Organizations</a>
   */
  private static final int DEEPEST = 5;

  private final Organization organization;
  private final Executor executor;
  private final Caller caller;
  private final Clock clock;
  private final ExpiringCache<String, Optional<String>> names;
  private final ExpiringCache<String, Account> accounts;
  private final ExpiringCache<String, String> parentsOfUnits;

  public AccountFacts(Organization organization, Clock clock, Executor executor) {
    this(organization, clock, executor, Caller.FUNCTION);
  }

  AccountFacts(Organization organization, Clock clock, Executor executor, Caller caller) {
    this.organization = organization;
    this.caller = caller;
    this.executor = executor;
    this.clock = clock;
    this.names = new ExpiringCache<>(clock, MOST_ACCOUNTS);
    this.accounts = new ExpiringCache<>(clock, MOST_ACCOUNTS);
    this.parentsOfUnits = new ExpiringCache<>(clock, MOST_ACCOUNTS);
  }

  /** The resource's account. */
  Fact<Account> account(Finding finding) {
    String id = finding.resource().account();
    if (id == null || !Arn.isAccountId(id)) {
      return Fact.unread(
          Fact.Cause.FAILED,
          id == null
              ? "The finding does not say which account the resource is in."
              : "The finding names %s as the resource's account, which is no account id."
                  .formatted(SafeText.quoted(id, 60)));
    }
    return Reading.fact(
        "account", Organization.DESCRIBE_ACCOUNT, caller, () -> accounts.get(id, () -> read(id)));
  }

  /** Whether the principal belongs to an account of the organization. */
  Fact<Boolean> principalInOrganization(Finding finding) {
    if (finding.family() == Family.UNUSED) {
      return Fact.known(false);
    }
    Principal principal = finding.principal();
    if (principal == null) {
      return Fact.unread(Fact.Cause.FAILED, "The finding does not say who has access.");
    }
    return switch (principal.kind()) {
      case ACCOUNT, ROLE, USER, ASSUMED_ROLE, FEDERATED_USER -> member(finding, principal);
      case ANYONE, FEDERATED, CANONICAL_USER, SERVICE, UNKNOWN ->
          Fact.unread(
              Fact.Cause.UNSUPPORTED,
              "A principal of the kind %s belongs to no account that could be looked up."
                  .formatted(principal.kind().label()));
    };
  }

  private Fact<Boolean> member(Finding finding, Principal principal) {
    String id = principal.account();
    if (id == null || !Arn.isAccountId(id)) {
      return Fact.unread(
          Fact.Cause.FAILED, "The finding does not say which account the principal is of.");
    }
    return Reading.fact(
        "principal's account",
        Organization.DESCRIBE_ACCOUNT,
        caller,
        () -> isMember(id, finding.resource().account()));
  }

  /**
   * The answer that an account was not found says nothing where the caller is in no organization
   * itself, so it counts only once the resource's account has been found.
   */
  private boolean isMember(String id, @Nullable String resourceAccount) {
    if (name(id).isPresent()) {
      return true;
    }
    if (resourceAccount == null
        || !Arn.isAccountId(resourceAccount)
        || name(resourceAccount).isEmpty()) {
      throw new NotReadable(
          Fact.Cause.FAILED,
          "Neither the principal's account %s nor the resource's account is found in this organization, so it is not certain that there is one."
              .formatted(id));
    }
    return false;
  }

  private ExpiringCache.Kept<Account> read(String id) {
    try (ConcurrentCalls calls = new ConcurrentCalls(executor)) {
      Supplier<Map<String, String>> tags = calls.begin(() -> organization.accountTags(id));
      Supplier<String> parent = calls.begin(() -> organization.parent(id));
      String name =
          name(id)
              .orElseThrow(
                  () ->
                      new NotReadable(
                          Fact.Cause.FAILED,
                          "Account %s is not found in this organization; it may have left it."
                              .formatted(id)));
      String ou = parent.get();
      return new ExpiringCache.Kept<>(
          new Account(name, tags.get(), ou, path(ou)), clock.instant().plus(FOUND));
    }
  }

  /** From the root on. AWS answers one step a call, of which accounts of a unit share theirs. */
  private String path(String ou) {
    String path = ou + "/";
    String unit = ou;
    for (int above = 0; unit.startsWith("ou-"); above++) {
      if (above == DEEPEST) {
        throw new NotReadable(
            Fact.Cause.FAILED,
            "%s names more than %d units above an account."
                .formatted(Organization.LIST_PARENTS, DEEPEST));
      }
      String child = unit;
      unit =
          parentsOfUnits.get(
              child,
              () ->
                  new ExpiringCache.Kept<>(
                      organization.parent(child), clock.instant().plus(FOUND)));
      path = unit + "/" + path;
    }
    return path;
  }

  private Optional<String> name(String id) {
    return names.get(
        id,
        () -> {
          Optional<String> name = organization.accountName(id);
          return new ExpiringCache.Kept<>(
              name, clock.instant().plus(name.isPresent() ? FOUND : NOT_FOUND));
        });
  }
}
