package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.FindingEntry;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Sought;
import io.accesstriage.ledger.history.AlertUpdate;
import io.accesstriage.messages.alert.AlertMessages;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells people, and records it afterwards: after a crash in between, an alert is repeated rather
 * than lost. Thread-safe.
 */
public final class Notifier {
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
   * Tells people about a finding, at once or in the next digest, and records it. Without a topic
   * nothing is published: who asks so reads the message in the answer.
   *
   * @return the state with what became of the alert
   */
  ObjectNode alert(StepRequest request) {
    TriageState state = request.state();
    Optional<AlertTopic> topic = request.config().orNone("topic").map(topics);
    Optional<Ledger> ledger = request.config().ledger().map(ledgers);
    ObjectNode notification;
    try {
      if (topic.isEmpty()) {
        notification = Sending.toNoTopic(AlertMessages.of(state, request.execution()));
        ledger.ifPresent(l -> record(entry(l, state), request, decided(state), false, List.of()));
      } else {
        notification =
            (ledger.isPresent()
                    ? tell(request, topic.get(), ledger.get())
                    : publish(request, topic.get()))
                .json(AlertMessages.subject(state));
      }
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
    ObjectNode answer = state.write();
    answer.set("notification", notification);
    return answer;
  }

  private static Sending publish(StepRequest request, AlertTopic topic) {
    topic.publish(AlertMessages.of(request.state(), request.execution()));
    return Sending.PUBLISHED;
  }

  private Sending tell(StepRequest request, AlertTopic topic, Ledger ledger) {
    TriageState state = request.state();
    FindingEntry finding = entry(ledger, state);
    Map<String, Mark> marks = finding.read(Sought.marks(sought(state))).marks();
    LedgerEntry entry = finding.last();
    AlertUpdate update = update(request);
    if (update.isRecorded(entry)) {
      return entry.digestDue() == null ? Sending.PUBLISHED : Sending.later(Sending.AS_DECIDED);
    }
    if (update.isTakenOver(entry)) {
      return Sending.spared("Another execution has taken the finding over.");
    }
    Instant now = clock.instant();
    Optional<ObservedUnarchive> observed = ObservedUnarchive.of(state);
    if (observed.filter(unarchive -> unarchive.isTold(marks, now)).isPresent()) {
      // What waits for the digest waits on.
      finding.change(e -> update.alerted(e, decided(state), clock.instant()));
      return Sending.spared(ObservedUnarchive.TOLD);
    }
    return deliver(new Alert(request, topic, ledger, finding, entry, marks, now), observed);
  }

  private static AlertUpdate update(StepRequest request) {
    return new AlertUpdate(request.state(), request.execution());
  }

  private static String decided(TriageState state) {
    return state.requireDecision().reason();
  }

  /** The marks of what others may have said already. */
  private static Set<String> sought(TriageState state) {
    Stream<String> observed =
        ObservedUnarchive.of(state).stream().flatMap(ObservedUnarchive::names);
    Stream<String> saidAtOnce =
        state.requireDecision().delivery() == Delivery.DIGEST
            ? Stream.empty()
            : Stream.concat(
                DuplicateFindings.names(state),
                AccountWithoutRole.of(state).stream().map(AlreadyAlerted::name));
    return Stream.concat(observed, saidAtOnce).collect(Collectors.toSet());
  }

  /**
   * An alert that is about to be published or to wait.
   *
   * @param finding with what the ledger has of it
   * @param entry of it, as evaluate left it
   * @param marks of what was said already
   */
  private record Alert(
      StepRequest request,
      AlertTopic topic,
      Ledger ledger,
      FindingEntry finding,
      LedgerEntry entry,
      Map<String, Mark> marks,
      Instant now) {
    TriageState state() {
      return request.state();
    }

    Decision decision() {
      return state().requireDecision();
    }

    Optional<DuplicateFindings> duplicates() {
      return DuplicateFindings.of(state(), update(request).leadsTo(entry));
    }

    Optional<AlreadyAlerted> ofAccountWithoutRole() {
      return AccountWithoutRole.of(state()).filter(account -> entry.isUndetermined());
    }
  }

  /** In this order: what costs nothing to find out first, what counts the alert last. */
  private static final List<Function<Alert, Optional<Sending>>> REASONS_TO_WAIT =
      List.of(
          Notifier::asDecided,
          Notifier::saidByDuplicate,
          Notifier::saidOfAccount,
          Notifier::toNobody,
          Notifier::overTheLimit,
          Notifier::triedEnough);

  private Sending deliver(Alert alert, Optional<ObservedUnarchive> observed) {
    List<Kept> kept = new ArrayList<>();
    observed.ifPresent(unarchive -> kept.add(unarchive.alert().at(alert.now)));
    Sending sending =
        REASONS_TO_WAIT.stream()
            .map(reason -> reason.apply(alert))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(() -> publish(alert.request, alert.topic));
    if (sending.isPublished()) {
      alert.duplicates().ifPresent(duplicates -> kept.add(duplicates.said().at(alert.now)));
      alert.ofAccountWithoutRole().ifPresent(account -> kept.add(account.at(alert.now)));
    }
    String reason =
        sending.isPublished() || sending.isLater() ? decided(alert.state()) : sending.why();
    record(alert.finding, alert.request, reason, sending.isLater(), kept);
    return sending;
  }

  private static Optional<Sending> asDecided(Alert alert) {
    return alert.decision().delivery() == Delivery.DIGEST
        ? Optional.of(Sending.later(Sending.AS_DECIDED))
        : Optional.empty();
  }

  private static Optional<Sending> saidByDuplicate(Alert alert) {
    return alert
        .duplicates()
        .flatMap(
            duplicates ->
                duplicates
                    .said()
                    .byAnother(alert.marks, alert.now)
                    .flatMap(
                        other -> duplicates.told(alert.ledger.read(other), alert.entry.standing())))
        .map(Sending::spared);
  }

  private static Optional<Sending> saidOfAccount(Alert alert) {
    return alert
        .ofAccountWithoutRole()
        .flatMap(account -> account.byAnother(alert.marks, alert.now))
        .map(first -> AccountWithoutRole.later(alert.state(), first));
  }

  private static Optional<Sending> toNobody(Alert alert) {
    return alert.topic.hasReader() ? Optional.empty() : Optional.of(Sending.TO_NOBODY);
  }

  private static Optional<Sending> overTheLimit(Alert alert) {
    HourlyLimit limit = HourlyLimit.read(alert.request.config());
    return !isCounted(alert.entry, alert.request.execution())
            && limit.holdsBack(
                AlertMessages.subject(alert.state()),
                alert.decision().severity(),
                alert.ledger,
                alert.topic,
                alert.now)
        ? Optional.of(Sending.later(Sending.OVER_THE_LIMIT))
        : Optional.empty();
  }

  private static Optional<Sending> triedEnough(Alert alert) {
    return begin(alert.finding, alert.request.execution())
        ? Optional.empty()
        : Optional.of(Sending.later(Sending.TRIED_ENOUGH));
  }

  /**
   * Whether an earlier attempt has counted this alert towards the hour's limit and then failed to
   * publish it, or to say so. What an execution that was given up has begun is not counted again.
   */
  private static boolean isCounted(LedgerEntry entry, String execution) {
    return entry.claimOf(execution).filter(claim -> claim.alerts() > 0).isPresent();
  }

  /**
   * Counts an alert that is about to be published, so that however often a call fails afterwards,
   * the same content is not told more than {@value #MOST_ALERTS} times.
   *
   * @return false where it was begun so often that the digest has to tell it instead
   */
  private static boolean begin(FindingEntry finding, String execution) {
    return finding
        .change(
            entry ->
                entry
                    .claimOf(execution)
                    .map(claim -> entry.withClaim(claim.alerting()))
                    .orElse(entry))
        .claimOf(execution)
        .map(claim -> claim.alerts() <= MOST_ALERTS)
        .orElse(true);
  }

  /**
   * Writes what the alert leads to and, in the same write, whether the digest has to tell it; what
   * was told at once is not told again.
   *
   * @param reason of the standing
   * @param kept with it
   */
  private void record(
      FindingEntry finding, StepRequest request, String reason, boolean inDigest, List<Kept> kept) {
    AlertUpdate update = update(request);
    finding.write(
        entry -> {
          Instant now = clock.instant();
          LedgerEntry alerted =
              update
                  .alerted(entry, reason, now)
                  .withDigestDue(inDigest ? update.due(entry, now) : null);
          return new FindingEntry.Change(alerted, kept)
              .keeping(AccessBaseline.kept(request.state().finding(), alerted, now));
        });
  }

  private static FindingEntry entry(Ledger ledger, TriageState state) {
    return new FindingEntry(ledger, state.finding().id(), state.finding().analyzerArn());
  }
}
