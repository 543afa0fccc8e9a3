package io.accesstriage.notify;

import io.accesstriage.decision.Severity;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.messages.alert.StormMessage;
import io.accesstriage.state.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How many messages people get in an hour, alerts and failure reports together. What exceeds it
 * waits for the digest, and one message says so; one more does with the first critical alert that
 * waits.
 *
 * @param most nothing for no limit
 * @param table the ledger's, for what the message says to do
 */
record HourlyLimit(Optional<Integer> most, String table) {
  private static final String PARAMETER = "maxImmediateAlertsPerHour";

  /** The mark of an hour that is over only tells whoever looks into the table. */
  private static final Duration KEPT = Duration.ofDays(7);

  /**
   * @param config of a step, in which {@code maxImmediateAlertsPerHour} is a number or "none"
   */
  static HourlyLimit read(Settings config) {
    return new HourlyLimit(config.positiveOrNone(PARAMETER), config.fields().text("ledger"));
  }

  /**
   * Counts one more message and says whether it has to wait. The message that says so is looked for
   * before and recorded after it is published, so that a crash repeats rather than drops it.
   *
   * @param subject of the message
   * @throws io.accesstriage.aws.AwsCallException where the ledger or the topic cannot be used
   */
  boolean holdsBack(
      String subject, Severity severity, Ledger ledger, AlertTopic topic, Instant now) {
    if (most.isEmpty() || ledger.countMessage(now) <= most.get()) {
      return false;
    }
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    AlreadyAlerted storm =
        new AlreadyAlerted(
            severity == Severity.CRITICAL
                ? "storm#%s#%s".formatted(hour, severity.label())
                : "storm#" + hour,
            null,
            KEPT);
    if (ledger.mark(storm.name()).isEmpty()) {
      topic.publish(StormMessage.of(most.get(), hour, subject, severity, table));
      ledger.keep(storm.at(now));
    }
    return true;
  }
}
