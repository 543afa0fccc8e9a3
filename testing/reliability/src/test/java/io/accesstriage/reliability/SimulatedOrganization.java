package io.accesstriage.reliability;

import io.accesstriage.enrich.Organization;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Organizations, whose accounts stay what they are. What it answers is kept in a cache, which
 * lets nobody else in until it has the answer.
 */
final class SimulatedOrganization implements Organization {
  private static final Map<String, Account> ACCOUNTS =
      Map.of(
          "111122223333",
          new Account("security", Map.of("stage", "production"), "ou-ab12-core"),
          "333344445555",
          new Account("shop", Map.of("stage", "production"), "ou-ab12-work"),
          "666677778888",
          new Account("reports", Map.of(), "ou-ab12-work"),
          Law.SANDBOX,
          new Account("sandbox", Map.of("stage", "test"), "ou-ab12-test"),
          Law.AUDIT,
          new Account("audit", Map.of(), "ou-ab12-core"));

  private static final Map<String, String> ABOVE =
      Map.of("ou-ab12-test", "ou-ab12-work", "ou-ab12-work", "r-ab12", "ou-ab12-core", "r-ab12");

  private final Calls calls;

  SimulatedOrganization(Calls calls) {
    this.calls = calls;
  }

  /** An account of the organization. */
  record Account(String name, Map<String, String> tags, String unit) {
    String path() {
      String path = unit + "/";
      for (String above = ABOVE.get(unit); above != null; above = ABOVE.get(above)) {
        path = above + "/" + path;
      }
      return path;
    }
  }

  /** Nothing for an account that is not in it. */
  static Optional<Account> account(String id) {
    return Optional.ofNullable(ACCOUNTS.get(id));
  }

  @Override
  public Optional<String> accountName(String accountId) {
    return calls.read(DESCRIBE_ACCOUNT, () -> account(accountId).map(Account::name));
  }

  @Override
  public Map<String, String> accountTags(String accountId) {
    return calls.read(LIST_TAGS, () -> existing(accountId).tags());
  }

  @Override
  public String parent(String childId) {
    return calls.read(
        LIST_PARENTS,
        () -> ABOVE.containsKey(childId) ? ABOVE.get(childId) : existing(childId).unit());
  }

  private static Account existing(String id) {
    return account(id).orElse(new Account("", Map.of(), "r-ab12"));
  }
}
