package io.accesstriage.messages.digest;

import io.accesstriage.decision.Severity;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the open alerts changed since the last digest: which are new, which were open before, and
 * which are gone. What waits for the digest counts as open, and what perhaps does not exist any
 * more does not.
 */
final class OpenAlerts {
  private final @Nullable Instant since;
  private final Instant until;
  private final Map<Severity, Integer> isNew = new EnumMap<>(Severity.class);
  private final Map<Severity, Integer> before = new EnumMap<>(Severity.class);
  private final Map<AlertAge, Integer> ages = new EnumMap<>(AlertAge.class);
  private final Map<AlertFate, Integer> gone = new EnumMap<>(AlertFate.class);
  private int goneNotRecorded;
  private int newInDigest;
  private int beforeInDigest;

  /**
   * @param since null where there was no digest before
   */
  OpenAlerts(@Nullable Instant since, Instant until) {
    this.since = since;
    this.until = until;
  }

  /** Counts an alert that is open. */
  void addOpen(LedgerEntry entry, Severity severity) {
    Instant opened = opened(entry);
    boolean wasOpen = since != null && opened != null && opened.isBefore(since);
    (wasOpen ? before : isNew).merge(severity, 1, Integer::sum);
    if (entry.digestDue() != null) {
      newInDigest += wasOpen ? 0 : 1;
      beforeInDigest += wasOpen ? 1 : 0;
    }
    ages.merge(AlertAge.of(opened, until), 1, Integer::sum);
  }

  /**
   * Counts what was alerted and is resolved or archived since the last digest.
   *
   * @param isRecent whether it stands so since then
   */
  void addSettled(LedgerEntry entry, boolean isRecent) {
    if (!isRecent || entry.isSettledUntold()) {
      return;
    }
    AlertFate fate = AlertFate.of(entry, false);
    switch (entry.alert().kind()) {
      case ALERTED -> gone.merge(fate, 1, Integer::sum);
      case UNKNOWN -> goneNotRecorded += isByPeople(fate) ? 1 : 0;
      case NEVER -> {}
    }
  }

  /** What rules archive was mostly never alerted: without a record it says nothing. */
  static boolean isByPeople(AlertFate fate) {
    return fate == AlertFate.FIXED || fate == AlertFate.ARCHIVED_BY_HAND;
  }

  /** Since when the finding has been alerted; null where that is not known. */
  private static @Nullable Instant opened(LedgerEntry entry) {
    Standing standing = entry.standing();
    if (standing != null
        && standing.isOpenAlert()
        && entry.alert().kind() == LastAlert.Kind.ALERTED) {
      return entry.alert().since();
    }
    // A mark that cannot be read has no time.
    return entry.digestDue() == null || entry.digestDue().since().equals(Instant.EPOCH)
        ? null
        : entry.digestDue().since();
  }

  int count() {
    return DigestContents.sum(isNew) + DigestContents.sum(before);
  }

  /** First alerted since the last digest, or by this one. */
  Map<Severity, Integer> isNew() {
    return isNew;
  }

  /** Alerted before the last digest and open since. */
  Map<Severity, Integer> before() {
    return before;
  }

  /** Of the new ones, those that this digest alerts; the others were sent at once. */
  int newInDigest() {
    return newInDigest;
  }

  /** Of those before, those that this digest alerts. */
  int beforeInDigest() {
    return beforeInDigest;
  }

  Map<AlertAge, Integer> ages() {
    return ages;
  }

  /** Alerted before, and settled since the last digest. */
  Map<AlertFate, Integer> gone() {
    return gone;
  }

  /** Settled since, of entries that do not say whether they were alerted. */
  int goneNotRecorded() {
    return goneNotRecorded;
  }
}
