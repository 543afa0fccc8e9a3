package io.accesstriage.evaluate;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.DecisionJson;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Facts;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.state.Mode;
import io.accesstriage.state.Origin;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    Optional<Ledger> ledger = request.ledger().map(ledgers);
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
   * @param readAt when it was read; decided as of then
   */
  public Decision preview(Finding finding, Facts facts, Instant readAt) {
    Judgement judgement = rules.judge(new Subject(finding, facts, readAt));
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
                readAt));
    return decision(
        row, judgement, judgement.guards(), true, Origin.EVENT, EvaluateConfig.TELLING_ALL, readAt);
  }

  private Decision decide(StepRequest request, EvaluateConfig config, Optional<Ledger> ledger) {
    Instant now = clock.instant();
    Finding finding = request.state().finding();
    LedgerEntry entry =
        ledger
            .flatMap(l -> l.read(finding.id()))
            .orElseGet(() -> LedgerEntry.first(finding.id(), finding.analyzerArn()));
    Judgement judgement = rules.judge(new Subject(finding, request.state().facts(), now));
    List<String> guards = new ArrayList<>(judgement.guards());
    DeploymentGuards.analyzer(finding, config.analyzers()).ifPresent(guards::add);
    judgement
        .archiveRule()
        .filter(rule -> isBraked(ledger, rule, now, config))
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
                now));
    row = leaveToPerson(row, entry, request.execution());

    Decision decision =
        decision(row, judgement, guards, ledger.isPresent(), request.state().origin(), config, now);
    if (ledger.isPresent() && row.outcome() != Outcome.BUSY) {
      ledger.get().write(record(entry, row, decision, judgement, request, config, now));
    }
    return decision;
  }

  private boolean isBraked(
      Optional<Ledger> ledger, String rule, Instant now, EvaluateConfig config) {
    return ledger.isPresent()
        && ledger.get().archived(rule, now.atOffset(ZoneOffset.UTC).toLocalDate())
            >= config.maxArchivesPerRulePerDay();
  }

  /** A finding that is another one at each look is told to a person instead. */
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
    boolean alerts = row.outcome() == Outcome.NOTIFY || row.outcome() == Outcome.UNARCHIVE;
    Severity severity = judgement.severity();
    if (alerts) {
      AlertDelivery.whyLater(severity, origin, config.immediateAlerts()).ifPresent(notes::add);
    }
    Explanation explanation =
        alerts
            ? judgement.explainNotify(guards, notes)
            : withNotes(archives ? judgement.explainArchive() : Explanation.NONE, notes);
    return bounded(
        new Decision(
            row.outcome(),
            alerts
                ? AlertDelivery.of(severity, origin, config.immediateAlerts())
                : Delivery.IMMEDIATE,
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
            row.outcome() == Outcome.NOTIFY && guards.isEmpty()
                ? judgement.offeredRule().orElse(null)
                : null,
            row.outcome() == Outcome.BUSY ? config.busyWaitSeconds() : null));
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

  /** Leaves out the least near rules, then the last applied ones, until it is small enough. */
  private static Decision bounded(Decision decision) {
    Decision bounded = decision;
    while (Json.bytes(DecisionJson.write(bounded)).length > LARGEST_DECISION) {
      Explanation all = bounded.explanation();
      boolean hasNear = !all.nearest().isEmpty();
      if (!hasNear && all.applied().size() < 2) {
        return bounded;
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

  private LedgerEntry record(
      LedgerEntry entry,
      History.Row row,
      Decision decision,
      Judgement judgement,
      StepRequest request,
      EvaluateConfig config,
      Instant now) {
    Finding finding = request.state().finding();
    LedgerEntry reviewed = entry.withReview(review(entry, row, judgement, finding, config, now));
    if (finding.status() != FindingStatus.GONE) {
      // What is gone tells nothing of itself any more.
      reviewed = reviewed.withSummary(FindingSummary.of(finding));
    }
    return switch (row.outcome()) {
      case ARCHIVE, UNARCHIVE, NOTIFY ->
          reviewed
              .withClaim(
                  new Claim(
                      request.execution(),
                      now.plus(Claim.LIFE),
                      row.outcome(),
                      request.state().finding().contentHash(),
                      decision.rule(),
                      row.standing(),
                      entry.isClaimedBy(request.execution()) && entry.claim() != null
                          ? entry.claim().changes()
                          : 0,
                      alerts(entry.claim(), finding)))
              .expiringAt(null);
      case IGNORE -> ignored(reviewed, row.standing(), decision, judgement, request, now);
      case BUSY -> throw new IllegalStateException("another execution's entry is not written");
    };
  }

  /** How often an alert about this content was begun under a claim that was not fulfilled. */
  private static int alerts(@Nullable Claim claim, Finding finding) {
    return claim != null && ContentHash.same(claim.contentHash(), finding.contentHash())
        ? claim.alerts()
        : 0;
  }

  private static LedgerEntry ignored(
      LedgerEntry entry,
      Standing.@Nullable Kind kind,
      Decision decision,
      Judgement judgement,
      StepRequest request,
      Instant now) {
    LedgerEntry settled = entry.withoutClaim().withFailure(null);
    String contentHash = request.state().finding().contentHash();
    if (kind == null) {
      // What stood for unread content, or for a hash of another version, now stands for this, so
      // that the next change is told from it.
      return contentHash == null || entry.standing() == null
          ? settled
          : settled.withStanding(ofContent(entry.standing(), contentHash));
    }
    Claim claim = entry.claim();
    if (kind == Standing.Kind.ARCHIVED_BY_US
        && claim != null
        && claim.effect() == Outcome.ARCHIVE) {
      return settled
          .withStanding(claimed(claim, contentHash, decision, judgement, request, now))
          .expiringAt(null);
    }
    if (entry.standing() != null && entry.stands(kind)) {
      // Else a person who makes other content active again would be taken for nobody.
      return contentHash == null
          ? settled
          : settled.withStanding(ofContent(entry.standing(), contentHash));
    }
    return settled
        .withStanding(
            new Standing(
                kind,
                contentHash,
                decision.severity(),
                null,
                decision.rulesVersion(),
                decision.reason(),
                Map.of(),
                now,
                request.execution()))
        .expiringAt(kind == Standing.Kind.RESOLVED ? now.plus(LedgerEntry.RESOLVED_IS_KEPT) : null);
  }

  private static Standing ofContent(Standing standing, String contentHash) {
    return new Standing(
        standing.kind(),
        contentHash,
        standing.severity(),
        standing.rule(),
        standing.rulesVersion(),
        standing.reason(),
        standing.tagsUsed(),
        standing.at(),
        standing.execution());
  }

  /**
   * The standing of what was archived under a claim, by an execution that ended before it said so.
   */
  private static Standing claimed(
      Claim claim,
      @Nullable String contentHash,
      Decision decision,
      Judgement judgement,
      StepRequest request,
      Instant now) {
    boolean isOfToday = judgement.archiveRule().equals(Optional.ofNullable(claim.rule()));
    return new Standing(
        Standing.Kind.ARCHIVED_BY_US,
        contentHash == null ? claim.contentHash() : contentHash,
        decision.severity(),
        claim.rule(),
        decision.rulesVersion(),
        isOfToday ? judgement.archiveReason() : decision.reason(),
        isOfToday ? judgement.tagsUsed() : Map.of(),
        now,
        request.execution());
  }

  private Review review(
      LedgerEntry entry,
      History.Row row,
      Judgement judgement,
      Finding finding,
      EvaluateConfig config,
      Instant now) {
    Instant since = entry.review() == null ? null : entry.review().undeterminedSince();
    Instant usual =
        now.plus(
            row.reviewIn() != null
                ? row.reviewIn()
                : ReviewInterval.of(finding.id(), config.reviewAfterDays()));
    return new Review(
        // What a rule archives until a day is looked at again when that day is over.
        judgement.archiveRuleEnd().filter(usual::isAfter).orElse(usual),
        rules.version(),
        seenUpdate(entry, row, finding),
        judgement.isUndetermined() ? Optional.ofNullable(since).orElse(now) : null);
  }

  /** An event alone adds nothing to what an alert has told: its update is still to be looked at. */
  private static @Nullable Instant seenUpdate(LedgerEntry entry, History.Row row, Finding finding) {
    return finding.readFrom() == ReadFrom.EVENT
            && row.outcome() == Outcome.IGNORE
            && entry.review() != null
        ? entry.review().findingUpdatedAt()
        : finding.updatedAt();
  }
}
