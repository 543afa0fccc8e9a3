package io.accesstriage.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.Facts;
import io.accesstriage.facts.FactsJson;
import io.accesstriage.facts.Owner;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import java.time.Instant;
import java.util.List;
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
 * @param alertTags keys of the tags that alerts name, in their order
 */
public record TriageState(
    Finding finding,
    Facts facts,
    Instant readAt,
    Origin origin,
    @Nullable Decision decision,
    @Nullable ArchiveOutcome archive,
    List<String> alertTags) {

  public TriageState {
    alertTags = List.copyOf(alertTags);
  }

  public static TriageState read(Fields json) {
    return new TriageState(
        RecordJson.STATE.read(Finding.class, json.object("finding")),
        FactsJson.read(json.object("facts")),
        json.time("readAt"),
        // What an execution under way at an upgrade does not tell is alerted sooner, not later.
        json.optionalConstant("origin", Origin.class).orElse(Origin.EVENT),
        json.optionalObject("decision")
            .map(decision -> RecordJson.STATE.read(Decision.class, decision))
            .orElse(null),
        json.optionalObject("archive")
            .map(archive -> archive.constant("outcome", ArchiveOutcome.class))
            .orElse(null),
        json.texts("alertTags"));
  }

  public ObjectNode write() {
    ObjectNode json = Json.object();
    json.set("finding", RecordJson.STATE.write(finding));
    json.set("facts", FactsJson.write(facts));
    json.put("readAt", readAt.toString());
    json.put("origin", origin.name());
    if (decision != null) {
      json.set("decision", RecordJson.STATE.write(decision));
    }
    if (archive != null) {
      json.putObject("archive").put("outcome", archive.name());
    }
    if (!alertTags.isEmpty()) {
      json.set("alertTags", Json.array(alertTags));
    }
    return json;
  }

  /** The state after evaluate; what an earlier round archived no longer counts. */
  public TriageState with(Decision newDecision) {
    return new TriageState(finding, facts, readAt, origin, newDecision, null, alertTags);
  }

  public TriageState with(ArchiveOutcome outcome) {
    return new TriageState(finding, facts, readAt, origin, decision, outcome, alertTags);
  }

  /** Whether the rules no longer archive it and it stays archived, because Mode is observe. */
  public boolean isUnarchiveObserved() {
    return requireDecision().outcome() == Outcome.UNARCHIVE && archive == ArchiveOutcome.OBSERVED;
  }

  /** Who answers for the resource. */
  public Owner owner() {
    return Owner.of(alertTags, facts.tags());
  }

  /**
   * @throws MalformedInput where the step comes before evaluate
   */
  public Decision requireDecision() {
    if (decision == null) {
      throw new MalformedInput("state.decision is missing");
    }
    return decision;
  }
}
