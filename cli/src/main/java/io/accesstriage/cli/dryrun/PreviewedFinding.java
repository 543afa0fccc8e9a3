package io.accesstriage.cli.dryrun;

import io.accesstriage.cli.source.Unread;
import io.accesstriage.decision.Decision;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import java.util.List;

/**
 * What the rules would do to a finding, and why. Texts of the finding and its facts are hostile.
 *
 * @param decision as the evaluate function would take it, were nothing done about it before
 * @param byTagsAlone whether it would be archived by tags or aliases alone, whoever has the access
 * @param unread what the rules asked for and was not read
 * @param notChecked the rules of which it is not known whether they apply, for lack of that
 * @param archivedByOther whether it is archived and none of these rules is sure to do so: by hand,
 *     or by a built-in archive rule
 */
public record PreviewedFinding(
    Finding finding,
    Facts facts,
    Decision decision,
    PreviewOutcome outcome,
    boolean byTagsAlone,
    List<Unread> unread,
    List<String> notChecked,
    boolean archivedByOther) {
  public PreviewedFinding {
    unread = List.copyOf(unread);
    notChecked = List.copyOf(notChecked);
  }
}
