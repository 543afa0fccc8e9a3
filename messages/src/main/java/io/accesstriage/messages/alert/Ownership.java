package io.accesstriage.messages.alert;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Owner;
import io.accesstriage.state.TriageState;
import java.util.Objects;

/**
 * Whose a resource is, for subscriptions to filter by. Each is empty where it is absent or not
 * known.
 *
 * @param account the resource's, by its id
 * @param accountName as AWS Organizations has it
 * @param ou id of what the account is directly in
 * @param owner by the resource's tags
 */
public record Ownership(String account, String accountName, String ou, String owner) {
  static final Ownership NOT_KNOWN = new Ownership("", "", "", "");

  private static final String ALL = "various";

  /** Of a message about many findings. */
  static final Ownership VARIOUS = new Ownership(ALL, ALL, ALL, ALL);

  static Ownership of(TriageState state) {
    return of(
        Objects.requireNonNullElse(state.finding().resource().account(), ""),
        state.facts().account(),
        state.owner());
  }

  static Ownership of(String account, Fact<Account> facts, Owner owner) {
    return facts instanceof Fact.Known<Account> known
        ? new Ownership(account, known.value().name(), known.value().ou(), owner.name())
        : new Ownership(account, "", "", owner.name());
  }
}
