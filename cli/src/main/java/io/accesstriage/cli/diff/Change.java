package io.accesstriage.cli.diff;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.messages.alert.FindingWords;

/**
 * A finding about which other rules decide otherwise. Its texts are hostile.
 *
 * @param sentence what is the case
 * @param isPublic whether it is, or may be, public
 * @param isArchived whether it is archived at present
 * @param risk the higher one of the two scores, so that rules that count less hide nothing
 */
record Change(
    Kind kind,
    String findingId,
    String sentence,
    String resourceArn,
    boolean isPublic,
    boolean isArchived,
    int risk,
    Verdict before,
    Verdict after) {

  /** What becomes of it, the most dangerous first. */
  enum Kind {
    NEWLY_ARCHIVED("Newly archived"),
    MIGHT_BE_ARCHIVED("Might newly be archived"),
    NO_LONGER_ARCHIVED("No longer archived"),
    MIGHT_NOT_BE_ARCHIVED("Might no longer be archived"),
    OTHER_ALERT("Alerted otherwise"),
    OTHER_RULE("Archived by another rule");

    final String title;

    Kind(String title) {
      this.title = title;
    }

    /** Whether not enough was read to tell. */
    boolean isDoubtful() {
      return this == MIGHT_BE_ARCHIVED || this == MIGHT_NOT_BE_ARCHIVED;
    }
  }

  static Change of(Kind kind, Finding finding, int risk, Verdict before, Verdict after) {
    return new Change(
        kind,
        finding.id(),
        FindingWords.sentence(finding),
        finding.resource().arn(),
        finding.mayBePublic(),
        finding.status() == FindingStatus.ARCHIVED,
        risk,
        before,
        after);
  }
}
