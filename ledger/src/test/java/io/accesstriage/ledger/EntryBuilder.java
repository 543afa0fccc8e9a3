package io.accesstriage.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Entries for tests, which name only what they are about; of the rest nothing is known. */
public final class EntryBuilder {
  private final String findingId;
  private String analyzerArn;
  private long version;
  private @Nullable Standing standing;
  private @Nullable Claim claim;
  private @Nullable Failure failure;
  private @Nullable Review review;
  private @Nullable FindingSummary summary;
  private @Nullable DigestDue digestDue;
  private @Nullable ArchiveCount archiveCount;
  private @Nullable LastAlert alert;
  private @Nullable Instant expiresAt;

  private EntryBuilder(String findingId, String analyzerArn) {
    this.findingId = findingId;
    this.analyzerArn = analyzerArn;
  }

  public static EntryBuilder of(String findingId, String analyzerArn) {
    return new EntryBuilder(findingId, analyzerArn);
  }

  /** All that an entry knows. */
  public static EntryBuilder from(LedgerEntry entry) {
    return of(entry.findingId(), entry.analyzerArn())
        .version(entry.version())
        .standing(entry.standing())
        .claim(entry.claim())
        .failure(entry.failure())
        .review(entry.review())
        .summary(entry.summary())
        .digestDue(entry.digestDue())
        .archiveCount(entry.archiveCount())
        .alert(entry.alert())
        .expiresAt(entry.expiresAt());
  }

  public EntryBuilder analyzerArn(String newAnalyzerArn) {
    analyzerArn = newAnalyzerArn;
    return this;
  }

  public EntryBuilder version(long newVersion) {
    version = newVersion;
    return this;
  }

  public EntryBuilder standing(@Nullable Standing newStanding) {
    standing = newStanding;
    return this;
  }

  public EntryBuilder claim(@Nullable Claim newClaim) {
    claim = newClaim;
    return this;
  }

  public EntryBuilder failure(@Nullable Failure newFailure) {
    failure = newFailure;
    return this;
  }

  public EntryBuilder review(@Nullable Review newReview) {
    review = newReview;
    return this;
  }

  public EntryBuilder summary(@Nullable FindingSummary newSummary) {
    summary = newSummary;
    return this;
  }

  public EntryBuilder digestDue(@Nullable DigestDue newDigestDue) {
    digestDue = newDigestDue;
    return this;
  }

  public EntryBuilder archiveCount(@Nullable ArchiveCount newArchiveCount) {
    archiveCount = newArchiveCount;
    return this;
  }

  /** Without one, people were alerted as the standing says. */
  public EntryBuilder alert(@Nullable LastAlert newAlert) {
    alert = newAlert;
    return this;
  }

  public EntryBuilder expiresAt(@Nullable Instant newExpiresAt) {
    expiresAt = newExpiresAt;
    return this;
  }

  public LedgerEntry build() {
    return new LedgerEntry(
        findingId,
        analyzerArn,
        version,
        standing,
        claim,
        failure,
        review,
        summary,
        digestDue,
        archiveCount,
        alert == null ? LastAlert.of(standing, LastAlert.NEVER) : alert,
        expiresAt);
  }
}
