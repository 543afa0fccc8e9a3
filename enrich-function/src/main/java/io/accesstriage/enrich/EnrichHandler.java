package io.accesstriage.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.TriageState;

/** The Lambda function of "Enrich finding": an event or a reference in, finding and facts out. */
public final class EnrichHandler extends StepHandler {
  private final FindingEnricher enricher;

  /** What Lambda calls: reads from AWS. */
  public EnrichHandler() {
    this(FindingEnricher.ofAws());
  }

  public EnrichHandler(FindingEnricher enricher) {
    this.enricher = enricher;
  }

  @Override
  protected Result handle(Fields request) {
    TriageState state = enricher.enrich(EnrichRequest.read(request));
    ObjectNode answer = state.write();
    return new Result(answer, log(state, answer.path("facts")));
  }

  private static ObjectNode log(TriageState state, JsonNode facts) {
    return Json.object()
        .put("step", "enrich")
        .put("findingId", state.finding().id())
        .put("readFrom", state.finding().readFrom().name())
        .put("tags", facts.path("tags").path("status").asText())
        .put("keyAliases", facts.path("keyAliases").path("status").asText());
  }
}
