package io.accesstriage.notify;

import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What several findings say and people are alerted of once in a while. It is looked for before and
 * kept after the alert is published: a crash, or two findings at the same moment, repeat an alert
 * and never drop one.
 *
 * @param findingId of the one at hand
 * @param content what is said, as the ledger's key
 */
record AlreadyAlerted(String findingId, String content) {
  /** How long nobody has to be told the same again. */
  static final Duration TOLD_FOR = Duration.ofHours(24);

  /** The other finding whose alert has said it. */
  Optional<String> by(Ledger ledger, Instant now) {
    return ledger
        .told(content)
        .filter(told -> !told.findingId().equals(findingId))
        .filter(told -> now.isBefore(told.at().plus(TOLD_FOR)))
        .map(Told::findingId);
  }

  /** Keeps that people were told. */
  void tell(Ledger ledger, Instant now) {
    ledger.tell(content, new Told(findingId, now), now.plus(TOLD_FOR));
  }
}
