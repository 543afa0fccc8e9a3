package io.accesstriage.sweep;

import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.state.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What the sweep's state machine asks for: the next page, or to leave the page's analyzer.
 *
 * @param state how far the sweep has come
 * @param execution the ARN of the sweep's execution
 * @param failure why the page could not be read, however often it was tried; nothing where it is
 *     still to be read
 */
record SweepRequest(
    SweepState state, String execution, SweepConfig config, Optional<String> failure) {
  /**
   * Resolved findings are looked for that were updated since the sweep before the last, so that one
   * may fail.
   */
  private static final int INTERVALS_OF_RESOLVED = 2;

  /**
   * Reads a request. The first of a sweep has nothing but the rules' version as its state.
   *
   * @throws MalformedInput where a field is missing or wrong; the message names it
   */
  static SweepRequest read(Fields request, Clock clock) {
    String execution = request.text("execution");
    SweepConfig config = SweepConfig.read(Settings.of(request));
    Fields sweep = request.object("sweep");
    return new SweepRequest(
        sweep.has("id")
            ? RecordJson.STATE.read(SweepState.class, sweep)
            : begun(
                sweep.text("rulesVersion"),
                execution,
                config,
                request
                    .optionalObject("input")
                    .flatMap(input -> input.optionalTime("resolvedSince")),
                clock.instant().truncatedTo(ChronoUnit.MILLIS)),
        execution,
        config,
        request.optionalObject("failed").map(SweepRequest::failure));
  }

  private static SweepState begun(
      String rulesVersion,
      String execution,
      SweepConfig config,
      Optional<Instant> resolvedSince,
      Instant now) {
    return new SweepState(
        rulesVersion,
        execution.substring(execution.lastIndexOf(':') + 1),
        now,
        resolvedSince.orElseGet(
            () -> now.minus(config.interval().multipliedBy(INTERVALS_OF_RESOLVED))),
        1,
        0,
        config.analyzers().stream()
            .findFirst()
            .map(analyzer -> Position.firstOf(analyzer, now))
            .orElse(null),
        SweepCounts.NONE,
        List.of(),
        List.of());
  }

  /** What Step Functions says of a failed task; Lambda's cause is JSON with the message in it. */
  private static String failure(Fields failed) {
    String cause = failed.optionalText("Cause").orElse("");
    try {
      cause = Fields.of(Json.read(cause, "Cause"), "Cause").text("errorMessage");
    } catch (MalformedInput e) {
      // Then it is a text.
    }
    return failed.text("Error") + ": " + cause;
  }
}
