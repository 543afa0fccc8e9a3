package io.accesstriage.evaluate;

import io.accesstriage.decision.Severity;
import io.accesstriage.state.Origin;
import java.util.Optional;

/** Whether an alert is sent at once, or waits for the digest so that it is no flood. */
final class AlertDelivery {
  private AlertDelivery() {}

  /** Why it waits, as a sentence; nothing where it does not. */
  static Optional<String> whyLater(Severity severity, Origin origin, Severity immediateAlerts) {
    if (severity.compareTo(immediateAlerts) < 0) {
      return Optional.of(
          "It goes into the digest: alerts below %s are not sent at once (ImmediateAlerts)."
              .formatted(immediateAlerts.label()));
    }
    return origin == Origin.REFERENCE && severity != Severity.CRITICAL
        ? Optional.of(
            "It goes into the digest: the sweep found it, and of what it finds only critical alerts are sent at once.")
        : Optional.empty();
  }
}
