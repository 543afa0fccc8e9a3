package io.accesstriage.reliability;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.notify.AlertTopic;

/** What a mutation puts between the product and the world; by itself it changes nothing. */
class Sabotage {
  static final Sabotage NONE = new Sabotage();

  /** The text of the state machine. */
  String stateMachine(String definition) {
    return definition;
  }

  Ledger ledger(Ledger ledger) {
    return ledger;
  }

  FindingArchive archive(FindingArchive archive) {
    return archive;
  }

  /** A finding as the product reads it from Access Analyzer. */
  Finding read(Finding finding) {
    return finding;
  }

  AlertTopic topic(AlertTopic topic) {
    return topic;
  }

  /** Whether findings are swept. */
  boolean sweeps() {
    return true;
  }
}
