package io.accesstriage.evaluate;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Sought;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.history.History;
import io.accesstriage.ledger.history.Question;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.SuggestedRule;
import io.accesstriage.state.Origin;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides about a finding: judges it by the rules, asks the ledger what was done before, and claims
 * it before anything is done. Thread-safe.
 */
public final class FindingEvaluator {
  private static final int MOST_CONFLICTS = 5;

  /** After so often finding another finding than was judged, a person has to look. */
  private static final int MOST_CHANGES = 3;

  private static final SuggestedRule NO_OFFER = new SuggestedRule(null, null);

  /** Keeps the state machine's data far below its limit. */
  private static final int LARGEST_DECISION = 32_000;

  /** Names no execution: none is at work on what is only previewed. */
  private static final String PREVIEW = "preview";

  private final RuleSet rules;
  private final Function<String, Ledger> ledgers;
  private final Clock clock;

  /**
   * @param ledgers the ledger of a table's name
   */
  public FindingEvaluator(RuleSet rules, Function<String, Ledger> ledgers, Clock clock) {
    this.rules = rules;
    this.ledgers = ledgers;
    this.clock = clock;
  }

  /** The version of the rules that are in force. */
  String rulesVersion() {
    return rules.version();
  }

  /**
   * A finding with all that decides about it.
   *
   * @param hasHistory whether a ledger keeps what is decided
   * @param entry what was done before
   * @param judgement what the rules say
   * @param guards what forbids archiving it whatever the rules say
   */
  record Case(
      TriageState state,
      String execution,
      EvaluateConfig config,
      Instant now,
      boolean hasHistory,
      LedgerEntry entry,
      Judgement judgement,
      List<String> guards) {
    Finding finding() {
      return state.finding();
    }
  }

