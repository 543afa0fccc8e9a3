package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Severity;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.failure.UnsureFailure;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingEntry;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.alert.AlertMessages;
import io.accesstriage.messages.alert.TriageFailure;
import io.accesstriage.state.Settings;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells people of executions that failed. Thread-safe. */
final class FailureReporter {
  private final Function<String, AlertTopic> topics;
  private final Function<String, Ledger> ledgers;
  private final Clock clock;

  /**
   * @param topics the topic of an ARN
   * @param ledgers the ledger of a table's name
   */
  FailureReporter(
      Function<String, AlertTopic> topics, Function<String, Ledger> ledgers, Clock clock) {
    this.topics = topics;
    this.ledgers = ledgers;
    this.clock = clock;
  }

  /**
   * Reports a failed execution, once for each finding and cause. It never removes a claim but gives
   * it up, so that the finding is due again.
   *
   * @param request {@code {"failure": {"input", "state"}, "execution", "config"}}
   */
  ObjectNode report(Fields request) {
    Settings config = Settings.of(request);
    TriageFailure failure =
        TriageFailure.read(request.object("failure"), config.optionalList("alertTags"));
    String execution = request.text("execution");
    Optional<AlertTopic> topic = config.orNone("topic").map(topics);
    Optional<Ledger> ledger = config.ledger().map(ledgers);
    String subject = AlertMessages.subject(failure);
    ObjectNode notification;
    if (ledger.filter(l -> wasReported(l, failure)).isPresent()) {
      notification =
          Sending.spared("The same failure of this finding was reported before.").json(subject);
      ledger.ifPresent(l -> recordFailure(l, failure, execution, null));
    } else {
      Sending sending =
          topic.isPresent() && ledger.isPresent()
              ? heldBack(config, subject, topic.get(), ledger.get())
              : Sending.PUBLISHED;
      if (sending.isLater()) {
        markFailure(ledger.orElseThrow(), failure, execution, sending);
        notification = sending.json(subject);
      } else {
        AlertMessage message = AlertMessages.of(failure, execution);
        notification = topic.isPresent() ? sending.json(subject) : Sending.toNoTopic(message);
        publish(topic, message);
        Failure reported = new Failure(failure.identity(), clock.instant(), false);
        ledger.ifPresent(l -> recordFailure(l, failure, execution, reported));
      }
    }
    ObjectNode answer = Json.object();
    ObjectNode json = answer.putObject("failure");
    json.put("findingId", failure.findingId().isEmpty() ? null : failure.findingId());
    json.put("step", failure.step());
    json.put("error", failure.error());
    json.put("cause", failure.cause());
    answer.set("notification", notification);
    return answer;
  }

  /**
   * Unlike an alert's, a report's attempts are not counted in the ledger, which may be what failed:
   * the state machine tries once more.
   */
  private static void publish(Optional<AlertTopic> topic, AlertMessage message) {
    try {
      topic.ifPresent(t -> t.publish(message));
    } catch (AwsCallException e) {
      RuntimeException failure = e.asStepFailure();
      throw failure instanceof TransientFailure ? new UnsureFailure(e.getMessage(), e) : failure;
    }
  }

  /** These calls may be what failed: then the report is sent, however many there are. */
  private Sending heldBack(Settings config, String subject, AlertTopic topic, Ledger ledger) {
    HourlyLimit limit = HourlyLimit.read(config);
    try {
      if (!topic.hasReader()) {
        return Sending.TO_NOBODY;
      }
      return limit.holdsBack(subject, Severity.HIGH, ledger, topic, clock.instant())
          ? Sending.later(Sending.OVER_THE_LIMIT)
          : Sending.PUBLISHED;
    } catch (AwsCallException e) {
      return Sending.PUBLISHED;
    }
  }

  /** The ledger may be what failed: then the report is worth more than not repeating it. */
  private static boolean wasReported(Ledger ledger, TriageFailure failure) {
    if (failure.findingId().isEmpty()) {
      return false;
    }
    try {
      return ledger
          .read(failure.findingId())
          .map(LedgerEntry::failure)
          .filter(before -> before.isOf(failure.identity()))
          .isPresent();
    } catch (AwsCallException e) {
      return false;
    }
  }

  /**
   * Marks a failure for the digest. Where that is not possible it fails, so that the state machine
   * sends the report to the dead-letter queue.
   */
  private void markFailure(
      Ledger ledger, TriageFailure failure, String execution, Sending sending) {
    if (failure.findingId().isEmpty()) {
      throw new PermanentFailure(
          "The failure of an execution whose finding is not known cannot wait for the digest. It"
              + " was not sent at once: "
              + sending.why());
    }
    Failure marked = new Failure(failure.identity(), clock.instant(), true);
    try {
      writeFailure(ledger, failure, execution, marked);
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
  }

  /** Ignores what cannot be recorded: failing here would publish the report again. */
  private void recordFailure(
      Ledger ledger, TriageFailure failure, String execution, @Nullable Failure reported) {
    if (failure.findingId().isEmpty()) {
      return;
    }
    try {
      writeFailure(ledger, failure, execution, reported);
    } catch (AwsCallException | TransientFailure e) {
      // The claim runs out by itself.
    }
  }

  /**
   * @param reported null to leave what the entry says
   */
  private void writeFailure(
      Ledger ledger, TriageFailure failure, String execution, @Nullable Failure reported) {
    new FindingEntry(ledger, failure.findingId(), failure.analyzerArn())
        .change(entry -> failed(entry, execution, reported));
  }

  private LedgerEntry failed(LedgerEntry entry, String execution, @Nullable Failure reported) {
    LedgerEntry failed =
        reported == null ? entry : entry.withFailure(reported.after(entry.failure()));
    return entry
        .claimOf(execution)
        .map(claim -> failed.withClaim(claim.abandonedAt(clock.instant())))
        .orElse(failed);
  }
}
