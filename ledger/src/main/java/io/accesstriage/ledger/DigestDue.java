package io.accesstriage.ledger;

import io.accesstriage.decision.Severity;
import java.time.Instant;

/**
 * An alert that the next digest has to tell.
 *
 * @param since when it was marked; a finding that is marked again before the digest keeps the
 *     first, unless it was archived in between
 * @param severity of the alert
 * @param reason one sentence
 */
public record DigestDue(Instant since, Severity severity, String reason) {
  /**
   * Whether the finding was archived after it was marked. Archived by us before it was marked is
   * what an observed UNARCHIVE leaves.
   */
  public boolean isArchivedBy(Standing standing) {
    return switch (standing.kind()) {
      case ARCHIVED_BY_OTHER -> true;
      case ARCHIVED_BY_US, OBSERVED -> standing.at().isAfter(since);
      case ALERTED, LEFT_ALONE, LEFT_TO_PERSON, RESOLVED -> false;
    };
  }
}
