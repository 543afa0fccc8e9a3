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
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
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

  /**
   * A call that failed may have sent the alert, so it is tried once more; then the digest tells it.
   */
  private static final int MOST_ALERTS = 2;

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
      if (ledger.filter(l -> isOutOfDate(request.execution(), state, l)).isEmpty()) {
        boolean begun =
            ledger.map(l -> begin(l, state.finding(), request.execution())).orElse(true);
        if (begun) {
          topic.map(topics).ifPresent(t -> t.publish(message));
        }
        ledger.ifPresent(l -> recordAlert(l, state, request.execution(), begun));
      }
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
    ObjectNode answer = state.write();
    answer.set("notification", notification(topic, message, topic.isPresent()));
    return answer;
  }

  /**
   * Whether somebody has dealt with the finding since it was decided: an earlier attempt of this
   * execution that got as far as its record, or another execution that took the claim over.
   */
  private static boolean isOutOfDate(String execution, TriageState state, Ledger ledger) {
    return ledger
        .read(state.finding().id())
        .filter(entry -> !entry.isClaimedBy(execution))
        .filter(
            entry ->
                entry.claim() != null
                    || (entry.standing() != null
                        && !entry
                            .standing()
                            .at()
                            .isBefore(state.requireDecision().decidedAt())))
        .isPresent();
  }

  /**
   * Counts an alert that is about to be published, so that however often a call fails afterwards,
   * the same content is not told more than {@value #MOST_ALERTS} times.
   *
   * @return false where it was begun so often that the digest has to tell it instead
   */
  private static boolean begin(Ledger ledger, Finding finding, String execution) {
    for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      Optional<LedgerEntry> entry = ledger.read(finding.id()).filter(e -> e.isClaimedBy(execution));
      Claim claim = entry.map(LedgerEntry::claim).orElse(null);
      if (entry.isEmpty() || claim == null) {
        return true;
      }
      if (claim.alerts() >= MOST_ALERTS) {
        return false;
      }
      try {
        ledger.write(entry.get().withClaim(claim.alerting()));
        return true;
      } catch (LedgerConflict e) {
        // Somebody wrote in between: read again, and see whether the claim is still ours.
      }
    }
    throw new TransientFailure(
        "the ledger entry of finding %s was written by others %d times in a row before its alert was published"
            .formatted(finding.id(), WRITE_ATTEMPTS));
  }

  private void recordAlert(Ledger ledger, TriageState state, String execution, boolean published) {
    Finding finding = state.finding();
    for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      LedgerEntry entry = entry(ledger, finding.id(), finding.analyzerArn());
      try {
        LedgerEntry told = alerted(entry, state, execution);
        ledger.write(published ? told : told.withDigestDue(due(entry, state)));
        return;
      } catch (LedgerConflict e) {
        // Somebody wrote in between: read again, and see what holds now.
      }
    }
    throw new TransientFailure(
        "the ledger entry of finding %s was written by others %d times in a row after its alert was published"
            .formatted(finding.id(), WRITE_ATTEMPTS));
  }

  private DigestDue due(LedgerEntry entry, TriageState state) {
    Decision decision = state.requireDecision();
    return new DigestDue(
        entry.digestDue() == null ? clock.instant() : entry.digestDue().since(),
        decision.severity(),
        decision.reason());
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
