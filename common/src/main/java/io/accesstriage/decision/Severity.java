package io.accesstriage.decision;

import io.accesstriage.json.Labeled;
import java.util.Locale;

/** How urgent an alert is, least first. */
public enum Severity implements Labeled {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** As rules, subjects and message attributes write it. */
  @Override
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
