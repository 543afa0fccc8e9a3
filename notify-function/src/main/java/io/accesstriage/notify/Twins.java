package io.accesstriage.notify;

import io.accesstriage.decision.Decision;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.Told;
import io.accesstriage.state.TriageState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The findings that report the same access: a role is reported once in each region, and two
 * analyzers can report the same resource. Each is judged and recorded by itself; people are told
 * once in {@link #TOLD_FOR}. What they are told of is looked for before and kept after the alert is
 * published: a crash, or twins at the same moment, repeat an alert and never drop one.
 *
 * @param findingId of the one at hand
 * @param content what its alert says; another severity or another outcome is another content
 */
record Twins(String findingId, String content) {
  /** How long nobody has to be told the same again. */
  static final Duration TOLD_FOR = Duration.ofHours(24);

  /**
   * @param leadsTo the standing that the alert leads to
   * @return nothing where the content is not known, because only the event was read
   */
  static Optional<Twins> of(TriageState state, Standing.@Nullable Kind leadsTo) {
    if (state.finding().readFrom() == ReadFrom.EVENT || state.finding().contentHash() == null) {
      return Optional.empty();
    }
    Decision decision = state.requireDecision();
    return Optional.of(
        new Twins(
            state.finding().id(),
            "%s#%s#%s#%s"
                .formatted(
                    decision.outcome(),
                    leadsTo == null ? "" : leadsTo,
                    decision.severity(),
                    state.finding().contentHash())));
  }

  /** The reason not to publish, where another finding's alert has said it. */
  Optional<String> toldWith(Ledger ledger, Instant now) {
    return ledger
        .told(content)
        .filter(told -> !told.findingId().equals(findingId))
        .filter(told -> now.isBefore(told.at().plus(TOLD_FOR)))
        .map(
            told ->
                "Told with finding %s, which reports the same access.".formatted(told.findingId()));
  }

  /** Keeps that people were told. */
  void tell(Ledger ledger, Instant now) {
    ledger.tell(content, new Told(findingId, now), now.plus(TOLD_FOR));
  }
}
