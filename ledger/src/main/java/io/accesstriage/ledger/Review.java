package io.accesstriage.ledger;

import io.accesstriage.decision.ArchiveEnd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a finding was last looked at and when it is due again.
 *
 * @param at when it is due even if nothing changes
 * @param rulesVersion the rules that looked at it
 * @param findingUpdatedAt the finding's updatedAt then; null where it was not told
 * @param undeterminedSince since when something that the rules asked for could not be read; null
 *     where all was read
 * @param missingSince since when Access Analyzer does not know the finding; null where it does
 * @param archiveEnd until when rules archive it; null where none does for sure, or an older version
 *     wrote it
 */
public record Review(
    Instant at,
    String rulesVersion,
    @Nullable Instant findingUpdatedAt,
    @Nullable Instant undeterminedSince,
    @Nullable Instant missingSince,
    @Nullable ArchiveEnd archiveEnd) {

  /** Of a finding that no rule archives for sure. */
  public Review(
      Instant at,
      String rulesVersion,
      @Nullable Instant findingUpdatedAt,
      @Nullable Instant undeterminedSince,
      @Nullable Instant missingSince) {
    this(at, rulesVersion, findingUpdatedAt, undeterminedSince, missingSince, null);
  }

  /** Of a finding that Access Analyzer knows. */
  public Review(
      Instant at,
      String rulesVersion,
      @Nullable Instant findingUpdatedAt,
      @Nullable Instant undeterminedSince) {
    this(at, rulesVersion, findingUpdatedAt, undeterminedSince, null);
  }
}
