package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.json.Fields;
import io.accesstriage.json.RecordJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The same state machine, handlers and events on an engine nobody here wrote, with the real SDK
 * clients, and in {@code triage run}: both have to do the same.
 */
final class TwoEnginesIT {
  /** What an event does not tell, so that triage run has to be told it. */
  private static final Set<String> ONLY_IN_ANSWERS = Set.of("sources", "restrictions", "unused");

  private static final JsonMapper SORTED =
      JsonMapper.builder()
          .enable(
              SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
          .build();

  private final TriageOnMoto moto = TriageOnMoto.deployed();

  @AfterEach
  void nothingUnexpectedHappened() {
    assertEquals(List.of(), moto.mistakes(), "mistakes of the tests' own services");
  }

  @Test
  void everySampleEvent_onBothEngines_endsTheSame() {
    TriageRun local = new TriageRun();
    List<SampleEvent> events = new ArrayList<>(SampleEvent.all());
    for (SampleEvent event : events) {
      if (event.isDeletion()) {
        moto.analyzer().forgets(event.analyzerArn(), event.findingId());
      } else {
        moto.analyzer().knows(event.analyzerArn(), event.findingId());
        local.finding(untold(event));
      }
    }
    events.addAll(SampleEvent.malformed());
    assertSame(events, local);
  }

  @Test
  void findingsChangedSinceTheirEvents_onBothEngines_endTheSame() {
    TriageRun local = new TriageRun();
    List<SampleEvent> events = new ArrayList<>();
    for (SampleEvent event : SampleEvent.all()) {
      String fixture = "changed/" + event.findingId() + ".json";
      if (AccessAnalyzerStub.has(fixture)) {
        moto.analyzer()
            .knows(event.analyzerArn(), event.findingId(), AccessAnalyzerStub.fixture(fixture));
        local.finding(answered(event).without(List.of("contentHash", "readFrom")));
        events.add(event);
      }
    }
    assertTrue(events.size() >= 9, () -> "too few: " + events);
    assertSame(events, local);
  }

  @Test
  void alertThatCannotBePublished_onBothEngines_endsInTheDeadLetterQueue() {
    SampleEvent event = SampleEvent.of("external/s3-bucket-public.json");
    moto.analyzer().knows(event.analyzerArn(), event.findingId());
    TriageRun local = new TriageRun();
    local.finding(untold(event));
    local.fault("sns:Publish", "AuthorizationError");
    moto.refusePublishing(true);
    try {
      assertSame(List.of(event), local);
    } finally {
      moto.refusePublishing(false);
    }
    List<JsonNode> letters = moto.takeDeadLetters();
    assertEquals(1, letters.size(), letters::toString);
    assertEquals(event.json(), letters.get(0).path("input"));
    assertTrue(letters.get(0).path("state").has("reportFailed"), letters::toString);
  }

  /** Runs the events on both engines and tells all differences at once. */
  private void assertSame(List<SampleEvent> events, TriageRun local) {
    List<JsonNode> lines = local.run(events);
    StringBuilder differences = new StringBuilder();
    int different = 0;
    for (int i = 0, executions = 0; i < events.size(); i++) {
      JsonNode line = lines.get(i);
      if (line.path("states").isEmpty()) {
        // Not even JSON: nothing could start an execution with it.
        assertEquals("FAILED", line.path("status").asText(), events.get(i)::toString);
        continue;
      }
      TriageOnMoto.Ended ended = moto.run("event-" + ++executions, events.get(i).json());
      List<String> unexpected = moto.analyzer().unexpected();
      List<JsonNode> published = moto.takePublished();
      String expected = pretty(Ending.ofTriageRun(line));
      String actual = pretty(Ending.ofMoto(ended, moto.analyzer().takeUpdates(), published));
      List<String> sent =
          published.stream().map(form -> Ending.bodies(form).path("sqs").asText()).toList();
      List<String> delivered =
          moto.takeDelivered().stream().map(m -> m.path("Message").asText()).toList();
      if (!expected.equals(actual) || !unexpected.isEmpty() || !sent.equals(delivered)) {
        different++;
        differences
            .append("%n=== %s%n%s".formatted(events.get(i), differing(expected, actual)))
            .append(unexpected.isEmpty() ? "" : "unexpected calls: %s%n".formatted(unexpected))
            .append(
                sent.equals(delivered)
                    ? ""
                    : "published %s%ndelivered %s%n".formatted(sent, delivered));
      }
    }
    assertEquals(
        0, different, () -> "events end differently (< in triage run, > on moto):" + differences);
  }

  /** The finding as the API's answer, read by the product's own client, tells it. */
  private static ObjectNode answered(SampleEvent event) {
    return RecordJson.STATE.write(
        new AccessAnalyzerFindings(AwsClients.ofAws())
            .read(event.analyzerArn(), event.findingId())
            .orElseThrow());
  }

  /** What the event does not tell of its finding, and the answer does. */
  private static ObjectNode untold(SampleEvent event) {
    ObjectNode answered = answered(event);
    ObjectNode untold = answered.deepCopy().retain(ONLY_IN_ANSWERS);
    ObjectNode resource =
        (ObjectNode)
            RecordJson.STATE
                .write(FindingEvent.parse(Fields.of(event.json(), event.toString())))
                .path("resource");
    JsonNode owner = answered.path("resource").path("account");
    if (!resource.has("account") && owner.isTextual()) {
      // An internal event's accountId is the principal's.
      untold.set("resource", resource.set("account", owner));
    }
    return untold.put("id", event.findingId());
  }

  /** The lines that only one of two texts has. */
  private static String differing(String expected, String actual) {
    List<String> onlyExpected = new ArrayList<>(expected.lines().toList());
    List<String> onlyActual = new ArrayList<>();
    for (String line : actual.lines().toList()) {
      if (!onlyExpected.remove(line)) {
        onlyActual.add(line);
      }
    }
    StringBuilder differing = new StringBuilder();
    onlyExpected.forEach(line -> differing.append("< ").append(line).append('\n'));
    onlyActual.forEach(line -> differing.append("> ").append(line).append('\n'));
    return differing.toString();
  }

  private static String pretty(JsonNode node) {
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
