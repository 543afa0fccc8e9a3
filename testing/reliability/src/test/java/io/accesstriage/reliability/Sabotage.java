package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.Trails;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.sweep.OperationsTopic;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;

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

  /**
   * A finding as the product reads it from Access Analyzer.
   *
   * @param answer of which it was made
   */
  Finding read(Finding finding, GetFindingV2Response answer) {
    return finding;
  }

  /** What the state machine passes to a function. */
  JsonNode payload(String function, JsonNode payload) {
    return payload;
  }

  /** A rules file as the product reads it. */
  String rules(String file) {
    return file;
  }

  AlertTopic topic(AlertTopic topic) {
    return topic;
  }

  /** What Access Analyzer answers about itself. */
  Analyzers analyzers(Analyzers analyzers) {
    return analyzers;
  }

  /** What CloudTrail answers about its trails. */
  Trails trails(Trails trails) {
    return trails;
  }

  OperationsTopic operations(OperationsTopic topic) {
    return topic;
  }

  /** Whether findings are swept. */
  boolean sweeps() {
    return true;
  }
}
