package io.accesstriage.evaluate;

import io.accesstriage.decision.Severity;
import io.accesstriage.state.Mode;
import io.accesstriage.state.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * The deployment's parameters that decide.
 *
 * @param analyzers the ARNs of the analyzers whose findings may be archived
 * @param reviewAfterDays when a decided finding is looked at again
 * @param busyWaitSeconds how long to wait for another execution
 * @param immediateAlerts the least severity whose alerts are sent at once
 * @param alertsServiceLinked whether findings of analyzers that AWS services manage are alerted
 */
record EvaluateConfig(
    Mode mode,
    Set<String> analyzers,
    int maxArchivesPerRulePerDay,
    int reviewAfterDays,
    int busyWaitSeconds,
    Severity immediateAlerts,
    boolean alertsServiceLinked) {

  /** How long to wait before a second look at a finding that Access Analyzer does not know. */
  Duration missingWait() {
    return Duration.ofSeconds(4L * busyWaitSeconds);
  }

  /** Of no deployment: every alert is sent at once, and nothing is waited for. */
  static final EvaluateConfig ALERTING_ALL =
      new EvaluateConfig(Mode.ARCHIVE, Set.of(), 1, 1, 0, Severity.LOW, true);

  static EvaluateConfig read(Settings config) {
    return new EvaluateConfig(
        config.mode(),
        Set.copyOf(config.list("analyzerArns")),
        config.positive("maxArchivesPerRulePerDay"),
        config.positive("reviewAfterDays"),
        config.positive("busyWaitSeconds"),
        config.fields().constant("immediateAlerts", Severity.class),
        config.alertsServiceLinked());
  }
}
