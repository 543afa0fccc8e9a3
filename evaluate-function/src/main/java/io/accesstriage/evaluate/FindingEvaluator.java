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
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.state.Origin;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

  /** An offered rule travels with the finding and into its alert. */
  private static final int LONGEST_OFFERED_RULE = 4_000;

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
   * @param hasHistory whether the ledger keeps what is decided
   */
  private record Circumstances(
      TriageState state, String execution, EvaluateConfig config, boolean hasHistory, Instant now) {
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
          Circumstances circumstances =
              new Circumstances(
                  request.state(),
                  request.execution(),
                  config,
                  ledger.isPresent(),
                  clock.instant());
          return request.state().with(decide(circumstances, ledger.orElseGet(InMemoryLedger::new)));
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
    Instant now = subject.now();
    Circumstances circumstances =
        new Circumstances(
            new TriageState(finding, subject.facts(), now, Origin.EVENT, null, null),
            PREVIEW,
            EvaluateConfig.ALERTING_ALL,
            true,
            now);
    LedgerEntry entry = LedgerEntry.first(finding.id(), finding.analyzerArn());
    History.Row row = row(circumstances, entry, judgement, judgement.guards());
    return decision(circumstances, row, judgement, judgement.guards(), Optional.empty());
  }

  private Decision decide(Circumstances circumstances, Ledger ledger) {
    Finding finding = circumstances.finding();
    Instant now = circumstances.now;
    LedgerEntry entry =
        ledger
            .read(finding.id())
            .map(known -> known.ofAnalyzer(finding))
            .orElseGet(() -> LedgerEntry.first(finding.id(), finding.analyzerArn()));
    Judgement judgement =
        rules.judge(new Subject(entry.beforeOurUpdate(finding), circumstances.state.facts(), now));
    List<String> guards = guards(circumstances, ledger, entry, judgement);
    History.Row row =
        leaveToPerson(row(circumstances, entry, judgement, guards), entry, circumstances.execution);
    Optional<AccessChange> change =
        alerts(row)
            ? AccessBaseline.accessOf(finding)
                .flatMap(ledger::baseline)
                .flatMap(baseline -> baseline.changeTo(finding))
            : Optional.empty();
    Decision decision = decision(circumstances, row, judgement, guards, change);
    new EntryUpdate(
            circumstances.state,
            circumstances.execution,
            circumstances.config.reviewAfterDays(),
            judgement,
            decision)
        .of(entry, row)
        .map(ledger::write)
        .ifPresent(
            written -> AccessBaseline.keepUnlessAdopted(ledger, finding, entry, written, now));
    return decision;
  }

  /** What the finding itself and the deployment have against archiving it. */
  private static List<String> guards(
      Circumstances circumstances, Ledger ledger, LedgerEntry entry, Judgement judgement) {
    EvaluateConfig config = circumstances.config;
    LocalDate today = LocalDate.ofInstant(circumstances.now, ZoneOffset.UTC);
    int most = config.maxArchivesPerRulePerDay();
    List<String> guards = new ArrayList<>(judgement.guards());
    DeploymentGuards.analyzer(circumstances.finding(), config.analyzers()).ifPresent(guards::add);
    judgement
        .archiveRule()
        // A finding that was counted for the rule today is free.
        .filter(rule -> !new ArchiveCount(rule, today).equals(entry.archiveCount()))
        .filter(rule -> ledger.archived(rule, today) >= most)
        .ifPresent(rule -> guards.add(DeploymentGuards.brake(rule, most)));
    return guards;
  }

  private History.Row row(
      Circumstances circumstances, LedgerEntry entry, Judgement judgement, List<String> guards) {
    return History.row(
        new History.Question(
            circumstances.finding(),
            circumstances.state.readAt(),
            entry,
            judgement.isArchived() && guards.isEmpty() ? History.Wish.ARCHIVE : History.Wish.NOTIFY,
            judgement.isUnarchived(),
            judgement.severity(),
            circumstances.config.mode(),
            circumstances.execution,
            circumstances.now,
            new History.Circumstances(
                rules.version(),
                FactsFingerprint.of(circumstances.state.facts()),
                circumstances.hasHistory ? circumstances.config.missingWait() : Duration.ZERO)));
  }

  /** A finding that keeps changing between reads is handed to a person. */
  private static History.Row leaveToPerson(History.Row row, LedgerEntry entry, String execution) {
    boolean changesTooOften =
        entry.claimOf(execution).filter(claim -> claim.changes() >= MOST_CHANGES).isPresent();
    return changesTooOften
            && (row.outcome() == Outcome.ARCHIVE || row.outcome() == Outcome.UNARCHIVE)
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

  private Decision decision(
      Circumstances circumstances,
      History.Row row,
      Judgement judgement,
      List<String> guards,
      Optional<AccessChange> change) {
    boolean archives = row.outcome() == Outcome.ARCHIVE;
    boolean alerts = alerts(row);
    Optional<String> whyLater =
        AlertDelivery.whyLater(
                judgement.severity(),
                circumstances.state.origin(),
                circumstances.config.immediateAlerts())
            .filter(why -> alerts);
    List<String> notes = new ArrayList<>();
    change.ifPresent(c -> notes.add(c.sentence(circumstances.finding().id())));
    Optional.ofNullable(row.why()).ifPresent(notes::add);
    if (!circumstances.hasHistory) {
      notes.add("Decided without history: no ledger is configured.");
    }
    whyLater.ifPresent(notes::add);
    Optional<String> offered =
        alerts && guards.isEmpty() ? judgement.suggestedRule() : Optional.empty();
    boolean isTooLong = offered.filter(rule -> rule.length() > LONGEST_OFFERED_RULE).isPresent();
    return bounded(
        new Decision(
            row.outcome(),
            whyLater.isPresent() ? Delivery.DIGEST : Delivery.IMMEDIATE,
            (archives
                    ? judgement.archiveRule()
                    : alerts ? judgement.notifyRule() : Optional.<String>empty())
                .orElse(null),
            reason(row, judgement, guards),
            judgement.severity(),
            judgement.risk(),
            rules.version(),
            circumstances.now,
            alerts
                ? judgement.explainNotify(guards, notes)
                : (archives ? judgement.explainArchive() : Explanation.NONE).withNotes(notes),
            archives ? judgement.tagsUsed() : Map.of(),
            isTooLong ? null : offered.orElse(null),
            alerts ? whyNoRuleIsOffered(judgement, guards, isTooLong).orElse(null) : null,
            row.waitSeconds(circumstances.config.busyWaitSeconds()),
            change.orElse(null),
            alerts ? judgement.principalAccountName().orElse(null) : null));
  }

  private static Optional<String> whyNoRuleIsOffered(
      Judgement judgement, List<String> guards, boolean isTooLong) {
    if (isTooLong) {
      return Optional.of(
          "The rule would be longer than %,d characters; triage explain prints it."
              .formatted(LONGEST_OFFERED_RULE));
    }
    return guards.stream().findFirst().or(judgement::whyNoRuleIsSuggested);
  }

  private static String reason(History.Row row, Judgement judgement, List<String> guards) {
    return switch (row.outcome()) {
      case ARCHIVE -> judgement.archiveReason();
      case IGNORE, BUSY -> String.valueOf(row.why());
      case NOTIFY, UNARCHIVE ->
          judgement.notifyRule().isPresent()
              ? judgement.notifyReason()
              : Optional.ofNullable(row.why())
                  .or(() -> guards.stream().findFirst())
                  .orElse("No archive rule applies.");
    };
  }

  /** Leaves out what explains least, then the change, until it is small. */
  private static Decision bounded(Decision decision) {
    Decision bounded = decision;
    while (Json.bytes(RecordJson.STATE.write(bounded)).length > LARGEST_DECISION) {
      Optional<Explanation> shorter = bounded.explanation().shorter();
      if (shorter.isEmpty()) {
        return bounded.since(null);
      }
      bounded = bounded.explainedBy(shorter.get());
    }
    return bounded;
  }
}
