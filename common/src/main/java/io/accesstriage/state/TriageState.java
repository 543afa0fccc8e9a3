package io.accesstriage.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.DecisionJson;
import io.accesstriage.facts.Facts;
import io.accesstriage.facts.FactsJson;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingJson;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the state machine knows of a finding. Each step returns it with its own part added.
 *
 * @param finding as enrich read it
 * @param facts of its resource
 * @param readAt when enrich began to read
 * @param origin what made the execution look at it
 * @param decision null before evaluate
 * @param archive null before, or without, archive
 */
public record TriageState(
    Finding finding,
    Facts facts,
    Instant readAt,
    Origin origin,
    @Nullable Decision decision,
    @Nullable ArchiveOutcome archive) {

  public static TriageState read(Fields json) {
    return new TriageState(
        FindingJson.read(json.object("finding")),
        FactsJson.read(json.object("facts")),
        json.time("readAt"),
        // What an execution under way at an upgrade does not tell is alerted sooner, not later.
        json.optionalConstant("origin", Origin.class).orElse(Origin.EVENT),
        json.optionalObject("decision").map(DecisionJson::read).orElse(null),
        json.optionalObject("archive")
            .map(archive -> archive.constant("outcome", ArchiveOutcome.class))
            .orElse(null));
  }

  public ObjectNode write() {
    ObjectNode json = Json.object();
    json.set("finding", FindingJson.write(finding));
    json.set("facts", FactsJson.write(facts));
    json.put("readAt", readAt.toString());
    json.put("origin", origin.name());
    if (decision != null) {
      json.set("decision", DecisionJson.write(decision));
    }
    if (archive != null) {
      json.putObject("archive").put("outcome", archive.name());
    }
    return json;
  }

  /** The state after evaluate; what an earlier round archived no longer counts. */
  public TriageState with(Decision newDecision) {
    return new TriageState(finding, facts, readAt, origin, newDecision, null);
  }

  public TriageState with(ArchiveOutcome outcome) {
    return new TriageState(finding, facts, readAt, origin, decision, outcome);
  }

  /**
   * @throws io.accesstriage.json.MalformedInput where the step comes before evaluate
   */
  public Decision requireDecision() {
    if (decision == null) {
      throw new io.accesstriage.json.MalformedInput("state.decision is missing");
    }
    return decision;
  }
}
