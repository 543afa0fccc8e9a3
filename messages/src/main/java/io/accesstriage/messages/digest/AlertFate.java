package io.accesstriage.messages.digest;

import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;

/** What became of an alert. */
enum AlertFate {
  /** The access, or the resource, is gone. */
  FIXED("fixed", "fixed"),
  /** By a person, or by a built-in archive rule. */
  ARCHIVED_BY_HAND("archivedByHand", "archived by hand"),
  /** By this product, or it would be if Mode were archive. */
  ARCHIVED_BY_RULE("archivedByRule", "archived by a rule"),
  OPEN("open", "still open"),
  /** No sweep has looked at it since it was due. */
  NOT_KNOWN("notKnown", "unknown");

  /** For programs. */
  final String field;

  /** For people, behind a number. */
  final String words;

  AlertFate(String field, String words) {
    this.field = field;
    this.words = words;
  }

  /**
   * @param entry of a finding that was alerted
   * @param isUnswept whether it perhaps does not exist any more
   */
  static AlertFate of(LedgerEntry entry, boolean isUnswept) {
    Standing standing = entry.standing();
    if (standing == null) {
      return NOT_KNOWN;
    }
    return switch (standing.kind()) {
      case LEFT_ALONE -> NOT_KNOWN;
      case ALERTED, LEFT_TO_PERSON -> isUnswept ? NOT_KNOWN : OPEN;
      case RESOLVED -> FIXED;
      case ARCHIVED_BY_OTHER -> ARCHIVED_BY_HAND;
      case ARCHIVED_BY_US, OBSERVED -> ARCHIVED_BY_RULE;
    };
  }
}
