package io.accesstriage.notify;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A finding that the rules no longer archive and that stays archived all the same, because Mode is
 * observe. Its alert leaves the standing, which otherwise tells that people know; so a mark does,
 * of its content, severity and rules.
 *
 * @param mark the ledger's name of it
 * @param markOfVersion1 the name that a ledger of the version before has; empty where that version
 *     had none
 */
record ObservedUnarchive(String mark, Optional<String> markOfVersion1) {
  /** After so long people are reminded. */
  private static final Duration KEPT = Duration.ofDays(90);

  static final String TOLD =
      "An earlier alert says that the rules no longer archive it; Mode is observe, so it stays"
          + " archived.";

  static boolean is(TriageState state) {
    return state.requireDecision().outcome() == Outcome.UNARCHIVE
        && state.archive() == ArchiveOutcome.OBSERVED;
  }

  static Optional<ObservedUnarchive> of(TriageState state) {
    if (!is(state)) {
      return Optional.empty();
    }
    String hash = state.finding().contentHash();
    return Optional.of(
        new ObservedUnarchive(
            mark(state, hash),
            ContentHash.isOfReading(hash)
                ? Optional.of(mark(state, ContentHash.asOfVersion1(hash)))
                : Optional.empty()));
  }

  private static String mark(TriageState state, @Nullable String contentHash) {
    Decision decision = state.requireDecision();
    return "observed#%s#%s#%s#%s"
        .formatted(state.finding().id(), contentHash, decision.severity(), decision.rulesVersion());
  }

  boolean isTold(Ledger ledger, Instant now) {
    return Stream.concat(Stream.of(mark), markOfVersion1.stream())
        .flatMap(name -> ledger.markedAt(name).stream())
        .anyMatch(at -> now.isBefore(at.plus(KEPT)));
  }

  /** Keeps that people were told, or will be by the digest. */
  void tell(Ledger ledger, Instant now) {
    ledger.mark(mark, now, now.plus(KEPT));
  }
}
