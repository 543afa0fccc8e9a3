package io.accesstriage.evaluate;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
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
   * What one execution decides under.
   *
   * @param hasHistory whether a ledger keeps what is decided
   */
  record Circumstances(
      TriageState state,
      String execution,
      EvaluateConfig config,
      boolean hasHistory,
      Instant now) {}

  /**
   * A finding with all that decides about it.
   *
   * @param entry what was done before
   * @param judgement what the rules say
   * @param guards what forbids archiving it whatever the rules say
   */
  record Case(Circumstances under, LedgerEntry entry, Judgement judgement, List<String> guards) {
    Finding finding() {
      return under.state.finding();
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
    Finding finding = subject.finding();
    TriageState state =
        new TriageState(finding, subject.facts(), subject.now(), Origin.EVENT, null, null);
    Case previewed =
        new Case(
            new Circumstances(state, PREVIEW, EvaluateConfig.ALERTING_ALL, true, subject.now()),
            LedgerEntry.first(finding.id(), finding.analyzerArn()),
            judgement,
            judgement.guards());
    return decision(previewed, row(previewed), Optional.empty());
  }

  private Decision decide(StepRequest request, EvaluateConfig config, Optional<Ledger> kept) {
    Circumstances under =
        new Circumstances(
            request.state(), request.execution(), config, kept.isPresent(), clock.instant());
    Ledger ledger = kept.orElseGet(InMemoryLedger::new);
    Finding finding = request.state().finding();
    LedgerEntry entry =
        ledger
            .read(finding.id())
            .map(known -> known.ofAnalyzer(finding))
            .orElseGet(() -> LedgerEntry.first(finding.id(), finding.analyzerArn()));
    Judgement judgement =
        rules.judge(new Subject(entry.beforeOurUpdate(finding), under.state.facts(), under.now));
    List<String> guards = new ArrayList<>(judgement.guards());
    guards.addAll(
        new DeploymentGuards(under.config, ledger, under.now)
            .against(finding, judgement.archiveRule(), entry));
    Case known = new Case(under, entry, judgement, guards);
    History.Row row = row(known);
    Optional<AccessChange> change =
        alerts(row)
            ? AccessBaseline.accessOf(finding)
                .flatMap(ledger::baseline)
                .flatMap(baseline -> baseline.changeTo(finding))
            : Optional.empty();
    Decision decision = decision(known, row, change);
    new EntryUpdate(known, row, decision)
        .entry()
        .map(ledger::write)
        .ifPresent(
            written ->
                AccessBaseline.keepUnlessAdopted(ledger, finding, entry, written, under.now));
    return decision;
  }

  private History.Row row(Case known) {
    Circumstances under = known.under;
    Judgement judgement = known.judgement;
    boolean archives = judgement.isArchived() && known.guards.isEmpty();
    return leaveToPerson(
        known,
        History.row(
            new History.Question(
                known.finding(),
                under.state.readAt(),
                known.entry,
                archives ? History.Wish.ARCHIVE : History.Wish.NOTIFY,
                judgement.isUnarchived(),
                judgement.severity(),
                under.config.mode(),
                under.execution,
                under.now,
                new History.Circumstances(
                    rules.version(),
                    FactsFingerprint.of(under.state.facts()),
                    under.hasHistory ? under.config.missingWait() : Duration.ZERO))));
  }

  /** A finding that keeps changing between reads is handed to a person. */
  private static History.Row leaveToPerson(Case known, History.Row row) {
    boolean updates = row.outcome() == Outcome.ARCHIVE || row.outcome() == Outcome.UNARCHIVE;
    return updates
            && known
                .entry
                .claimOf(known.under.execution)
                .filter(claim -> claim.changes() >= MOST_CHANGES)
                .isPresent()
        ? new History.Row(
            Outcome.NOTIFY,
            row.outcome() == Outcome.ARCHIVE ? Standing.Kind.ALERTED : null,
            "The finding changed each of the %d times that it was about to be updated."
                .formatted(MOST_CHANGES),
            null,
            null)
        : row;
  }

  private static boolean alerts(History.Row row) {
    return row.outcome() == Outcome.NOTIFY || row.outcome() == Outcome.UNARCHIVE;
  }

  private Decision decision(Case known, History.Row row, Optional<AccessChange> change) {
    Circumstances under = known.under;
    Judgement judgement = known.judgement;
    List<String> guards = known.guards;
    boolean archives = row.outcome() == Outcome.ARCHIVE;
    boolean alerts = alerts(row);
    Optional<String> whyLater =
        alerts
            ? AlertDelivery.whyLater(
                judgement.severity(), under.state.origin(), under.config.immediateAlerts())
            : Optional.empty();
    List<String> notes = new ArrayList<>();
    change.ifPresent(c -> notes.add(c.sentence(known.finding().id())));
    Optional.ofNullable(row.why()).ifPresent(notes::add);
    if (!under.hasHistory) {
      notes.add("Decided without history: no ledger is configured.");
    }
    whyLater.ifPresent(notes::add);
    Optional<String> rule =
        archives ? judgement.archiveRule() : alerts ? judgement.notifyRule() : Optional.empty();
    SuggestedRule offer = alerts ? offer(judgement, guards) : NO_OFFER;
    return new Decision(
            row.outcome(),
            whyLater.isPresent() ? Delivery.DIGEST : Delivery.IMMEDIATE,
            rule.orElse(null),
            reason(row, judgement, guards),
            judgement.severity(),
            judgement.risk(),
            rules.version(),
            under.now,
            alerts
                ? judgement.explainNotify(guards, notes)
                : (archives ? judgement.explainArchive() : Explanation.NONE).withNotes(notes),
            archives ? judgement.tagsUsed() : Map.of(),
            offer.text(),
            offer.whyNot(),
            row.waitSeconds(under.config.busyWaitSeconds()),
            change.orElse(null),
            alerts ? judgement.principalAccountName().orElse(null) : null)
        .atMost(LARGEST_DECISION);
  }

  private static SuggestedRule offer(Judgement judgement, List<String> guards) {
    return guards.isEmpty()
        ? judgement.suggestedRule().forAlert()
        : SuggestedRule.none(guards.get(0));
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
