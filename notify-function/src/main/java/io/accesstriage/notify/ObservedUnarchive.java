package io.accesstriage.notify;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.finding.Finding;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A finding that the rules no longer archive and that stays archived all the same, because Mode is
 * observe. Its alert leaves the standing, which otherwise tells that people know; so a mark does,
 * of its content, severity and rules.
 *
 * @param mark the ledger's name of it
 */
record ObservedUnarchive(String mark) {
  /** After so long people are reminded. */
  private static final Duration KEPT = Duration.ofDays(90);

  static final String TOLD =
      "It was told before that the rules no longer archive it; Mode is observe, so it stays archived.";

  static boolean is(TriageState state) {
    return state.requireDecision().outcome() == Outcome.UNARCHIVE
        && state.archive() == ArchiveOutcome.OBSERVED;
  }

  static Optional<ObservedUnarchive> of(TriageState state) {
    Finding finding = state.finding();
    Decision decision = state.requireDecision();
    return is(state)
        ? Optional.of(
            new ObservedUnarchive(
                "observed#%s#%s#%s#%s"
                    .formatted(
                        finding.id(),
                        finding.contentHash(),
                        decision.severity(),
                        decision.rulesVersion())))
        : Optional.empty();
  }

  boolean isTold(Ledger ledger, Instant now) {
    return ledger.markedAt(mark).filter(at -> now.isBefore(at.plus(KEPT))).isPresent();
  }

  /** Keeps that people were told, or will be by the digest. */
  void tell(Ledger ledger, Instant now) {
    ledger.mark(mark, now, now.plus(KEPT));
  }
}
