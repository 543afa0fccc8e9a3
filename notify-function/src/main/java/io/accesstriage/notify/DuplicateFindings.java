package io.accesstriage.notify;

import io.accesstriage.decision.Decision;
import io.accesstriage.finding.Finding;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.TriageState;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The findings that report the same access: a role is reported once in each region, and two
 * analyzers can report the same resource. Each is judged and recorded by itself; people are told
 * once. Another severity or another outcome is another content.
 *
 * <p>One analyzer reports an access once: its next finding of the same content is the access come
 * back after it was removed, which people have to know. Nor does a finding whose alert is over,
 * such as a resolved one, speak for another.
 *
 * @param said what the alert says
 * @param analyzerArn of the finding at hand
 * @param contentHash of it
 * @param stands what the alert leaves it as
 */
record DuplicateFindings(
    AlreadyAlerted said, String analyzerArn, String contentHash, Standing.Kind stands) {
  /**
   * @param leadsTo the standing that the alert leads to; null where it stays archived by us
   * @return nothing where not all was read that an alert says: then nobody knows whether another
   *     finding reports the same
   */
  static Optional<DuplicateFindings> of(TriageState state, Standing.@Nullable Kind leadsTo) {
    Finding finding = state.finding();
    String contentHash = finding.contentHash();
    if (!finding.isWhole() || contentHash == null) {
      return Optional.empty();
    }
    Decision decision = state.requireDecision();
    return Optional.of(
        new DuplicateFindings(
            AlreadyAlerted.ofFindings(
                "%s#%s#%s#%s"
                    .formatted(
                        decision.outcome(),
                        leadsTo == null ? "" : leadsTo,
                        decision.severity(),
                        contentHash),
                finding.id()),
            finding.analyzerArn(),
            contentHash,
            leadsTo == null ? Standing.Kind.ARCHIVED_BY_US : leadsTo));
  }

  /** The marks that tell whether it was said, whatever the alert leads to. */
  static Stream<String> names(TriageState state) {
    return Stream.of(null, Standing.Kind.ALERTED, Standing.Kind.LEFT_TO_PERSON)
        .flatMap(leadsTo -> of(state, leadsTo).stream())
        .map(duplicates -> duplicates.said.name());
  }

  /**
   * The reason not to publish, where a duplicate's alert has said it, and nobody was told otherwise
   * since.
   *
   * @param other the finding whose alert has said it
   * @param before what the finding at hand was until now
   */
  Optional<String> told(Optional<LedgerEntry> other, @Nullable Standing before) {
    return other
        .filter(duplicate -> isDuplicate(duplicate, before))
        .map(
            duplicate ->
                "Told with finding %s, which reports the same access."
                    .formatted(duplicate.findingId()));
  }

  private boolean isDuplicate(LedgerEntry told, @Nullable Standing before) {
    Standing standing = told.standing();
    return !told.analyzerArn().equals(analyzerArn)
        && standing != null
        && (before == null || !before.at().isAfter(standing.at()))
        && standing.kind() == stands
        && contentHash.equals(standing.contentHash());
  }
}
