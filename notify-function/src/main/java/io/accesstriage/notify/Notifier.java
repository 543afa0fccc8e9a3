package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells people, and records it afterwards: after a crash in between, an alert is repeated rather
 * than lost. Thread-safe.
 */
public final class Notifier {
  /** Others write an entry seldom, so that a second conflict in a row is rare. */
  private static final int WRITE_ATTEMPTS = 5;

  private final Function<String, AlertTopic> topics;
  private final Function<String, Ledger> ledgers;
  private final Clock clock;

  /**
   * @param topics the topic of an ARN
   * @param ledgers the ledger of a table's name
   */
  public Notifier(
      Function<String, AlertTopic> topics, Function<String, Ledger> ledgers, Clock clock) {
    this.topics = topics;
    this.ledgers = ledgers;
    this.clock = clock;
  }

  /**
   * Publishes the alert about a finding and records that a person was told. Without a topic nothing
   * is published: who asks so reads the message in the answer.
   *
   * @return the state with what was published
   */
  ObjectNode alert(StepRequest request) {
    TriageState state = request.state();
    Optional<String> topic = StepRequest.setting(request.config(), "topic");
    Optional<Ledger> ledger = request.ledger().map(ledgers);
    AlertMessage message = AlertMessages.of(state, request.execution());
    try {
      if (ledger.filter(l -> wasToldBy(request.execution(), state.finding(), l)).isEmpty()) {
        topic.map(topics).ifPresent(t -> t.publish(message));
        ledger.ifPresent(l -> recordAlert(l, state, request.execution()));
      }
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
    ObjectNode answer = state.write();
    answer.set("notification", notification(topic, message, topic.isPresent()));
    return answer;
  }

  /** Whether an earlier attempt of this execution got as far as its record. */
  private static boolean wasToldBy(String execution, Finding finding, Ledger ledger) {
    return ledger
        .read(finding.id())
        .filter(entry -> !entry.isClaimedBy(execution))
        .map(LedgerEntry::standing)
        .filter(standing -> standing.execution().equals(execution))
        .filter(
            standing ->
                standing.kind() == Standing.Kind.ALERTED
                    || standing.kind() == Standing.Kind.LEFT_TO_PERSON)
        .isPresent();
  }

  private void recordAlert(Ledger ledger, TriageState state, String execution) {
    Finding finding = state.finding();
    for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      LedgerEntry entry = entry(ledger, finding.id(), finding.analyzerArn());
      try {
        ledger.write(alerted(entry, state, execution));
        return;
      } catch (LedgerConflict e) {
        // Somebody wrote in between: read again, and see what holds now.
      }
    }
    throw new TransientFailure(
        "the ledger entry of finding %s was written by others %d times in a row after its alert was published"
            .formatted(finding.id(), WRITE_ATTEMPTS));
  }

  private LedgerEntry alerted(LedgerEntry entry, TriageState state, String execution) {
    Standing.Kind kind = leadsTo(entry, state, execution);
    LedgerEntry told = entry.withFailure(null);
    if (entry.isClaimedBy(execution)) {
      told = told.withoutClaim();
    }
    return kind == null
        ? told
        : told.withStanding(standing(entry, state, kind, execution)).expiringAt(null);
  }

  /** The standing that this alert leads to; null where it leaves the standing. */
  private static Standing.@Nullable Kind leadsTo(
      LedgerEntry entry, TriageState state, String execution) {
    Decision decision = state.requireDecision();
    if (decision.outcome() == Outcome.UNARCHIVE && state.archive() == ArchiveOutcome.OBSERVED) {
      // It is archived still, and by us.
      return null;
    }
    if (entry.claim() != null && entry.isClaimedBy(execution)) {
      return entry.claim().leadsTo();
    }
    Standing standing = entry.standing();
    if (standing != null && standing.at().isAfter(decision.decidedAt())) {
      // Another execution took over and knows better.
      return null;
    }
    return standing != null
            && standing.kind() == Standing.Kind.LEFT_TO_PERSON
            && ContentHash.same(standing.contentHash(), state.finding().contentHash())
        ? Standing.Kind.LEFT_TO_PERSON
        : Standing.Kind.ALERTED;
  }

