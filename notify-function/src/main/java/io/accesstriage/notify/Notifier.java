package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.FindingEntry;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Sought;
import io.accesstriage.ledger.Standing;
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
import org.jspecify.annotations.Nullable;

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
    if (wasToldBy(request.execution(), entry)) {
      return entry.digestDue() == null ? Sending.PUBLISHED : Sending.later(Sending.AS_DECIDED);
    }
    if (isTakenOver(request.execution(), state.requireDecision(), entry)) {
      return Sending.spared("Another execution has taken the finding over.");
    }
    Instant now = clock.instant();
    Optional<ObservedUnarchive> observed = ObservedUnarchive.of(state);
    if (observed.filter(unarchive -> unarchive.isTold(marks, now)).isPresent()) {
      // What waits for the digest waits on.
      finding.change(e -> alerted(e, state, request.execution(), decided(state), clock.instant()));
      return Sending.spared(ObservedUnarchive.TOLD);
    }
    return deliver(new Alert(request, topic, ledger, finding, entry, marks, now), observed);
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
      return DuplicateFindings.of(state(), leadsTo(entry, state(), request.execution()));
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

  /** Whether an earlier attempt of this execution got as far as its record. */
  private static boolean wasToldBy(String execution, LedgerEntry entry) {
    return !entry.isClaimedBy(execution)
        && entry.standing() != null
        && entry.standing().execution().equals(execution)
        && (entry.stands(Standing.Kind.ALERTED) || entry.stands(Standing.Kind.LEFT_TO_PERSON));
  }

  /**
   * Whether another execution has dealt with the finding since it was decided, or is about to: it
   * tells what there is to tell, and if it does not come to that, the finding is due.
   */
  private static boolean isTakenOver(String execution, Decision decision, LedgerEntry entry) {
    return !entry.isClaimedBy(execution)
        && (entry.claim() != null
            || (entry.standing() != null && !entry.standing().at().isBefore(decision.decidedAt())));
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
    finding.write(
        entry -> {
          Instant now = clock.instant();
          LedgerEntry alerted =
              alerted(entry, request.state(), request.execution(), reason, now)
                  .withDigestDue(inDigest ? due(entry, request.state(), now) : null);
          return new FindingEntry.Change(alerted, kept)
              .keeping(AccessBaseline.kept(request.state().finding(), alerted, now));
        });
  }

  private static DigestDue due(LedgerEntry entry, TriageState state, Instant now) {
    Decision decision = state.requireDecision();
    DigestDue before = entry.digestDue();
    // Archived since it was marked, it would count as settled, not as what is told now.
    boolean waits =
        before != null && (entry.standing() == null || !before.isArchivedBy(entry.standing()));
    String reason =
        decision.change() == null
            ? decision.reason()
            : "%s %s"
                .formatted(decision.change().sentence(state.finding().id()), decision.reason());
    return new DigestDue(waits ? before.since() : now, decision.severity(), reason);
  }

  private static LedgerEntry alerted(
      LedgerEntry entry, TriageState state, String execution, String reason, Instant now) {
    Standing.Kind kind = leadsTo(entry, state, execution);
    LedgerEntry told = entry.withFailure(null);
    if (entry.isClaimedBy(execution)) {
      told = told.withoutClaim();
    }
    if (kind == null) {
      return told;
    }
    Decision decision = state.requireDecision();
    return told.withStanding(
            new Standing(
                kind,
                contentHash(entry.standing(), state.finding()),
                decision.severity(),
                decision.rule(),
                decision.rulesVersion(),
                reason,
                decision.tagsUsed(),
                now,
                execution,
                null,
                unarchivedFacts(entry.standing(), state)))
        .expiringAt(null);
  }

  /** The standing that this alert leads to; null where it leaves the standing. */
  private static Standing.@Nullable Kind leadsTo(
      LedgerEntry entry, TriageState state, String execution) {
    Decision decision = state.requireDecision();
    if (ObservedUnarchive.is(state)
        || (decision.outcome() == Outcome.NOTIFY
            && state.finding().status() == FindingStatus.ARCHIVED)) {
      // It is archived still, and by us.
      return null;
    }
    Optional<Claim> claim = entry.claimOf(execution);
    if (claim.isPresent()) {
      return claim.get().leadsTo();
    }
    Standing standing = entry.standing();
    if (standing != null
        && (standing.at().isAfter(decision.decidedAt())
            || (standing.kind() == Standing.Kind.ARCHIVED_BY_US
                && state.finding().readFrom() == ReadFrom.EVENT))) {
      // Another execution took over and knows better; or an event says nothing of who archived it.
      return null;
    }
    return standing != null
            && standing.kind() == Standing.Kind.LEFT_TO_PERSON
            && ContentHash.mayBeSame(standing.contentHash(), state.finding().contentHash())
        ? Standing.Kind.LEFT_TO_PERSON
        : Standing.Kind.ALERTED;
  }

  /** An event tells less of the same content than what was read before. */
  private static @Nullable String contentHash(@Nullable Standing before, Finding finding) {
    boolean isSame =
        before != null
            && (finding.contentHash() == null
                || ContentHash.same(before.contentHash(), finding.contentHash()));
    return isSame && finding.readFrom() == ReadFrom.EVENT
        ? before.contentHash()
        : finding.contentHash();
  }

  /** The facts under which the rules made it active again, kept while the same rules leave it. */
  private static @Nullable String unarchivedFacts(@Nullable Standing before, TriageState state) {
    Decision decision = state.requireDecision();
    if (decision.outcome() == Outcome.UNARCHIVE) {
      return FactsFingerprint.of(state.facts());
    }
    return before != null
            && ContentHash.mayBeSame(before.contentHash(), state.finding().contentHash())
            && before.rulesVersion().equals(decision.rulesVersion())
        ? before.unarchivedFacts()
        : null;
  }

  private static FindingEntry entry(Ledger ledger, TriageState state) {
    return new FindingEntry(ledger, state.finding().id(), state.finding().analyzerArn());
  }
}
