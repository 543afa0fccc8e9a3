package io.accesstriage.ledger;

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
 */
public record Review(
    Instant at,
    String rulesVersion,
    @Nullable Instant findingUpdatedAt,
    @Nullable Instant undeterminedSince,
    @Nullable Instant missingSince) {

  /** Of a finding that Access Analyzer knows. */
  public Review(
      Instant at,
      String rulesVersion,
      @Nullable Instant findingUpdatedAt,
      @Nullable Instant undeterminedSince) {
    this(at, rulesVersion, findingUpdatedAt, undeterminedSince, null);
  }
}
