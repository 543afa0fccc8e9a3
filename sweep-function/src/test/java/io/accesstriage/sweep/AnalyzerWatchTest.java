package io.accesstriage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.fixtures.ledger.ForwardingLedger;
import io.accesstriage.health.AnalyzerState;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.FindingTotal;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.health.Trails;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.messages.health.HealthMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnalyzerWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";

  private static final String TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/all";

  private final InMemoryLedger ledger = new InMemoryLedger();
  private boolean keeps = true;
  private final List<HealthMessage> told = new ArrayList<>();
  private final FakeAnalyzers analyzers = new FakeAnalyzers();
  private final FakeTrails trails = new FakeTrails();
  private final AnalyzerWatch watch =
      new AnalyzerWatch(
          analyzers,
          trails,
          table ->
              new ForwardingLedger(ledger) {
                @Override
                public void keepHealth(HealthRecord health) {
                  if (!keeps) {
                    throw new AwsCallException("dynamodb:PutItem", "InternalError", 500, "no");
                  }
                  ledger.keepHealth(health);
                }
              },
          topic ->
              message -> {
                if (topic.equals("broken")) {
                  throw new AwsCallException("sns:Publish", "InternalError", 500, "simulated");
                }
                told.add(message);
              },
          Clock.fixed(NOW, ZoneOffset.UTC));

  private final ObjectNode config =
      Json.object()
          .put("ledger", "ledger")
          .put("stateMachine", "triage")
          .put("analyzerArns", ANALYZER)
          .put("mode", "archive")
          .put("sweepHours", "6")
          .put("operationsTopic", "operations")
          .put("analyzerRegions", "")
          .put("expectedAnalyzers", "external");

  private static final class FakeAnalyzers implements Analyzers {
    String status = "ACTIVE";
    int total = 10;

    @Override
    public AnalyzerState get(String arn) {
      return new AnalyzerState(
          arn, "ORGANIZATION", status, null, NOW.minus(Duration.ofDays(9)), NOW);
    }

    @Override
    public List<AnalyzerState> inRegion(String region) {
      return region.equals("us-east-1") ? List.of(get(ANALYZER)) : List.of();
    }

    @Override
    public Optional<FindingTotal> total(String arn) {
      return Optional.of(new FindingTotal(total, NOW));
    }
  }

  private static final class FakeTrails implements Trails {
    boolean isLogging = true;

    @Override
    public List<Trail> inRegion() {
      return List.of(new Trail("all", TRAIL, "us-east-1"));
    }

    @Override
    public boolean isLogging(Trail trail) {
      return isLogging;
    }

    @Override
    public boolean logsChanges(Trail trail) {
      return true;
    }
  }

  private ObjectNode look() {
    ObjectNode request =
        Json.object()
            .put("ask", "analyzers")
            .put("execution", "arn:aws:states:us-east-1:111122223333:execution:sweep:sweep-1");
    ObjectNode sweep =
        request
            .putObject("sweep")
            .put("rulesVersion", "r")
            .put("id", "sweep-1")
            .put("startedAt", NOW.toString())
            .put("resolvedSince", NOW.toString())
            .put("part", 1)
            .put("pagesOfPart", 0)
            .put("next", "DONE");
    sweep
        .putObject("counts")
        .put("pages", 1)
        .put("read", 10)
        .put("due", 0)
        .put("started", 0)
        .putObject("reasons");
    sweep.putArray("unswept");
    sweep
        .putArray("listings")
        .addObject()
        .put("analyzer", ANALYZER)
        .put("seen", 10)
        .put("endedAt", NOW.minusSeconds(5).toString());
    request.set("config", config);
    return watch.look(Fields.of(request, "request"));
  }

  @Test
  void look_healthyAnalyzer_tellsNothingAndCounts() {
    assertEquals(
        "{\"problems\":0,\"trails\":0,\"news\":0,\"over\":0,\"counts\":[{\"analyzer\":\"%s\",\"seen\":10,\"total\":10}]}"
            .formatted(ANALYZER),
        Json.text(look()));
    assertEquals(List.of(), told);
  }

  @Test
  void look_disabledAnalyzer_isToldOnceAndWhenItIsOver() {
    analyzers.status = "DISABLED";
    assertEquals(1, look().path("problems").asInt());
    assertEquals(1, look().path("problems").asInt());
    analyzers.status = "ACTIVE";
    assertEquals(0, look().path("problems").asInt());
    look();

    assertEquals(
        List.of(
            "Access Analyzer Triage: analyzer organization in us-east-1 is disabled",
            "Access Analyzer Triage: all analyzers work again"),
        told.stream().map(HealthMessage::subject).toList());
    assertTrue(
        told.get(0).text().endsWith("Account: 111122223333. Region:\nus-east-1.\n"),
        told.get(0)::text);
  }

  /** It is no analyzer, so the analyzers' alarm stays quiet. */
  @Test
  void look_stoppedTrail_isToldOnceAndWhenItIsOver() {
    trails.isLogging = false;
    ObjectNode answer = look();
    assertEquals("0 1", answer.path("problems") + " " + answer.path("trails"));
    look();
    trails.isLogging = true;
    look();
    look();

    assertEquals(
        List.of(
            "Access Analyzer Triage: no trail logs changes in us-east-1",
            "Access Analyzer Triage: a trail logs changes again"),
        told.stream().map(HealthMessage::subject).toList());
  }

  @Test
  void look_countThatDiffers_isToldAfterTwoSweeps() {
    analyzers.total = 11;
    assertEquals(0, look().path("problems").asInt());
    assertEquals(1, look().path("problems").asInt());
    assertEquals(1, told.size());
  }

  @Test
  void look_thatCouldNotTell_isTriedAgainAndToldByTheNext() {
    analyzers.status = "DISABLED";
    config.put("operationsTopic", "broken");
    assertThrows(TransientFailure.class, this::look);
    assertEquals(
        List.of(false),
        ledger.health().orElseThrow().open().stream().map(HealthRecord.Open::told).toList());

    config.put("operationsTopic", "operations");
    look();

    assertEquals(1, told.size());
  }

  /** Each try, and each sweep, would tell it once more. */
  @Test
  void look_whereNothingCanBeKept_tellsNothing() {
    analyzers.status = "DISABLED";
    keeps = false;

    assertThrows(TransientFailure.class, this::look);
    assertThrows(TransientFailure.class, this::look);
    assertEquals(List.of(), told);

    keeps = true;
    look();
    look();
    assertEquals(1, told.size());
  }

  @Test
  void look_thatCouldNotTell_isNoSecondLook() {
    analyzers.status = "DISABLED";
    analyzers.total = 11;
    config.put("operationsTopic", "broken");
    assertThrows(TransientFailure.class, this::look);
    config.put("operationsTopic", "operations");

    assertEquals(1, look().path("problems").asInt());
    assertEquals(2, look().path("problems").asInt());
  }

  @Test
  void look_endThatCouldNotBeTold_isToldByTheNext() {
    analyzers.status = "DISABLED";
    look();
    analyzers.status = "ACTIVE";
    config.put("operationsTopic", "broken");
    assertThrows(TransientFailure.class, this::look);
    config.put("operationsTopic", "operations");
    look();

    assertEquals(
        "Access Analyzer Triage: all analyzers work again", told.get(told.size() - 1).subject());
  }

  @Test
  void look_withoutTopic_answersTheMessage() {
    analyzers.status = "DISABLED";
    config.put("operationsTopic", "none");

    assertFalse(look().path("message").asText().isEmpty());
  }

  @Test
  void look_regionInUseWithoutAnalyzer_isTold() {
    config.put("analyzerRegions", "us-east-1,eu-west-1");

    look();

    assertEquals("Access Analyzer Triage: no analyzer in eu-west-1", told.get(0).subject());
  }

  @Test
  void look_unknownKind_isRefusedByName() {
    config.put("expectedAnalyzers", "extern");

    assertEquals(
        "request.config.expectedAnalyzers: expected external, internal or unused, or none, found extern",
        assertThrows(MalformedInput.class, this::look).getMessage());
  }
}
