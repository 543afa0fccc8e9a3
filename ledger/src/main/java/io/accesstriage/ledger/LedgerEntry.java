package io.accesstriage.ledger;

import io.accesstriage.decision.Outcome;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about what was done with one finding.
 *
 * @param version the number of the write that stored it; 0 where nothing is stored yet
 * @param summary of the finding as it was last judged; null where it never was
 * @param digestDue what the next digest has to tell of it; null for nothing
 * @param archiveCount what it was last counted as archived for; null where it never was
 * @param alert whether and when people were alerted about it
 * @param expiresAt when the table forgets it; only once it is resolved
 */
public record LedgerEntry(
    String findingId,
    String analyzerArn,
    long version,
    @Nullable Standing standing,
    @Nullable Claim claim,
    @Nullable Failure failure,
    @Nullable Review review,
    @Nullable FindingSummary summary,
    @Nullable DigestDue digestDue,
    @Nullable ArchiveCount archiveCount,
    LastAlert alert,
    @Nullable Instant expiresAt) {
  /** How long an entry is kept once it is resolved, in case the same access comes back. */
  public static final Duration RESOLVED_IS_KEPT = Duration.ofDays(90);

  /** The entry of a finding that was never seen. */
  public static LedgerEntry first(String findingId, String analyzerArn) {
    return builder(findingId, analyzerArn).build();
  }

  /** A builder of an entry that knows nothing yet. */
  public static Builder builder(String findingId, String analyzerArn) {
    return new Builder(findingId, analyzerArn);
  }

  /** A builder of the same entry. */
  public Builder toBuilder() {
    return builder(findingId, analyzerArn)
        .version(version)
        .standing(standing)
        .claim(claim)
        .failure(failure)
        .review(review)
        .summary(summary)
        .digestDue(digestDue)
        .archiveCount(archiveCount)
        .alert(alert)
        .expiresAt(expiresAt);
  }

  /**
   * What is known of the finding in its analyzer. An id names a finding in one analyzer only, so
   * one of two is made up or mistaken: an entry that repeats what somebody said gives way to what
   * Access Analyzer answers.
   *
   * @throws PermanentFailure where nobody knows which of the two is mistaken
   */
  public LedgerEntry ofAnalyzer(Finding finding) {
    if (analyzerArn.isEmpty() || analyzerArn.equals(finding.analyzerArn())) {
      return this;
    }
    boolean isHearsay = standing == null || !ContentHash.isOfReading(standing.contentHash());
    if (isHearsay && ContentHash.isOfReading(finding.contentHash())) {
      return builder(findingId, finding.analyzerArn()).version(version).build();
    }
    throw new PermanentFailure(
        "Finding %s is known as one of analyzer %s, but this request names analyzer %s: look at both in the console, and at who started this execution."
            .formatted(
                SafeText.line(finding.id(), 100),
                SafeText.line(analyzerArn, 300),
                SafeText.line(finding.analyzerArn(), 300)));
  }

  /**
   * The finding that rules are asked about: of what this product archived, as it was before its own
   * update, which no rule may take for news.
   */
  public Finding beforeOurUpdate(Finding finding) {
    return finding.status() == FindingStatus.ARCHIVED && isArchivedByUs()
        ? finding.asBeforeOurUpdate(
            standing == null || !standing.isOfOurArchive() || isClaimedToArchive()
                ? seenUpdate()
                : standing.findingUpdatedAt())
        : finding;
  }

  /** Whether it is claimed to be archived, once more where it was before. */
  private boolean isClaimedToArchive() {
    return claim != null && claim.effect() == Outcome.ARCHIVE && claim.isAboutArchive();
  }

  /** The finding's updatedAt when it was last looked at; null where that is not known. */
  public @Nullable Instant seenUpdate() {
    return review == null ? null : review.findingUpdatedAt();
  }

  public LedgerEntry withStanding(Standing newStanding) {
    return toBuilder().standing(newStanding).alert(alert.then(standing, newStanding)).build();
  }

  public LedgerEntry withClaim(Claim newClaim) {
    return toBuilder().claim(newClaim).build();
  }

  public LedgerEntry withoutClaim() {
    return toBuilder().claim(null).build();
  }

  public LedgerEntry withFailure(@Nullable Failure newFailure) {
    return toBuilder().failure(newFailure).build();
  }

  public LedgerEntry withReview(Review newReview) {
    return toBuilder().review(newReview).build();
  }

  public LedgerEntry withSummary(FindingSummary newSummary) {
    return toBuilder().summary(newSummary).build();
  }

  public LedgerEntry withDigestDue(@Nullable DigestDue newDigestDue) {
    return toBuilder().digestDue(newDigestDue).build();
  }

  public LedgerEntry withArchiveCount(ArchiveCount newArchiveCount) {
    return toBuilder().archiveCount(newArchiveCount).build();
  }

  public LedgerEntry withAlert(LastAlert newAlert) {
    return toBuilder().alert(newAlert).build();
  }

  public LedgerEntry expiringAt(@Nullable Instant time) {
    return toBuilder().expiresAt(time).build();
  }

  /** The entry as a ledger stores it: with the next version. */
  public LedgerEntry stored() {
    return toBuilder().version(version + 1).build();
  }

  /** Whether the standing is of this kind. */
  public boolean stands(Standing.Kind kind) {
    return standing != null && standing.kind() == kind;
  }

  /**
   * Whether it was resolved or archived while its only alert still waited for a digest: then nobody
   * was alerted.
   */
  public boolean isSettledUntold() {
    return digestDue != null
        && standing != null
        && alert.since() != null
        && (stands(Standing.Kind.RESOLVED) || digestDue.isArchivedBy(standing))
        && !alert.since().isBefore(digestDue.since());
  }

  /**
   * Whether the finding, if it is archived, was archived by this product: it says so, or an
   * execution, perhaps one that died, has claimed it for that.
   */
  public boolean isArchivedByUs() {
    return (standing != null && standing.isOfOurArchive())
        || (claim != null && claim.isAboutArchive());
  }

  /** Whether something that the rules asked for could not be read when it was last judged. */
  public boolean isUndetermined() {
    return review != null && review.undeterminedSince() != null;
  }

  /** Whether this execution holds the claim. */
  public boolean isClaimedBy(String execution) {
    return claimOf(execution).isPresent();
  }

  /** The claim, if this execution holds it. */
  public Optional<Claim> claimOf(String execution) {
    return Optional.ofNullable(claim).filter(held -> held.isOf(execution));
  }

  /** Builds entries; of what is not named nothing is known. */
  public static final class Builder {
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

    private Builder(String findingId, String analyzerArn) {
      this.findingId = findingId;
      this.analyzerArn = analyzerArn;
    }

    public Builder analyzerArn(String newAnalyzerArn) {
      analyzerArn = newAnalyzerArn;
      return this;
    }

    public Builder version(long newVersion) {
      version = newVersion;
      return this;
    }

    public Builder standing(@Nullable Standing newStanding) {
      standing = newStanding;
      return this;
    }

    public Builder claim(@Nullable Claim newClaim) {
      claim = newClaim;
      return this;
    }

    public Builder failure(@Nullable Failure newFailure) {
      failure = newFailure;
      return this;
    }

    public Builder review(@Nullable Review newReview) {
      review = newReview;
      return this;
    }

    public Builder summary(@Nullable FindingSummary newSummary) {
      summary = newSummary;
      return this;
    }

    public Builder digestDue(@Nullable DigestDue newDigestDue) {
      digestDue = newDigestDue;
      return this;
    }

    public Builder archiveCount(@Nullable ArchiveCount newArchiveCount) {
      archiveCount = newArchiveCount;
      return this;
    }

    /** Null, or not called, where people were alerted as the standing says. */
    public Builder alert(@Nullable LastAlert newAlert) {
      alert = newAlert;
      return this;
    }

    public Builder expiresAt(@Nullable Instant newExpiresAt) {
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
}
