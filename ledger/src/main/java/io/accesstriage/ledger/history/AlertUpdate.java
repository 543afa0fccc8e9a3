package io.accesstriage.ledger.history;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.TriageState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an alert makes of the finding's ledger entry: the standing that it leads to in place of its
 * claim, and what the digest has to tell; unless it, or somebody else, has done so before.
 *
 * @param state of the execution that alerts, as it was decided
 */
public record AlertUpdate(TriageState state, String execution) {

  /** Whether an earlier attempt of this execution got as far as its record. */
  public boolean isRecorded(LedgerEntry entry) {
    Standing standing = entry.standing();
    return !entry.isClaimedBy(execution)
        && standing != null
        && standing.execution().equals(execution)
        && standing.isOpenAlert();
  }

  /**
   * Whether another execution has dealt with the finding since it was decided, or is about to: it
   * tells what there is to tell, and if it does not come to that, the finding is due.
   */
  public boolean isTakenOver(LedgerEntry entry) {
    Standing standing = entry.standing();
    return !entry.isClaimedBy(execution)
        && (entry.claim() != null
            || (standing != null && !standing.at().isBefore(state.requireDecision().decidedAt())));
  }

  /**
   * The entry once people were alerted, or are to be; what it says of the digest stays.
   *
   * @param reason of the standing
   */
  public LedgerEntry alerted(LedgerEntry entry, String reason, Instant now) {
    Standing.Kind kind = leadsTo(entry);
    LedgerEntry told = entry.withFailure(null);
    if (entry.isClaimedBy(execution)) {
      told = told.withoutClaim();
    }
    if (kind == null) {
      return told;
    }
    Decision decision = state.requireDecision();
    Standing before = entry.standing();
    return told.withStanding(
            new Standing(
                kind,
                contentHash(before),
                decision.severity(),
                decision.rule(),
                decision.rulesVersion(),
                reason,
                decision.tagsUsed(),
                now,
                execution,
                null,
                unarchivedFacts(before)))
        .expiringAt(null);
  }

  /** The standing that this alert leads to; null where it leaves the standing. */
  public Standing.@Nullable Kind leadsTo(LedgerEntry entry) {
    Decision decision = state.requireDecision();
    Finding finding = state.finding();
    if (state.isUnarchiveObserved()
        || (decision.outcome() == Outcome.NOTIFY && finding.status() == FindingStatus.ARCHIVED)) {
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
                && finding.readFrom() == ReadFrom.EVENT))) {
      // Another execution took over and knows better; or an event says nothing of who archived it.
      return null;
    }
    return standing != null
            && standing.kind() == Standing.Kind.LEFT_TO_PERSON
            && ContentHash.mayBeSame(standing.contentHash(), finding.contentHash())
        ? Standing.Kind.LEFT_TO_PERSON
        : Standing.Kind.ALERTED;
  }

  /** What the digest has to tell of an alert that was not published. */
  public DigestDue due(LedgerEntry entry, Instant now) {
    Decision decision = state.requireDecision();
    DigestDue before = entry.digestDue();
    // If it was archived after it was marked, the old mark would count as settled: it needs a new
    // one.
    boolean waits =
        before != null && (entry.standing() == null || !before.isArchivedBy(entry.standing()));
    String reason =
        decision.change() == null
            ? decision.reason()
            : "%s %s"
                .formatted(decision.change().sentence(state.finding().id()), decision.reason());
    return new DigestDue(waits ? before.since() : now, decision.severity(), reason);
  }

  /** An event tells less of the same content than what was read before. */
  private @Nullable String contentHash(@Nullable Standing before) {
    String hash = state.finding().contentHash();
    boolean isSame =
        before != null && (hash == null || ContentHash.same(before.contentHash(), hash));
    return isSame && state.finding().readFrom() == ReadFrom.EVENT ? before.contentHash() : hash;
  }

  /** The facts under which the rules made it active again, kept while the same rules leave it. */
  private @Nullable String unarchivedFacts(@Nullable Standing before) {
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
}
