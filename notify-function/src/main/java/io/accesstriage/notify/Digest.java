package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.Mark;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.digest.DigestContents;
import io.accesstriage.messages.digest.DigestMessage;
import io.accesstriage.state.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends one message about everything that was marked, and clears the marks after it is published:
 * each on the condition that its entry is still as the message describes it. So a crash repeats
 * what it had not cleared, and drops nothing. Thread-safe.
 */
public final class Digest {
  private static final String LAST = "digest";

  /**
   * What was archived within it is told the next time: its entry may have been written after the
   * scan had passed it, by a function that runs no longer than this.
   */
  private static final Duration STILL_BEING_WRITTEN = Duration.ofMinutes(1);

  private final Function<String, AlertTopic> topics;
  private final Function<String, Ledger> ledgers;
  private final Clock clock;
  private final int threads;
  private final ArchiverLookup archivers;

  /**
   * @param topics the topic of an ARN
   * @param ledgers the ledger of a table's name
   * @param history tells who archived findings by hand
   * @param threads that clear marks; with 1 it is the caller's own
   */
  public Digest(
      Function<String, AlertTopic> topics,
      Function<String, Ledger> ledgers,
      ArchiveHistory history,
      Clock clock,
      int threads) {
    this.topics = topics;
    this.ledgers = ledgers;
    this.clock = clock;
    this.threads = threads;
    archivers = new ArchiverLookup(history, clock);
  }

  /** When the last digest was sent: what was archived before was told by it. */
  public static Optional<Instant> last(Ledger ledger) {
    return ledger.mark(LAST).map(Mark::at);
  }

  /**
   * Sends the digest, where there is news and somebody listens. Where every subscription is
   * filtered nobody knows who got it, so the marks stay, and the next digest tells the same.
   *
   * @param request {@code {"config": {"ledger", "topic", "operationsTopic"}}}; without a ledger
   *     there is nothing to tell, without a topic the answer has the message and nothing is changed
   * @return what became of it
   */
  public ObjectNode send(Fields request) {
    Settings config = Settings.of(request);
    Ledger ledger = config.ledger().map(ledgers).orElseGet(InMemoryLedger::new);
    Optional<AlertTopic> topic = config.orNone("topic").map(topics);
    try {
      return send(ledger, config, topic);
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
  }

  /** The operators' topic, where nobody gets all of it. */
  private Optional<String> unheard(Settings config) {
    return config
        .fields()
        .optionalText("operationsTopic")
        .filter(arn -> !arn.equals("none") && !topics.apply(arn).hasUnfilteredReader());
  }

  private ObjectNode send(Ledger ledger, Settings config, Optional<AlertTopic> topic) {
    ObjectNode answer = Json.object();
    if (topic.isPresent() && !topic.get().hasReader()) {
      return answer.put("published", false).put("listening", false);
    }
    Instant until = clock.instant().minus(STILL_BEING_WRITTEN);
    DigestContents contents =
        new DigestContents(last(ledger).orElse(null), until, DigestContents.Limits.OF_A_MESSAGE);
    ledger.forEach(contents::add);
    ledger.health().ifPresent(contents::add);
    unheard(config).ifPresent(contents::addUnheardTopic);
    contents.add(archivers.of(contents.toLookUp()));
    answer.put("alerts", contents.alertCount()).put("failures", contents.failureCount());
    answer.put("archived", contents.archivedCount());
    AlertMessage message = DigestMessage.of(contents, config.fields().text("ledger"));
    if (topic.isEmpty()) {
      return answer.setAll(Sending.toNoTopic(message));
    }
    boolean isHeard = topic.get().hasUnfilteredReader();
    answer.put("published", contents.isNews()).put("subject", message.subject());
    if (contents.isNews()) {
      topic.get().publish(message);
    }
    if (!isHeard) {
      return answer.put("listening", false);
    }
    ledger.keep(new Kept.Marked(LAST, new Mark(null, until), null));
    int cleared = new DigestAcknowledgement(ledger, threads).clear(contents.marked());
    return answer.put("cleared", cleared).put("left", contents.marked().size() - cleared);
  }
}
