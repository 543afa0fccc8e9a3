package io.accesstriage.sweep;

import io.accesstriage.state.Mode;
import io.accesstriage.state.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The deployment's parameters of the sweep.
 *
 * @param analyzers in the order in which they are swept
 * @param ledger the table; nothing where there is none, and then every active finding is due
 * @param triage the ARN of the state machine; nothing where nothing is to be started
 * @param interval between two sweeps
 * @param alertsServiceLinked whether findings of analyzers that AWS services manage are alerted
 */
record SweepConfig(
    List<String> analyzers,
    Optional<String> ledger,
    Optional<String> triage,
    Mode mode,
    Duration interval,
    boolean alertsServiceLinked) {

  static SweepConfig read(Settings config) {
    return new SweepConfig(
        config.list("analyzerArns"),
        config.ledger(),
        config.orNone("stateMachine"),
        config.mode(),
        Duration.ofHours(config.positive("sweepHours")),
        config.alertsServiceLinked());
  }

  /** The one to sweep after this; one that is no longer configured is followed by the first. */
  Optional<String> after(String analyzer) {
    int next = analyzers.indexOf(analyzer) + 1;
    return next < analyzers.size() ? Optional.of(analyzers.get(next)) : Optional.empty();
  }
}