  /**
   * @return the state with the decision in it
   * @throws TransientFailure where the ledger cannot be used just now
   */
  public TriageState evaluate(StepRequest request) {
    EvaluateConfig config = EvaluateConfig.read(request.config());
    Optional<Ledger> ledger = request.config().ledger().map(ledgers);
    try {
      for (int attempt = 0; attempt < MOST_CONFLICTS; attempt++) {
        try {
          return request.state().with(decide(request, config, ledger));
        } catch (LedgerConflict e) {
          // Somebody else has written the entry: what it says now decides.
        }
      }
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
    throw new TransientFailure(
        "the ledger entry of finding %s keeps changing".formatted(request.state().finding().id()));
  }

  /**
   * What the rules lead to for a finding that nothing was done about before, were its analyzer
   * configured and everything sent at once. Asks no ledger and claims nothing.
   *
   * @param subject the finding; decided as of its time
   * @param judgement of these rules about it
   */
  public Decision preview(Subject subject, Judgement judgement) {
    Case previewed = previewed(subject, judgement);
    return decision(previewed, row(previewed), Optional.empty());
  }

  /**
   * The same without what takes longest: its explanation, the tags used, a rule that is offered.
   */
  public Decision previewUnexplained(Subject subject, Judgement judgement) {
    Case previewed = previewed(subject, judgement);
    return unexplained(previewed, row(previewed), Optional.empty());
  }

  private Case previewed(Subject subject, Judgement judgement) {
    Finding finding = subject.finding();
    TriageState state =
        new TriageState(
            finding, subject.facts(), subject.now(), Origin.EVENT, null, null, List.of());
    return new Case(
        state,
        PREVIEW,
        EvaluateConfig.ALERTING_ALL,
        subject.now(),
        true,
        LedgerEntry.first(finding.id(), finding.analyzerArn()),
        judgement,
        judgement.guards());
  }

  private Decision decide(StepRequest request, EvaluateConfig config, Optional<Ledger> kept) {
    Instant now = clock.instant();
    Ledger ledger = kept.orElseGet(InMemoryLedger::new);
    TriageState state = request.state();
    Finding finding = state.finding();
    // Of what is active the rules ask nothing that the entry tells: so the count of the rule that
    // archives it is read together with the entry.
    Optional<Judgement> ofActive =
        finding.status() == FindingStatus.ACTIVE
            ? Optional.of(rules.judge(new Subject(finding, state.facts(), now)))
            : Optional.empty();
    Optional<ArchiveCount> count =
        ofActive.flatMap(Judgement::archiveRule).map(rule -> ArchiveCount.of(rule, now));
    Reading reading =
        ledger.read(
            finding.id(),
            new Sought(
                AccessBaseline.accessOf(finding).orElse(null), count.orElse(null), Set.of()));
    LedgerEntry entry =
        reading
            .entry()
            .orElseGet(() -> LedgerEntry.first(finding.id(), finding.analyzerArn()))
            .ofAnalyzer(finding);
    Judgement judgement =
        ofActive.orElseGet(
            () -> rules.judge(new Subject(entry.beforeOurUpdate(finding), state.facts(), now)));
    List<String> guards = new ArrayList<>(judgement.guards());
    guards.addAll(new DeploymentGuards(config, reading.archived()).against(finding, count, entry));
    Case known =
        new Case(
            state, request.execution(), config, now, kept.isPresent(), entry, judgement, guards);
    History.Row row = row(known);
    Optional<AccessChange> change =
        alerts(row)
            ? reading.baseline().flatMap(baseline -> baseline.changeTo(finding))
            : Optional.empty();
    Decision decision = decision(known, row, change);
    new EntryUpdate(known, row, decision)
        .entry()
        .ifPresent(
            changed ->
                ledger.write(
                    changed,
                    AccessBaseline.keptUnlessAdopted(finding, entry, changed, now).stream()
                        .toList()));
    return decision;
  }

  private History.Row row(Case known) {
    Judgement judgement = known.judgement;
    boolean archives = judgement.isArchived() && known.guards.isEmpty();
    return leaveAlone(
        known,
        leaveToPerson(
            known,
            History.row(
                new Question(
                    known.finding(),
                    known.state.readAt(),
                    known.entry,
                    archives ? Question.Wish.ARCHIVE : Question.Wish.NOTIFY,
                    judgement.isUnarchived(),
                    judgement.severity(),
                    known.config.mode(),
                    known.execution,
                    known.now,
                    new Question.Circumstances(
                        rules.version(),
                        () -> FactsFingerprint.of(known.state.facts()),
                        known.hasHistory ? known.config.missingWait() : Duration.ZERO)))));
  }

  /** Whoever wants to hear of a finding of a service's own analyzer hears of it in that service. */
  private static History.Row leaveAlone(Case known, History.Row row) {
    return switch (row.outcome()) {
      case BUSY, IGNORE -> row;
      case ARCHIVE, UNARCHIVE, NOTIFY ->
          known.config.alertsServiceLinked()
                  || !Arn.isServiceLinkedAnalyzer(known.finding().analyzerArn())
              ? row
              : new History.Row(
                  Outcome.IGNORE,
                  Standing.Kind.LEFT_ALONE,
                  "An AWS service manages the analyzer, and ServiceLinkedFindings is ignore.");
    };
  }

  /** A finding that keeps changing between reads is handed to a person. */
  private static History.Row leaveToPerson(Case known, History.Row row) {
    boolean updates = row.outcome() == Outcome.ARCHIVE || row.outcome() == Outcome.UNARCHIVE;
    Optional<Claim> claim = known.entry.claimOf(known.execution);
    return updates && claim.filter(c -> c.changes() >= MOST_CHANGES).isPresent()
        ? new History.Row(
            Outcome.NOTIFY,
            row.outcome() == Outcome.ARCHIVE ? Standing.Kind.ALERTED : null,
            "The finding changed each of the %d times that it was about to be updated."
                .formatted(MOST_CHANGES))
        : row;
  }

  private static boolean alerts(History.Row row) {
    return row.outcome() == Outcome.NOTIFY || row.outcome() == Outcome.UNARCHIVE;
  }

  private Decision decision(Case known, History.Row row, Optional<AccessChange> change) {
    Judgement judgement = known.judgement;
    List<String> guards = known.guards;
    boolean archives = row.outcome() == Outcome.ARCHIVE;
    boolean alerts = alerts(row);
    List<String> notes = new ArrayList<>();
    change.ifPresent(c -> notes.add(c.sentence(known.finding().id())));
    Optional.ofNullable(row.why()).ifPresent(notes::add);
    if (!known.hasHistory) {
      notes.add("Decided without history: no ledger is configured.");
    }
    whyLater(known, row).ifPresent(notes::add);
    SuggestedRule offer =
        !alerts
            ? NO_OFFER
            : guards.isEmpty()
                ? judgement.suggestedRule().forAlert()
                : SuggestedRule.none(guards.get(0));
    return unexplained(known, row, change)
        .explained(
            alerts
                ? judgement.explainNotify(guards, notes)
                : (archives ? judgement.explainArchive() : Explanation.NONE).withNotes(notes),
            archives ? judgement.tagsUsed() : Map.of(),
            offer.text(),
            offer.whyNot())
        .atMost(LARGEST_DECISION);
  }

  private static Optional<String> whyLater(Case known, History.Row row) {
    return alerts(row)
        ? AlertDelivery.whyLater(
            known.judgement.severity(), known.state.origin(), known.config.immediateAlerts())
        : Optional.empty();
  }

  private Decision unexplained(Case known, History.Row row, Optional<AccessChange> change) {
    Judgement judgement = known.judgement;
    boolean archives = row.outcome() == Outcome.ARCHIVE;
    boolean alerts = alerts(row);
    Optional<String> rule =
        archives ? judgement.archiveRule() : alerts ? judgement.notifyRule() : Optional.empty();
    return new Decision(
        row.outcome(),
        whyLater(known, row).isPresent() ? Delivery.DIGEST : Delivery.IMMEDIATE,
        rule.orElse(null),
        reason(row, judgement, known.guards),
        judgement.severity(),
        judgement.risk(),
        rules.version(),
        known.now,
        Explanation.NONE,
        Map.of(),
        null,
        null,
        row.waitSeconds(known.config.busyWaitSeconds()),
        change.orElse(null),
        alerts ? judgement.principalAccountName().orElse(null) : null);
  }

  private static String reason(History.Row row, Judgement judgement, List<String> guards) {
    return switch (row.outcome()) {
      case ARCHIVE -> judgement.archiveReason();
      case IGNORE, BUSY -> String.valueOf(row.why());
      case NOTIFY, UNARCHIVE ->
          judgement
              .notifyRule()
              .map(rule -> judgement.notifyReason())
              .or(() -> Optional.ofNullable(row.why()))
              .or(() -> guards.stream().findFirst())
              .orElse("No archive rule applies.");
    };
  }
}
