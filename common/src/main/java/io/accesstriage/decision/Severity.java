package io.accesstriage.decision;

import java.util.Locale;

/** How urgent an alert is, least first. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** As rules, subjects and message attributes write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Severity atLeast(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Severity atMost(Severity other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
