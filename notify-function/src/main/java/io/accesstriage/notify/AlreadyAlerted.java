package io.accesstriage.notify;

import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.PublishedAlert;
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
  /** How long an alert holds, so that the same is not alerted again. */
  static final Duration HOLDS_FOR = Duration.ofHours(24);

  /** The other finding whose alert has said it. */
  Optional<String> by(Ledger ledger, Instant now) {
    return ledger
        .publishedAlert(content)
        .filter(alert -> !alert.findingId().equals(findingId))
        .filter(alert -> now.isBefore(alert.at().plus(HOLDS_FOR)))
        .map(PublishedAlert::findingId);
  }

  /** Keeps that it was alerted. */
  void keep(Ledger ledger, Instant now) {
    ledger.keepAlert(content, new PublishedAlert(findingId, now), now.plus(HOLDS_FOR));
  }
}
