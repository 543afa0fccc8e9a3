package io.accesstriage.ledger.history;

import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.Standing.Kind;
import io.accesstriage.state.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What is asked of the table, and what its columns say of it: how new what was read is beside what
 * the ledger knows, and whether it is the same.
 *
 * @param unarchive whether it is certain that an archived finding should not be
 * @param severity of the alert that would be sent
 * @param circumstances under which the rules were asked
 */
public record Question(
    Finding finding,
    Instant readAt,
    LedgerEntry entry,
    Wish wish,
    boolean unarchive,
    Severity severity,
    Mode mode,
    String execution,
    Instant now,
    Circumstances circumstances) {
  /**
   * How long an answer of Access Analyzer may be of a moment before an update that nobody knows
   * whether it took effect, and how far its clock may be ahead of ours. How long it really may be
   * is not documented.
   */
  public static final Duration OLD_ANSWERS = Duration.ofMinutes(1);

  /** What the rules, with all guards, want of an active finding. */
  public enum Wish {
    ARCHIVE,
    NOTIFY
  }

  /**
   * Under what the rules were asked.
   *
   * @param rulesVersion of the rules in force
   * @param facts makes the fingerprint of the facts, which few ask for
   * @param missingWait how long to wait before a second look at a finding that Access Analyzer does
   *     not know; zero where none is possible
   */
  public record Circumstances(String rulesVersion, Supplier<String> facts, Duration missingWait) {}

  /** Times are kept in milliseconds; a decision in the same millisecond as the reading is later. */
  boolean isBusy() {
    Claim claim = entry.claim();
    if (claim != null
        && !claim.isOf(execution)
        && (claim.isLive(now)
            || (claim.isAboutArchive() && claim.isLive(readAt.minus(OLD_ANSWERS))))) {
      return true;
    }
    Standing standing = entry.standing();
    return standing != null
        && !standing.execution().equals(execution)
        && !standing.at().isBefore(readAt);
  }

  /** Whether Access Analyzer answers as it did before, of what has been read since. */
  boolean isOldAnswer() {
    Instant seen = entry.seenUpdate();
    Instant updatedAt = finding.updatedAt();
    return finding.readFrom() == ReadFrom.API
        && switch (finding.status()) {
          case ACTIVE, ARCHIVED, RESOLVED -> true;
          case GONE, NOT_FOUND -> false;
        }
        && seen != null
        && updatedAt != null
        && updatedAt.isBefore(seen)
        && !readAt.isAfter(seen.plus(OLD_ANSWERS));
  }

  /**
   * Whether only an event was read, which is no later than what was looked at before. The event
   * that an open claim is about is no old one; but an earlier one is, and any that is no later than
   * the reading that the claim is about, where it would make others' archive of ours.
   */
  boolean isOldEvent() {
    Instant seen = entry.seenUpdate();
    if (finding.readFrom() != ReadFrom.EVENT || seen == null) {
      return false;
    }
    Claim claim = entry.claim();
    boolean isNoLater = !finding.updatedAt().isAfter(seen);
    boolean isEarlier = finding.updatedAt().isBefore(seen);
    return claim == null
        ? isNoLater
        : entry.isArchivedByUs()
            && (ContentHash.isOfReading(claim.contentHash()) ? isNoLater : isEarlier);
  }

  /**
   * Whether only an event was read, which may be of before this product archived the finding.
   * Events come in any order, and of an archive whose execution ended before it said so nobody
   * knows when it took effect, only until when. Taken for news, such an event would make others'
   * archive of ours, which nobody looks at again.
   */
  boolean mayBeFromBeforeOurArchive() {
    if (finding.readFrom() != ReadFrom.EVENT) {
      return false;
    }
    Standing standing = entry.standing();
    Claim claim = entry.claim();
    return (standing != null
            && standing.kind() == Kind.ARCHIVED_BY_US
            && (claim == null || claim.effect() != Outcome.UNARCHIVE)
            && isNoNewsAfter(standing.at()))
        || (claim != null
            && claim.effect() == Outcome.ARCHIVE
            && claim.isAboutArchive()
            && isNoNewsAfter(claim.until()));
  }

  private boolean isNoNewsAfter(Instant update) {
    return !finding.updatedAt().isAfter(update.plus(OLD_ANSWERS));
  }

  /** The moment that the finding is known of: by an event, when it was updated. */
  Instant knownAt() {
    Instant updatedAt = finding.updatedAt();
    return finding.readFrom() == ReadFrom.EVENT && updatedAt.isBefore(now) ? updatedAt : now;
  }

  /**
   * Whether the finding is what the standing was made for. Where nobody knows, what a person was
   * alerted about is taken for changed, and what a person has decided stands.
   */
  boolean isSame(Standing standing) {
    return isComparable(standing)
        ? ContentHash.same(standing.contentHash(), finding.contentHash())
        : standing.kind() == Kind.LEFT_TO_PERSON
            || standing.kind() == Kind.ARCHIVED_BY_US
            || !isUpdatedSinceRead(standing);
  }

  private boolean isComparable(Standing standing) {
    return ContentHash.areComparable(standing.contentHash(), finding.contentHash());
  }

  /**
   * Whether version 1 of the hash, which knew nothing of what events tell, leaves open whether the
   * content is another one, and the finding was updated after it was looked at, or may have been.
   */
  boolean isUpdatedSinceRead(Standing standing) {
    Instant seen = entry.seenUpdate();
    return !isComparable(standing) && (seen == null || !seen.equals(finding.updatedAt()));
  }

  /**
   * Whether an execution of ours has made active what stands as archived, and ended before it said
   * so; or another one has seen that, and ended before it told of the finding. Had a person done
   * it, the claim would lead to leaving it to them.
   */
  boolean isMadeActiveByUs(Standing archived) {
    Claim claim = entry.claim();
    return claim != null
        && switch (claim.effect()) {
          case UNARCHIVE -> claim.leadsTo() != null;
          case NOTIFY ->
              claim.leadsTo() == Kind.ALERTED
                  && ContentHash.same(claim.contentHash(), archived.contentHash());
          case ARCHIVE, IGNORE, BUSY -> false;
        };
  }
}
