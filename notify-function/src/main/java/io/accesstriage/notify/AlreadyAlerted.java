package io.accesstriage.notify;

import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are alerted of once in a while, however often there is reason to. Its mark is looked
 * for before and kept after the alert is published: a crash, or two findings at the same moment,
 * repeat an alert and never drop one.
 *
 * @param name of the mark, which tells what is said
 * @param findingId of the finding at hand; null where it is about no single one
 * @param holdsFor how long an alert holds, so that the same is not alerted again
 */
record AlreadyAlerted(String name, @Nullable String findingId, Duration holdsFor) {
  /** How long an alert speaks for other findings that say the same. */
  static final Duration HOLDS_FOR = Duration.ofHours(24);

  /**
   * What several findings say.
   *
   * @param content what is said
   */
  static AlreadyAlerted ofFindings(String content, String findingId) {
    return new AlreadyAlerted("told#" + content, findingId, HOLDS_FOR);
  }

  /** The alert that has said it, if it holds. */
  Optional<Mark> among(Map<String, Mark> marks, Instant now) {
    return Optional.ofNullable(marks.get(name)).filter(mark -> holds(mark, now));
  }

  boolean holds(Mark mark, Instant now) {
    return now.isBefore(mark.at().plus(holdsFor));
  }

  /** The other finding whose alert has said it. */
  Optional<String> byAnother(Map<String, Mark> marks, Instant now) {
    return among(marks, now).map(Mark::findingId).filter(by -> !by.equals(findingId));
  }

  /** That it was alerted. */
  Kept.Marked at(Instant now) {
    return new Kept.Marked(name, new Mark(findingId, now), now.plus(holdsFor));
  }
}
