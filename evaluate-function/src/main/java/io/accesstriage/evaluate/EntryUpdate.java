package io.accesstriage.evaluate;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.rules.Judgement;
import io.accesstriage.state.StepRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decision makes of the finding's ledger entry: a claim before an effect, a standing where
 * there is none to wait for, and when to look again.
 */
final class EntryUpdate {
  private final StepRequest request;
  private final Finding finding;
  private final EvaluateConfig config;
  private final Judgement judgement;
  private final String rulesVersion;
  private final Instant now;

  EntryUpdate(
      StepRequest request,
      EvaluateConfig config,
      Judgement judgement,
      String rulesVersion,
      Instant now) {
    this.request = request;
    this.finding = request.state().finding();
    this.config = config;
    this.judgement = judgement;
    this.rulesVersion = rulesVersion;
    this.now = now;
  }

  /**
   * @return nothing where the entry stays as it is, because another execution is at work on it
   */
  Optional<LedgerEntry> of(LedgerEntry entry, History.Row row, Decision decision) {
    return switch (row.outcome()) {
      case BUSY -> row.missingWait() == null ? Optional.empty() : Optional.of(missing(entry, row));
      case ARCHIVE, UNARCHIVE, NOTIFY -> Optional.of(claimed(entry, row, decision));
      case IGNORE -> Optional.of(ignored(entry, row, decision));
    };
  }

  private LedgerEntry reviewed(LedgerEntry entry, History.Row row) {
    LedgerEntry reviewed = entry.withReview(review(entry, row));
    // A finding that nothing describes adds nothing to what is known.
    return finding.resource().arn().isEmpty()
        ? reviewed
        : reviewed.withSummary(
            FindingSummary.of(
                finding,
                request.state().owner(),
                request.state().facts().account(),
                judgement.principalAccountName().orElse(null)));
  }

  private LedgerEntry missing(LedgerEntry entry, History.Row row) {
    Review review = review(entry, row);
    Instant before = entry.review() == null ? null : entry.review().missingSince();
    boolean isSecondLook = before != null && now.isBefore(before.plus(History.LOOK_AGAIN));
    return entry.withReview(
        new Review(
            review.at(),
            rulesVersion,
            entry.review() == null ? null : entry.review().findingUpdatedAt(),
            review.undeterminedSince(),
            isSecondLook ? before : now,
            review.archiveEnd()));
  }

  private LedgerEntry claimed(LedgerEntry entry, History.Row row, Decision decision) {
    Claim before = entry.claim();
    return reviewed(entry, row)
        .withClaim(
            new Claim(
                request.execution(),
                now.plus(Claim.LIFE),
                row.outcome(),
                finding.contentHash(),
                decision.rule(),
                row.standing(),
                before != null && before.isOf(request.execution()) ? before.changes() : 0,
                alerts(before)))
        .expiringAt(null);
  }

  /** How often an alert about this content was begun under a claim that was not fulfilled. */
  private int alerts(@Nullable Claim claim) {
    return claim != null && ContentHash.same(claim.contentHash(), finding.contentHash())
        ? claim.alerts()
        : 0;
  }

  private LedgerEntry ignored(LedgerEntry entry, History.Row row, Decision decision) {
    LedgerEntry reviewed = reviewed(entry, row);
    Standing.Kind kind = row.standing();
    if (kind == null) {
      // An event that is looked at again settles nothing.
      return finding.readFrom() == ReadFrom.EVENT && row.reviewIn() != null
          ? reviewed
          : ofContent(reviewed.withoutClaim().withFailure(null));
    }
    LedgerEntry settled = reviewed.withoutClaim().withFailure(null);
    Claim claim = entry.claim();
    if (kind == Standing.Kind.ARCHIVED_BY_US
        && claim != null
        && claim.effect() == Outcome.ARCHIVE) {
      return settled.withStanding(archivedUnder(claim, entry, decision)).expiringAt(null);
    }
    if (entry.stands(kind)) {
      // Else a person who makes other content active again would be taken for nobody.
      return ofContent(settled);
    }
    return settled
        .withStanding(standing(kind, entry.standing(), decision))
        .expiringAt(kind == Standing.Kind.RESOLVED ? now.plus(LedgerEntry.RESOLVED_IS_KEPT) : null);
  }

  /**
   * The entry whose standing, which may be of an event or of another version's hash, is of what the
   * API says now, so that the next change is a change from this.
   */
  private LedgerEntry ofContent(LedgerEntry entry) {
    return finding.readFrom() == ReadFrom.EVENT
            || finding.contentHash() == null
            || entry.standing() == null
        ? entry
        : entry.withStanding(entry.standing().ofContent(finding.contentHash()));
  }

  /** A standing that keeps whether, and from what, this product has archived the finding. */
  private Standing standing(Standing.Kind kind, @Nullable Standing before, Decision decision) {
    boolean isOurs = before != null && before.isOfOurArchive();
    return new Standing(
        kind,
        finding.contentHash(),
        decision.severity(),
        isOurs ? before.rule() : null,
        rulesVersion,
        decision.reason(),
        Map.of(),
        now,
        request.execution(),
        isOurs && kind != Standing.Kind.ARCHIVED_BY_OTHER ? before.findingUpdatedAt() : null,
        null);
  }

  /**
   * The standing of what was archived under a claim, by an execution that ended before it said so.
   */
  private Standing archivedUnder(Claim claim, LedgerEntry entry, Decision decision) {
    boolean isOfToday = judgement.archiveRule().equals(Optional.ofNullable(claim.rule()));
    return new Standing(
        Standing.Kind.ARCHIVED_BY_US,
        finding.readFrom() == ReadFrom.API ? finding.contentHash() : claim.contentHash(),
        decision.severity(),
        claim.rule(),
        rulesVersion,
        isOfToday ? judgement.archiveReason() : decision.reason(),
        isOfToday ? judgement.tagsUsed() : Map.of(),
        now,
        request.execution(),
        entry.review() == null ? null : entry.review().findingUpdatedAt(),
        null);
  }

  private Review review(LedgerEntry entry, History.Row row) {
    Instant since = entry.review() == null ? null : entry.review().undeterminedSince();
    Instant usual =
        now.plus(
            row.reviewIn() != null
                ? row.reviewIn()
                : ReviewInterval.of(finding.id(), config.reviewAfterDays()));
    return new Review(
        // What a rule archives until a day is looked at again when that day is over.
        judgement.archiveRuleEnd().filter(usual::isAfter).orElse(usual),
        rulesVersion,
        seenUpdate(entry, row),
        judgement.isUndetermined() ? Objects.requireNonNullElse(since, now) : null,
        null,
        judgement.archiveEnd().orElse(null));
  }

  /**
   * An event alone adds nothing to what an alert has told: its update is still to be looked at. Nor
   * does it make later events old by a time that has not come.
   */
  private @Nullable Instant seenUpdate(LedgerEntry entry, History.Row row) {
    Instant updatedAt = finding.updatedAt();
    if (finding.readFrom() == ReadFrom.API || updatedAt == null) {
      return updatedAt;
    }
    if (row.outcome() == Outcome.IGNORE && entry.review() != null) {
      return entry.review().findingUpdatedAt();
    }
    return updatedAt.isAfter(now) ? now : updatedAt;
  }
}
