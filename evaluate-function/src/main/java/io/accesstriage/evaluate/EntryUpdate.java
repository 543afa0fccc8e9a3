package io.accesstriage.evaluate;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.history.History;
import io.accesstriage.rules.Judgement;
import java.time.Duration;
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
    LedgerEntry reviewed = known.entry().withReview(review());
    return switch (row.outcome()) {
      case BUSY -> row.missingWait() == null ? Optional.empty() : Optional.of(reviewed);
      case ARCHIVE, UNARCHIVE, NOTIFY -> Optional.of(claimed(summarized(reviewed)));
      case IGNORE -> Optional.of(ignored(summarized(reviewed)));
    };
  }

  /** A finding that nothing describes adds nothing to what is known. */
  private LedgerEntry summarized(LedgerEntry entry) {
    return known.finding().resource().arn().isEmpty()
        ? entry
        : entry.withSummary(
            FindingSummary.of(
                known.finding(),
                known.state().owner(),
                known.state().facts().account(),
                known.judgement().principalAccountName().orElse(null)));
  }

  private LedgerEntry claimed(LedgerEntry reviewed) {
    // Alerts begun about this content under a claim that was not fulfilled count on.
    Optional<Claim> unfulfilled =
        Optional.ofNullable(known.entry().claim())
            .filter(
                claim -> ContentHash.mayBeSame(claim.contentHash(), known.finding().contentHash()));
    return withLearnedArchive(reviewed)
        .withClaim(
            new Claim(
                known.execution(),
                known.now().plus(Claim.LIFE),
                row.outcome(),
                known.finding().contentHash(),
                decision.rule(),
                row.standing(),
                known.entry().claimOf(known.execution()).map(Claim::changes).orElse(0),
                unfulfilled.map(Claim::alerts).orElse(0)))
        .expiringAt(null);
  }

  /**
   * With what is learned where the finding is found archived under a claim that gives way to
   * another: that this product has archived it, at the claim's end at the latest.
   */
  private LedgerEntry withLearnedArchive(LedgerEntry entry) {
    Claim claim = known.entry().claim();
    if (claim == null
        || claim.effect() != Outcome.ARCHIVE
        || !claim.isAboutArchive()
        || known.finding().status() != FindingStatus.ARCHIVED) {
      return entry;
    }
    return entry.withStanding(archivedUnder(claim, earlier(claim.until(), known.now())));
  }

  private LedgerEntry ignored(LedgerEntry reviewed) {
    Standing.Kind kind = row.standing();
    if (kind == null && known.finding().readFrom() == ReadFrom.EVENT && row.reviewIn() != null) {
      // An event that is looked at again settles nothing.
      return reviewed;
    }
    LedgerEntry settled = reviewed.withoutClaim().withFailure(null);
    Claim claim = known.entry().claim();
    boolean isOurs = kind == Standing.Kind.ARCHIVED_BY_US;
    if (isOurs && claim != null && claim.effect() == Outcome.ARCHIVE) {
      return settled.withStanding(archivedUnder(claim, known.now())).expiringAt(null);
    }
    if (kind == null || known.entry().stands(kind)) {
      // Keeps the current content, so that a person who makes it active again is noticed.
      return ofContent(settled);
    }
    return settled
        .withStanding(standing(kind))
        .expiringAt(
            kind == Standing.Kind.RESOLVED ? known.now().plus(LedgerEntry.RESOLVED_IS_KEPT) : null);
  }

  /**
   * The entry whose standing, which may be of an event or of another version's hash, is of what the
   * API says now, so that the next change is a change from this.
   */
  private LedgerEntry ofContent(LedgerEntry entry) {
    Standing standing = entry.standing();
    String hash = known.finding().contentHash();
    return known.finding().readFrom() == ReadFrom.EVENT || hash == null || standing == null
        ? entry
        : entry.withStanding(standing.ofContent(hash));
  }

  /** A standing that keeps whether, and from what, this product has archived the finding. */
  private Standing standing(Standing.Kind kind) {
    Standing before = known.entry().standing();
    Standing standing =
        Standing.of(kind, known.finding().contentHash(), decision, known.now(), known.execution());
    return before == null || !before.isOfOurArchive()
        ? standing
        : standing
            .ofRule(before.rule())
            .updatedAt(kind == Standing.Kind.ARCHIVED_BY_OTHER ? null : before.findingUpdatedAt());
  }

  /**
   * The standing of what was archived under a claim, by an execution that ended before it said so.
   */
  private Standing archivedUnder(Claim claim, Instant at) {
    Judgement judgement = known.judgement();
    boolean isOfToday = judgement.archiveRule().equals(Optional.ofNullable(claim.rule()));
    return new Standing(
        Standing.Kind.ARCHIVED_BY_US,
        known.finding().readFrom() == ReadFrom.API
            ? known.finding().contentHash()
            : claim.contentHash(),
        decision.severity(),
        claim.rule(),
        decision.rulesVersion(),
        isOfToday ? judgement.archiveReason() : decision.reason(),
        isOfToday ? judgement.tagsUsed() : Map.of(),
        at,
        known.execution(),
        known.entry().seenUpdate(),
        null);
  }

  private Review review() {
    Judgement judgement = known.judgement();
    Optional<Review> before = Optional.ofNullable(known.entry().review());
    Duration interval = ReviewInterval.of(known.finding().id(), known.config().reviewAfterDays());
    Instant usual = known.now().plus(Optional.ofNullable(row.reviewIn()).orElse(interval));
    return new Review(
        // What a rule archives until a day is looked at again when that day is over.
        judgement.archiveRuleEnd().filter(usual::isAfter).orElse(usual),
        decision.rulesVersion(),
        seenUpdate(),
        judgement.isUndetermined()
            ? before.map(Review::undeterminedSince).orElse(known.now())
            : null,
        row.missingWait() == null
            ? null
            : before
                .map(Review::missingSince)
                .filter(since -> known.now().isBefore(since.plus(History.LOOK_AGAIN)))
                .orElse(known.now()),
        judgement.archiveEnd().orElse(null));
  }

  /**
   * An event alone adds nothing to what an alert has said: its update is still to be looked at,
   * unless it says the same again, which makes any event of before it old news. Nor does it make
   * later events old by a time that has not come.
   */
  private @Nullable Instant seenUpdate() {
    Instant updatedAt = known.finding().updatedAt();
    Instant seen = known.entry().seenUpdate();
    boolean isEvent = known.finding().readFrom() == ReadFrom.EVENT && updatedAt != null;
    if (row.missingWait() != null) {
      return seen;
    }
    if (isEvent && row.outcome() == Outcome.IGNORE && known.entry().review() != null) {
      return seen != null && saysTheSameAgain() && updatedAt.isAfter(seen)
          ? earlier(updatedAt, known.now())
          : seen;
    }
    return isEvent ? earlier(updatedAt, known.now()) : updatedAt;
  }

  private boolean saysTheSameAgain() {
    Standing standing = known.entry().standing();
    return standing != null
        && standing.kind() == Standing.Kind.ALERTED
        && ContentHash.same(standing.contentHash(), known.finding().contentHash());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
