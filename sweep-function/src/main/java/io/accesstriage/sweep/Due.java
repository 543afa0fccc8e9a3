package io.accesstriage.sweep;

import io.accesstriage.finding.FindingStatus;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.Mode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a finding has to be triaged, the most telling reason first. Whether anything is then done
 * about it is for the rules and the ledger's table to decide.
 */
public enum Due {
  /** Active or archived, and nothing is known of it. */
  NOT_IN_LEDGER,
  /** Its entry was written by another version, in a way that this one cannot read. */
  UNREADABLE_ENTRY,
  /** A step failed. */
  FAILED,
  /** An execution has claimed it and ended without saying what it did. */
  ABANDONED_CLAIM,
  /** Active, although the ledger says that it is archived or resolved. */
  ACTIVE_AGAIN,
  /** Archived, which the ledger does not know: it says alerted, observed or resolved. */
  ARCHIVED,
  /** Resolved, which the ledger does not know. */
  RESOLVED,
  /** Updated since it was last looked at. */
  UPDATED,
  /** Last looked at under other rules. */
  OTHER_RULES,
  /** Something that the rules asked for could not be read. */
  UNDETERMINED,
  /** It was only observed, and Mode is archive now. */
  OBSERVED,
  /** It was left alone as a service's own, and ServiceLinkedFindings is alert now. */
  LEFT_ALONE,
  /** The time of its review has come. */
  REVIEW;

  /**
   * What findings are compared with.
   *
   * @param rulesVersion that is in force
   * @param alertsServiceLinked as of {@link SweepConfig}
   */
  record Present(String rulesVersion, Mode mode, Instant now, boolean alertsServiceLinked) {}

  /**
   * Why a finding is due, or nothing.
   *
   * @param entry what the ledger knows of it; null for nothing
   */
  static Optional<Due> of(
      FindingStatus status, Instant updatedAt, @Nullable LedgerEntry entry, Present present) {
    if (entry == null) {
      return switch (status) {
        case ACTIVE, ARCHIVED -> Optional.of(NOT_IN_LEDGER);
        case RESOLVED, GONE, NOT_FOUND -> Optional.empty();
      };
    }
    if (entry.claim() != null && entry.claim().isLive(present.now)) {
      return Optional.empty();
    }
    return switch (status) {
      case ACTIVE -> first(entry, isPutAside(entry.standing()), updatedAt, present);
      case ARCHIVED -> {
        if (entry.stands(Standing.Kind.RESOLVED)) {
          yield Optional.of(ARCHIVED);
        }
        if (entry.isArchivedByUs() || isUnreadable(entry)) {
          yield first(entry, false, updatedAt, present);
        }
        yield entry.stands(Standing.Kind.ARCHIVED_BY_OTHER)
            ? Optional.empty()
            : Optional.of(ARCHIVED);
      }
      case RESOLVED, GONE, NOT_FOUND ->
          entry.stands(Standing.Kind.RESOLVED) && entry.claim() == null
              ? Optional.empty()
              : Optional.of(RESOLVED);
    };
  }

  private static Optional<Due> first(
      LedgerEntry entry, boolean activeAgain, Instant updatedAt, Present present) {
    if (entry.failure() != null) {
      return Optional.of(FAILED);
    }
    if (entry.claim() != null) {
      return Optional.of(ABANDONED_CLAIM);
    }
    Review review = entry.review();
    if (isUnreadable(entry) || review == null) {
      return Optional.of(UNREADABLE_ENTRY);
    }
    if (activeAgain) {
      return Optional.of(ACTIVE_AGAIN);
    }
    if (!isSame(updatedAt, review.findingUpdatedAt())) {
      return Optional.of(UPDATED);
    }
    if (!review.rulesVersion().equals(present.rulesVersion)) {
      return Optional.of(OTHER_RULES);
    }
    if (review.undeterminedSince() != null) {
      return Optional.of(UNDETERMINED);
    }
    if (entry.stands(Standing.Kind.OBSERVED) && present.mode == Mode.ARCHIVE) {
      return Optional.of(OBSERVED);
    }
    if (entry.stands(Standing.Kind.LEFT_ALONE) && present.alertsServiceLinked) {
      return Optional.of(LEFT_ALONE);
    }
    return present.now.isBefore(review.at()) ? Optional.empty() : Optional.of(REVIEW);
  }

  private static boolean isPutAside(@Nullable Standing standing) {
    return standing != null && standing.kind().isPutAside();
  }

  /** Every entry that this version writes says at least one of these. */
  private static boolean isUnreadable(LedgerEntry entry) {
    return entry.standing() == null && entry.claim() == null && entry.failure() == null;
  }

  /** The ledger keeps milliseconds; Access Analyzer also tells nanoseconds. */
  private static boolean isSame(Instant listed, @Nullable Instant reviewed) {
    return reviewed != null
        && listed.truncatedTo(ChronoUnit.MILLIS).equals(reviewed.truncatedTo(ChronoUnit.MILLIS));
  }
}
