package io.accesstriage.facts;

import java.util.List;
import java.util.Map;

/**
 * What was read about a finding's resource, its account and its principal.
 *
 * @param tags tag key to value
 * @param keyAliases such as alias/DevelopmentKey, of a KMS key, in order and each once, since AWS
 *     promises no order; of what is no key they are known to be none
 * @param account of the resource
 * @param principalInOrganization whether the principal belongs to an account of this organization
 */
public record Facts(
    Fact<Map<String, String>> tags,
    Fact<List<String>> keyAliases,
    Fact<Account> account,
    Fact<Boolean> principalInOrganization) {
  private static final String NOT_ASKED =
      "Accounts are not looked up: the parameter AccountFacts is none.";

  /** The template of the role that other accounts are read with. */
  public static final String MEMBER_ACCOUNT_ROLE = "org/member-account-role.yaml";

  public Facts {
    if (keyAliases instanceof Fact.Known<List<String>> known) {
      keyAliases = Fact.known(known.value().stream().sorted().distinct().toList());
    }
  }

  /** Whether the tags were not read for lack of a role in the resource's account. */
  public boolean lackRole() {
    return tags instanceof Fact.Unread<?> unread && unread.cause() == Fact.Cause.NO_ROLE;
  }

  /** Facts of a resource where AWS Organizations is not asked. */
  public Facts(Fact<Map<String, String>> tags, Fact<List<String>> keyAliases) {
    this(
        tags,
        keyAliases,
        Fact.unread(Fact.Cause.UNSUPPORTED, NOT_ASKED),
        Fact.unread(Fact.Cause.UNSUPPORTED, NOT_ASKED));
  }
}
