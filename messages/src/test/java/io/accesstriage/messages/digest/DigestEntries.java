package io.accesstriage.messages.digest;

import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ledger entries as the steps leave them behind. */
public final class DigestEntries {
  public static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  public static final Instant YESTERDAY = Instant.parse("2026-11-23T07:00:00Z");
  public static final Instant NIGHT = Instant.parse("2026-11-24T02:30:00Z");

  private DigestEntries() {}

  public static FindingSummary bucket(String name, boolean isPublic) {
    return new FindingSummary(
        "arn:aws:s3:::" + name,
        "AWS::S3::Bucket",
        "111122223333",
        "ExternalAccess",
        isPublic ? "*" : "444455556666",
        isPublic,
        Owner.UNKNOWN,
        null,
        null,
        List.of("s3:GetObject", "s3:ListBucket"),
        false);
  }

  public static FindingSummary bucketOf(Owner owner, String name) {
    return new FindingSummary(
        "arn:aws:s3:::" + name,
        "AWS::S3::Bucket",
        "111122223333",
        "ExternalAccess",
        "444455556666",
        false,
        owner,
        null,
        null);
  }

  public static FindingSummary role(String name) {
    return roleFor(name, null);
  }

  /**
   * @param vendor whose the account is that may assume the role
   */
  static FindingSummary roleFor(String name, @Nullable String vendor) {
    return new FindingSummary(
        "arn:aws:iam::444455556666:role/" + name,
        "AWS::IAM::Role",
        "444455556666",
        "ExternalAccess",
        "arn:aws:iam::999988887777:root",
        false,
        Owner.UNKNOWN,
        null,
        vendor,
        List.of("sts:AssumeRole"),
        false);
  }

  public static LedgerEntry entry(String id, @Nullable FindingSummary summary) {
    LedgerEntry entry = LedgerEntry.first(id, ANALYZER);
    return summary == null ? entry : entry.withSummary(summary);
  }

  public static Standing standing(Standing.Kind kind, Severity severity, Instant at) {
    return new Standing(
        kind, "1:content", severity, "rule-1", "v1", "Reason.", Map.of(), at, "execution");
  }

  public static Standing of(Standing standing, String contentHash) {
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

  public static Standing byTags(Standing standing) {
    return new Standing(
        standing.kind(),
        standing.contentHash(),
        standing.severity(),
        "development-key-sharing",
        standing.rulesVersion(),
        standing.reason(),
        Map.of("Environment", "development"),
        standing.at(),
        standing.execution());
  }

  /** An alert that waits. */
  public static LedgerEntry due(
      String id, @Nullable FindingSummary summary, Severity severity, String reason) {
    return entry(id, summary)
        .withStanding(of(standing(Standing.Kind.ALERTED, severity, NIGHT), "1:" + id))
        .withDigestDue(new DigestDue(NIGHT, severity, reason));
  }

  public static LedgerEntry failed(String id, @Nullable FindingSummary summary, String cause) {
    return entry(id, summary).withFailure(new Failure(cause, NIGHT, true));
  }

  public static LedgerEntry alerted(
      String id, FindingSummary summary, Severity severity, Instant at) {
    return entry(id, summary).withStanding(standing(Standing.Kind.ALERTED, severity, at));
  }

  public static LedgerEntry archived(String id, FindingSummary summary, Instant at) {
    return entry(id, summary)
        .withStanding(standing(Standing.Kind.ARCHIVED_BY_US, Severity.LOW, at));
  }

  public static LedgerEntry unread(String id, FindingSummary summary, Instant since) {
    return archived(id, summary, YESTERDAY.minusSeconds(9_999_999))
        .withReview(new Review(NIGHT, "v1", null, since));
  }

  /** What was alerted and is settled now, or whose alert an older version did not record. */
  public static LedgerEntry settled(
      String id, FindingSummary summary, LastAlert alert, Standing.Kind kind, Instant at) {
    return entry(id, summary).withStanding(standing(kind, Severity.LOW, at)).withAlert(alert);
  }

  /** What a rule archives until a day; for ever without one. */
  public static LedgerEntry archivedUntil(String id, @Nullable ArchiveEnd end) {
    return archived(id, bucket("bucket-" + id, false), YESTERDAY.minusSeconds(9_999_999))
        .withReview(new Review(NIGHT.plusSeconds(9_999_999), "v1", null, null, null, end));
  }

  public static FindingSummary bucketIn(String account, @Nullable String accountName, String name) {
    return new FindingSummary(
        "arn:aws:s3:::" + name,
        "AWS::S3::Bucket",
        account,
        "ExternalAccess",
        "*",
        true,
        Owner.UNKNOWN,
        accountName,
        null,
        List.of("s3:GetObject"),
        false);
  }
}