  private Standing standing(
      LedgerEntry entry, TriageState state, Standing.Kind kind, String execution) {
    Decision decision = state.requireDecision();
    Finding finding = state.finding();
    String previousHash = entry.standing() == null ? null : entry.standing().contentHash();
    return new Standing(
        kind,
        finding.readFrom() == ReadFrom.EVENT ? previousHash : finding.contentHash(),
        decision.severity(),
        decision.rule(),
        decision.rulesVersion(),
        decision.reason(),
        decision.tagsUsed(),
        clock.instant(),
        execution);
  }

  /**
   * Reports a failed execution, once for each finding and cause. It never removes a claim but gives
   * it up, so that the finding is due again.
   *
   * @param request {@code {"failure": {"input", "state"}, "execution", "config"}}
   */
  ObjectNode reportFailure(Fields request) {
    TriageFailure failure = TriageFailure.read(request.object("failure"));
    String execution = request.text("execution");
    Optional<String> topic = StepRequest.setting(request.object("config"), "topic");
    Optional<Ledger> ledger =
        StepRequest.setting(request.object("config"), "ledger")
            .filter(table -> !failure.findingId().isEmpty())
            .map(ledgers);
    AlertMessage message = AlertMessages.of(failure, execution);
    boolean known = ledger.filter(l -> wasReported(l, failure)).isPresent();
    if (!known) {
      try {
        topic.map(topics).ifPresent(t -> t.publish(message));
      } catch (AwsCallException e) {
        throw e.asStepFailure();
      }
    }
    ledger.ifPresent(l -> recordFailure(l, failure, execution, known));
    ObjectNode answer = Json.object();
    ObjectNode json = answer.putObject("failure");
    json.put("findingId", failure.findingId().isEmpty() ? null : failure.findingId());
    json.put("step", failure.step());
    json.put("error", failure.error());
    json.put("cause", failure.cause());
    answer.set("notification", notification(topic, message, topic.isPresent() && !known));
    return answer;
  }

  /** The ledger may be what failed: then the report is worth more than not repeating it. */
  private static boolean wasReported(Ledger ledger, TriageFailure failure) {
    try {
      return ledger
          .read(failure.findingId())
          .map(LedgerEntry::failure)
          .filter(before -> before.cause().equals(failure.identity()))
          .isPresent();
    } catch (AwsCallException e) {
      return false;
    }
  }

  /** What cannot be recorded is let go: failing here would publish the report again. */
  private void recordFailure(
      Ledger ledger, TriageFailure failure, String execution, boolean known) {
    try {
      for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
        LedgerEntry entry = entry(ledger, failure.findingId(), failure.analyzerArn());
        LedgerEntry failed = failed(entry, failure, execution, known);
        if (failed.equals(entry)) {
          return;
        }
        try {
          ledger.write(failed);
          return;
        } catch (LedgerConflict e) {
          // Somebody wrote in between: read again, and see whose claim it is now.
        }
      }
    } catch (AwsCallException e) {
      // The claim runs out by itself.
    }
  }

  private LedgerEntry failed(
      LedgerEntry entry, TriageFailure failure, String execution, boolean known) {
    Instant now = clock.instant();
    LedgerEntry failed =
        known ? entry : entry.withFailure(new Failure(failure.identity(), now, false));
    return entry.claim() != null && entry.isClaimedBy(execution) && entry.claim().isLive(now)
        ? failed.withClaim(entry.claim().abandonedAt(now))
        : failed;
  }

  private static LedgerEntry entry(Ledger ledger, String findingId, String analyzerArn) {
    return ledger.read(findingId).orElseGet(() -> LedgerEntry.first(findingId, analyzerArn));
  }

  private static ObjectNode notification(
      Optional<String> topic, AlertMessage message, boolean published) {
    ObjectNode json = Json.object().put("published", published).put("subject", message.subject());
    if (topic.isEmpty()) {
      ObjectNode content = json.putObject("message");
      content.set("bodies", Json.object(message.bodies()));
      content.set("attributes", Json.object(message.attributes()));
    }
    return json;
  }
}
