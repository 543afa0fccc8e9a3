package io.accesstriage.finding;

import io.accesstriage.json.Labeled;
import java.util.EnumSet;
import java.util.Set;

/** Who a principal is; {@link #label} is the name that rules compare with. */
public enum PrincipalKind implements Labeled {
  ANYONE("Anyone"),
  ACCOUNT("Account"),
  ROLE("Role"),
  USER("User"),
  ASSUMED_ROLE("AssumedRole"),
  FEDERATED_USER("FederatedUser"),
  FEDERATED("Federated"),
  CANONICAL_USER("CanonicalUser"),
  SERVICE("Service"),
  /** A kind that this version cannot name, or several at once. */
  UNKNOWN("Unknown");

  private static final Set<PrincipalKind> IN_ACCOUNTS =
      EnumSet.of(ACCOUNT, ROLE, USER, ASSUMED_ROLE, FEDERATED_USER);

  private final String label;

  PrincipalKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Whether such a principal is of one account of AWS. */
  public boolean isInAccount() {
    return IN_ACCOUNTS.contains(this);
  }
}
