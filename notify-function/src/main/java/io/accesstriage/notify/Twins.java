package io.accesstriage.notify;

import io.accesstriage.decision.Decision;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.TriageState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The findings that report the same access: a role is reported once in each region, and two
 * analyzers can report the same resource. Each is judged and recorded by itself; people are told
 * once. Another severity or another outcome is another content.
 */
final class Twins {
  private Twins() {}

  /**
   * @param leadsTo the standing that the alert leads to
   * @return nothing where the content is not known, because only the event was read
   */
  static Optional<ToldOnce> of(TriageState state, Standing.@Nullable Kind leadsTo) {
    if (state.finding().readFrom() == ReadFrom.EVENT || state.finding().contentHash() == null) {
      return Optional.empty();
    }
    Decision decision = state.requireDecision();
    return Optional.of(
        new ToldOnce(
            state.finding().id(),
            "%s#%s#%s#%s"
                .formatted(
                    decision.outcome(),
                    leadsTo == null ? "" : leadsTo,
                    decision.severity(),
                    state.finding().contentHash())));
  }

  /** The reason not to publish, where another finding's alert has said it. */
  static String told(String findingId) {
    return "Told with finding %s, which reports the same access.".formatted(findingId);
  }
}
