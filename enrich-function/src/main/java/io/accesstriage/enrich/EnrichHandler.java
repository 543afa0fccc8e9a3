package io.accesstriage.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.snapstart.Priming;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** The Lambda function of "Enrich finding": an event or a reference in, finding and facts out. */
public final class EnrichHandler extends StepHandler {
  /** A deployment has one configuration; while it is changed, executions of both may run. */
  private static final int MOST_CONFIGS = 2;

  private final ExpiringCache<EnrichConfig, FindingEnricher> enrichers =
      new ExpiringCache<>(Clock.systemUTC(), MOST_CONFIGS);
  private final Function<EnrichConfig, FindingEnricher> enricherOf;

  /** What Lambda calls: reads from AWS. */
  public EnrichHandler() {
    this(AwsClients.ofAws(), Clock.systemUTC());
    Priming.beforeSnapshot(EnrichHandler.class, EnrichHandler::new);
  }

  EnrichHandler(AwsClients aws, Clock clock) {
    this(config -> FindingEnricher.ofAws(config, aws, clock));
  }

  /**
   * @param enricherOf makes the enricher of a configuration, which is kept with what it has cached
   */
  public EnrichHandler(Function<EnrichConfig, FindingEnricher> enricherOf) {
    this.enricherOf = enricherOf;
  }

  @Override
  protected Result handle(Fields request) {
    EnrichRequest finding = EnrichRequest.read(request);
    EnrichConfig config = EnrichConfig.read(request, finding.analyzerArn());
    FindingEnricher.Enriched enriched =
        enrichers
            .get(config, () -> ExpiringCache.Kept.forGood(enricherOf.apply(config)))
            .enrich(finding, alertTags(request));
    return new Result(enriched.json(), log(enriched.state(), enriched.json().path("facts")));
  }

  private static List<String> alertTags(Fields request) {
    return Settings.optional(request)
        .map(config -> config.optionalList("alertTags"))
        .orElse(List.of());
  }

  private static ObjectNode log(TriageState state, JsonNode facts) {
    return Json.object()
        .put("step", "enrich")
        .put("findingId", state.finding().id())
        .put("readFrom", state.finding().readFrom().name())
        .put("tags", facts.path("tags").path("status").asText())
        .put("keyAliases", facts.path("keyAliases").path("status").asText())
        .put("account", facts.path("account").path("status").asText())
        .put(
            "principalInOrganization",
            facts.path("principalInOrganization").path("status").asText());
  }
}
