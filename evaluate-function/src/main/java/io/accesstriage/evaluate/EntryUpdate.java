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
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decision makes of the finding's ledger entry: a claim before an effect, a standing where
 * there is none to wait for, and when to look again.
 */
record EntryUpdate(FindingEvaluator.Case known, History.Row row, Decision decision) {

  /**
   * @return nothing where the entry stays as it is, because another execution is at work on it
   */
  Optional<LedgerEntry> entry() {
    LedgerEntry reviewed = before().withReview(review());
    return switch (row.outcome()) {
      case BUSY -> row.missingWait() == null ? Optional.empty() : Optional.of(reviewed);
      case ARCHIVE, UNARCHIVE, NOTIFY -> Optional.of(claimed(summarized(reviewed)));
      case IGNORE -> Optional.of(ignored(summarized(reviewed)));
    };
  }

  private LedgerEntry before() {
    return known.entry();
  }

  private Finding finding() {
    return known.finding();
  }

  private String execution() {
    return known.under().execution();
  }

  private Instant now() {
    return decision.decidedAt();
  }

  private LedgerEntry summarized(LedgerEntry entry) {
    // A finding that nothing describes adds nothing to what is known.
    return finding().resource().arn().isEmpty()
        ? entry
        : entry.withSummary(
            FindingSummary.of(
                finding(),
                known.under().state().owner(),
                known.under().state().facts().account(),
                known.judgement().principalAccountName().orElse(null)));
  }

  private LedgerEntry claimed(LedgerEntry reviewed) {
    // Alerts begun about this content under a claim that was not fulfilled count on.
    Optional<Claim> unfulfilled =
        Optional.ofNullable(before().claim())
            .filter(claim -> ContentHash.same(claim.contentHash(), finding().contentHash()));
    return reviewed
        .withClaim(
            new Claim(
                execution(),
                now().plus(Claim.LIFE),
                row.outcome(),
                finding().contentHash(),
                decision.rule(),
                row.standing(),
                before().claimOf(execution()).map(Claim::changes).orElse(0),
                unfulfilled.map(Claim::alerts).orElse(0)))
        .expiringAt(null);
  }

  private LedgerEntry ignored(LedgerEntry reviewed) {
    Standing.Kind kind = row.standing();
    if (kind == null && finding().readFrom() == ReadFrom.EVENT && row.reviewIn() != null) {
      // An event that is looked at again settles nothing.
      return reviewed;
    }
    LedgerEntry settled = reviewed.withoutClaim().withFailure(null);
    Claim claim = before().claim();
    if (kind == Standing.Kind.ARCHIVED_BY_US
        && claim != null
        && claim.effect() == Outcome.ARCHIVE) {
      return settled.withStanding(archivedUnder(claim)).expiringAt(null);
    }
    if (kind == null || before().stands(kind)) {
      // Else a person who makes other content active again would be taken for nobody.
      return ofContent(settled);
    }
    return settled
        .withStanding(standing(kind, before().standing()))
        .expiringAt(
            kind == Standing.Kind.RESOLVED ? now().plus(LedgerEntry.RESOLVED_IS_KEPT) : null);
  }

  /**
   * The entry whose standing, which may be of an event or of another version's hash, is of what the
   * API says now, so that the next change is a change from this.
   */
  private LedgerEntry ofContent(LedgerEntry entry) {
    String contentHash = finding().contentHash();
    return finding().readFrom() == ReadFrom.EVENT || contentHash == null || entry.standing() == null
        ? entry
        : entry.withStanding(entry.standing().ofContent(contentHash));
  }

  /** A standing that keeps whether, and from what, this product has archived the finding. */
  private Standing standing(Standing.Kind kind, @Nullable Standing before) {
    Standing standing = Standing.of(kind, finding().contentHash(), decision, now(), execution());
    return before == null || !before.isOfOurArchive()
        ? standing
        : standing
            .ofRule(before.rule())
            .updatedAt(kind == Standing.Kind.ARCHIVED_BY_OTHER ? null : before.findingUpdatedAt());
  }

  /**
   * The standing of what was archived under a claim, by an execution that ended before it said so.
   */
  private Standing archivedUnder(Claim claim) {
    Judgement judgement = known.judgement();
    boolean isOfToday = judgement.archiveRule().equals(Optional.ofNullable(claim.rule()));
    return new Standing(
        Standing.Kind.ARCHIVED_BY_US,
        finding().readFrom() == ReadFrom.API ? finding().contentHash() : claim.contentHash(),
        decision.severity(),
        claim.rule(),
        decision.rulesVersion(),
        isOfToday ? judgement.archiveReason() : decision.reason(),
        isOfToday ? judgement.tagsUsed() : Map.of(),
        now(),
        execution(),
        before().seenUpdate(),
        null);
  }

  private Review review() {
    Judgement judgement = known.judgement();
    Optional<Review> before = Optional.ofNullable(before().review());
    Instant usual =
        now()
            .plus(
                row.reviewIn() != null
                    ? row.reviewIn()
                    : ReviewInterval.of(finding().id(), known.under().config().reviewAfterDays()));
    return new Review(
        // What a rule archives until a day is looked at again when that day is over.
        judgement.archiveRuleEnd().filter(usual::isAfter).orElse(usual),
        decision.rulesVersion(),
        seenUpdate(),
        judgement.isUndetermined() ? before.map(Review::undeterminedSince).orElse(now()) : null,
        row.missingWait() == null
            ? null
            : before
                .map(Review::missingSince)
                .filter(since -> now().isBefore(since.plus(History.LOOK_AGAIN)))
                .orElse(now()),
        judgement.archiveEnd().orElse(null));
  }

  /**
   * An event alone adds nothing to what an alert has said: its update is still to be looked at. Nor
   * does it make later events old by a time that has not come.
   */
  private @Nullable Instant seenUpdate() {
    Instant updatedAt = finding().updatedAt();
    if (row.missingWait() != null) {
      return before().seenUpdate();
    }
    if (finding().readFrom() == ReadFrom.API || updatedAt == null) {
      return updatedAt;
    }
    if (row.outcome() == Outcome.IGNORE && before().review() != null) {
      return before().seenUpdate();
    }
    return updatedAt.isAfter(now()) ? now() : updatedAt;
  }
}
