package io.accesstriage.notify;

import io.accesstriage.decision.Decision;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.ledger.Mark;
import io.accesstriage.state.TriageState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A finding that the rules no longer archive and that stays archived all the same, because Mode is
 * observe. Its alert leaves the standing, which otherwise tells that people know; so a mark does,
 * of its content, severity and rules.
 *
 * @param alert that says so
 * @param nameOfVersion1 of the mark in a ledger of the version before; empty where that version had
 *     none
 */
record ObservedUnarchive(AlreadyAlerted alert, Optional<String> nameOfVersion1) {
  /** After so long people are reminded. */
  private static final Duration KEPT = Duration.ofDays(90);

  static final String TOLD =
      "An earlier alert says that the rules no longer archive it; Mode is observe, so it stays"
          + " archived.";

  static Optional<ObservedUnarchive> of(TriageState state) {
    if (!state.isUnarchiveObserved()) {
      return Optional.empty();
    }
    String hash = state.finding().contentHash();
    return Optional.of(
        new ObservedUnarchive(
            alert(state, hash),
            ContentHash.isOfReading(hash)
                ? Optional.of(alert(state, ContentHash.asOfVersion1(hash)).name())
                : Optional.empty()));
  }

  private static AlreadyAlerted alert(TriageState state, @Nullable String contentHash) {
    Decision decision = state.requireDecision();
    String id = state.finding().id();
    return new AlreadyAlerted(
        "observed#%s#%s#%s#%s"
            .formatted(id, contentHash, decision.severity(), decision.rulesVersion()),
        id,
        KEPT);
  }

  /** The marks to look for. */
  Stream<String> names() {
    return Stream.concat(Stream.of(alert.name()), nameOfVersion1.stream());
  }

  boolean isTold(Map<String, Mark> marks, Instant now) {
    return names()
        .flatMap(name -> Stream.ofNullable(marks.get(name)))
        .anyMatch(mark -> alert.holds(mark, now));
  }
}
