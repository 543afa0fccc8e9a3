package io.accesstriage.evaluate;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.state.Mode;
import io.accesstriage.state.Origin;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    Instant readAt = subject.now();
    History.Row row =
        History.row(
            new History.Question(
                finding,
                readAt,
                LedgerEntry.first(finding.id(), finding.analyzerArn()),
                judgement.isArchived() ? History.Wish.ARCHIVE : History.Wish.NOTIFY,
                judgement.isUnarchived(),
                judgement.severity(),
                Mode.ARCHIVE,
                PREVIEW,
                readAt,
                new History.Circumstances(
                    rules.version(), FactsFingerprint.of(subject.facts()), Duration.ZERO)));
    return bounded(
        decision(
            row,
            judgement,
            judgement.guards(),
            true,
            Origin.EVENT,
            EvaluateConfig.TELLING_ALL,
            readAt));
  }

  private Decision decide(StepRequest request, EvaluateConfig config, Optional<Ledger> ledger) {
    Instant now = clock.instant();
    Finding finding = request.state().finding();
    LedgerEntry entry =
        ledger
            .flatMap(l -> l.read(finding.id()))
            .map(known -> ofSameAnalyzer(finding, known))
            .orElseGet(() -> LedgerEntry.first(finding.id(), finding.analyzerArn()));
    Judgement judgement =
        rules.judge(new Subject(asJudged(finding, entry), request.state().facts(), now));
    List<String> guards = new ArrayList<>(judgement.guards());
    DeploymentGuards.analyzer(finding, config.analyzers()).ifPresent(guards::add);
    judgement
        .archiveRule()
        .filter(rule -> isBraked(ledger, entry, rule, now, config))
        .ifPresent(
            rule -> guards.add(DeploymentGuards.brake(rule, config.maxArchivesPerRulePerDay())));

    boolean archives = judgement.isArchived() && guards.isEmpty();
    History.Row row =
        History.row(
            new History.Question(
                finding,
                request.state().readAt(),
                entry,
                archives ? History.Wish.ARCHIVE : History.Wish.NOTIFY,
                judgement.isUnarchived(),
                judgement.severity(),
                config.mode(),
                request.execution(),
                now,
                new History.Circumstances(
                    rules.version(),
                    FactsFingerprint.of(request.state().facts()),
                    ledger.isPresent() ? config.missingWait() : Duration.ZERO)));
    row = leaveToPerson(row, entry, request.execution());

    Decision decision =
        bounded(
            withChange(
                decision(
                    row,
                    judgement,
                    guards,
                    ledger.isPresent(),
                    request.state().origin(),
                    config,
                    now),
                finding,
                ledger));
    if (ledger.isPresent()) {
      new EntryUpdate(request, config, judgement, rules.version(), now)
          .of(entry, row, decision)
          .map(ledger.get()::write)
          .ifPresent(written -> keepBaseline(ledger.get(), finding, entry, written, now));
    }
    return decision;
  }

  /** Says how the access changed since it was accepted or alerted; only alerts need it. */
  private static Decision withChange(Decision decision, Finding finding, Optional<Ledger> ledger) {
    Optional<AccessChange> change =
        ledger
            .filter(l -> alerts(decision.outcome()))
            .flatMap(l -> AccessBaseline.accessOf(finding).flatMap(l::baseline))
            .flatMap(baseline -> baseline.changeTo(finding));
    if (change.isEmpty()) {
      return decision;
    }
    List<String> notes = new ArrayList<>(List.of(change.get().sentence(finding.id())));
    notes.addAll(decision.explanation().notes());
    return decision.explainedBy(withNotes(decision.explanation(), notes)).since(change.get());
  }

  private static boolean alerts(Outcome outcome) {
    return outcome == Outcome.NOTIFY || outcome == Outcome.UNARCHIVE;
  }

  /**
   * Keeps what an ignored finding is settled as. A standing that only takes over the content of
   * what is read now says nothing of when that was accepted.
   */
  private static void keepBaseline(
      Ledger ledger, Finding finding, LedgerEntry before, LedgerEntry written, Instant now) {
    boolean isTakenOver =
        before.standing() != null
            && written.standing() != null
            && written.standing().at().equals(before.standing().at())
            && !Objects.equals(written.standing().contentHash(), before.standing().contentHash());
    if (!isTakenOver) {
      AccessBaseline.keep(ledger, finding, written, now);
    }
  }

  /**
   * What is known of the finding in its analyzer. An id names a finding in one analyzer only, so
   * one of two is made up or mistaken: an entry that repeats what somebody said gives way to what
   * Access Analyzer answers.
   */
  private static LedgerEntry ofSameAnalyzer(Finding finding, LedgerEntry entry) {
    if (entry.analyzerArn().isEmpty() || entry.analyzerArn().equals(finding.analyzerArn())) {
      return entry;
    }
    if (entry.isHearsay() && ContentHash.isOfReading(finding.contentHash())) {
      return entry.restarted(finding.analyzerArn());
    }
    throw new PermanentFailure(
        "Finding %s is known as one of analyzer %s, but this request names analyzer %s: look at both in the console, and at who started this execution."
            .formatted(
                SafeText.line(finding.id(), 100),
                SafeText.line(entry.analyzerArn(), 300),
                SafeText.line(finding.analyzerArn(), 300)));
  }

  /**
   * The finding that rules are asked about: of what this product archived, as it was before its own
   * update, which no rule may take for news.
   */
  private static Finding asJudged(Finding finding, LedgerEntry entry) {
    if (finding.status() != FindingStatus.ARCHIVED || !entry.isArchivedByUs()) {
      return finding;
    }
    Standing standing = entry.standing();
    if (standing != null && standing.isOfOurArchive()) {
      return finding.asBeforeOurUpdate(standing.findingUpdatedAt());
    }
    return finding.asBeforeOurUpdate(
        entry.review() == null ? null : entry.review().findingUpdatedAt());
  }

  /** Whether the rule has archived too many today; a finding that was counted for it is free. */
  private static boolean isBraked(
      Optional<Ledger> ledger, LedgerEntry entry, String rule, Instant now, EvaluateConfig config) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return ledger.isPresent()
        && !new ArchiveCount(rule, today).equals(entry.archiveCount())
        && ledger.get().archived(rule, today) >= config.maxArchivesPerRulePerDay();
  }

  /** A finding that keeps changing between reads is handed to a person. */
  private static History.Row leaveToPerson(History.Row row, LedgerEntry entry, String execution) {
    boolean changesTooOften =
        entry.claim() != null
            && entry.claim().isOf(execution)
            && entry.claim().changes() >= MOST_CHANGES;
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

  private Decision decision(
      History.Row row,
      Judgement judgement,
      List<String> guards,
      boolean hasHistory,
      Origin origin,
      EvaluateConfig config,
      Instant now) {
    List<String> notes = new ArrayList<>();
    Optional.ofNullable(row.why()).ifPresent(notes::add);
    if (!hasHistory) {
      notes.add("Decided without history: no ledger is configured.");
    }
    boolean archives = row.outcome() == Outcome.ARCHIVE;
    boolean alerts = alerts(row.outcome());
    Severity severity = judgement.severity();
    if (alerts) {
      AlertDelivery.whyLater(severity, origin, config.immediateAlerts()).ifPresent(notes::add);
    }
    Explanation explanation =
        alerts
            ? judgement.explainNotify(guards, notes)
            : withNotes(archives ? judgement.explainArchive() : Explanation.NONE, notes);
    Offer offer = alerts ? Offer.of(judgement, guards) : Offer.NEITHER;
    return new Decision(
        row.outcome(),
        alerts ? AlertDelivery.of(severity, origin, config.immediateAlerts()) : Delivery.IMMEDIATE,
        archives
            ? judgement.archiveRule().orElse(null)
            : alerts ? judgement.notifyRule().orElse(null) : null,
        reason(row, judgement, guards),
        severity,
        judgement.risk(),
        rules.version(),
        now,
        explanation,
        archives ? judgement.tagsUsed() : Map.of(),
        offer.rule(),
        offer.whyNone(),
        row.waitSeconds(config.busyWaitSeconds()),
        null,
        alerts ? judgement.principalAccountName().orElse(null) : null);
  }

  /**
   * A rule that would archive exactly the finding, or why an alert offers none.
   *
   * @param rule as YAML
   * @param whyNone a sentence
   */
  private record Offer(@Nullable String rule, @Nullable String whyNone) {
    static final Offer NEITHER = new Offer(null, null);

    static Offer of(Judgement judgement, List<String> guards) {
      if (!guards.isEmpty()) {
        return new Offer(null, guards.get(0));
      }
      Optional<String> rule = judgement.suggestedRule();
      if (rule.filter(text -> text.length() > LONGEST_OFFERED_RULE).isPresent()) {
        return new Offer(
            null,
            "The rule would be longer than %,d characters; triage explain prints it."
                .formatted(LONGEST_OFFERED_RULE));
      }
      return new Offer(rule.orElse(null), judgement.whyNoRuleIsSuggested().orElse(null));
    }
  }

  private static String reason(History.Row row, Judgement judgement, List<String> guards) {
    return switch (row.outcome()) {
      case ARCHIVE -> judgement.archiveReason();
      case IGNORE, BUSY -> String.valueOf(row.why());
      case NOTIFY, UNARCHIVE -> {
        if (judgement.notifyRule().isPresent()) {
          yield judgement.notifyReason();
        }
        if (row.why() != null) {
          yield row.why();
        }
        yield guards.isEmpty() ? "No archive rule applies." : guards.get(0);
      }
    };
  }

  private static Explanation withNotes(Explanation explanation, List<String> notes) {
    return new Explanation(
        explanation.applied(),
        explanation.nearest(),
        explanation.otherArchiveRules(),
        explanation.guards(),
        notes);
  }

  /** Leaves out the least near rules, the last applied ones, then the change, until it is small. */
  private static Decision bounded(Decision decision) {
    Decision bounded = decision;
    while (Json.bytes(RecordJson.STATE.write(bounded)).length > LARGEST_DECISION) {
      Explanation all = bounded.explanation();
      boolean hasNear = !all.nearest().isEmpty();
      if (!hasNear && all.applied().size() < 2) {
        return bounded.since(null);
      }
      bounded =
          bounded.explainedBy(
              new Explanation(
                  hasNear ? all.applied() : withoutLast(all.applied()),
                  hasNear ? withoutLast(all.nearest()) : all.nearest(),
                  all.otherArchiveRules() + (hasNear ? 1 : 0),
                  all.guards(),
                  all.notes()));
    }
    return bounded;
  }

  private static <T> List<T> withoutLast(List<T> list) {
    return list.subList(0, list.size() - 1);
  }
}
