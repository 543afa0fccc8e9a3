package io.accesstriage.finding;

import io.accesstriage.json.Labeled;

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

  private final String label;

  PrincipalKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
