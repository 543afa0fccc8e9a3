package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.archive.ArchiveHandler;
import io.accesstriage.archive.FindingArchiver;
import io.accesstriage.enrich.EnrichHandler;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.enrich.TagReader;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.evaluate.EvaluateHandler;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.finding.Resource;
import io.accesstriage.fixtures.SettableClock;
import io.accesstriage.fixtures.ledger.Stored;
import io.accesstriage.json.Fields;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing.Kind;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.notify.ArchiveHistory;
import io.accesstriage.notify.Digest;
import io.accesstriage.notify.NotifyHandler;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.StreamHandlerFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;

/**
 * An upgrade alerts and un-archives nothing whose content is the same. The ledger is the one that
 * the version before has written: what it printed is in the folder upgrade, whose README says how.
 */
final class UpgradeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The next day: the version before has decided at five, for a quarter of an hour or two. */
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

  private static final String ANALYZERS =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization,"
          + "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/unused";

  private static final LocalDate DAY_BEFORE = LocalDate.parse("2026-11-24");

  /** What the version before had not finished. */
  private static final Set<String> UNFINISHED = Set.of("claimed", "failed");

  /** Archived, then no longer by the rules; Mode was observe. */
  private static final String NO_LONGER_EXPECTED = "archived-and-no-longer-expected";

  /** Where an answer, or an event, has a list of actions. */
  private static final List<String> ACTIONS =
      List.of(
          "/answer/findingDetails/0/externalAccessDetails/action",
          "/answer/findingDetails/0/internalAccessDetails/action",
          "/event/detail/action");

  private static final LambdaLogger SILENT =
      new LambdaLogger() {
        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
      };

  private final SettableClock clock = new SettableClock(NOW);
  private final StoredAnswers analyzer = new StoredAnswers();
  private final Map<String, Map<String, String>> tags = new HashMap<>();
  private final List<String> published = new ArrayList<>();
  private final Ledger ledger =
      new DynamoDbLedger(new StoredTable(json("items.json")), "access-analyzer-triage");
  private int executions;

  private static Stream<String> finished() {
    return cases().map(c -> c.path("name").asText()).filter(name -> !UNFINISHED.contains(name));
  }

  @ParameterizedTest
  @MethodSource("finished")
  void triage_sameContent_isLeftAsTheVersionBeforeLeftIt(String name) {
    JsonNode finding = finding(name);
    LedgerEntry before = entry(finding);

    List<String> outcomes =
        List.of(
            triage(finding, name, Order.AS_IT_WAS),
            triage(finding, name, Order.REVERSED_AND_REPEATED),
            triage(finding, name, Order.AS_IT_WAS));

    String expected = name.equals(NO_LONGER_EXPECTED) ? "UNARCHIVE" : "IGNORE";
    assertAll(
        () -> assertEquals(List.of(expected, expected, expected), outcomes),
        () -> assertEquals(List.of(), published),
        () -> assertEquals(List.of(), analyzer.updates),
        () -> assertEquals(kind(before), kind(entry(finding))),
        () -> assertEquals(before.digestDue(), entry(finding).digestDue()));
  }

  /** Else the test above would hold of a ledger that says nothing. */
  @ParameterizedTest
  @MethodSource("active")
  void triage_moreActions_isJudgedAnew(String name) {
    JsonNode finding = finding(name);
    for (String actions : ACTIONS) {
      if (finding.at(actions).isArray()) {
        ((ArrayNode) finding.at(actions)).add("sts:SetSourceIdentity");
      }
    }
    if (finding.has("event")) {
      ((ObjectNode) finding.at("/event/detail")).put("updatedAt", "2026-11-25T07:00:00Z");
    }

    assertEquals(
        tagsOf(finding).isEmpty() ? "NOTIFY" : "ARCHIVE", triage(finding, name, Order.AS_IT_WAS));
  }

  private static Stream<String> active() {
    return finished()
        .map(UpgradeTest::finding)
        .filter(finding -> !Set.of("ARCHIVED", "RESOLVED").contains(status(finding)))
        .filter(finding -> ACTIONS.stream().anyMatch(a -> finding.at(a).isArray()))
        .map(finding -> finding.path("name").asText());
  }

  /** A claim of a dead execution, and a failure, leave the finding to be judged. */
  @Test
  void triage_unfinished_isFinished() {
    assertAll(
        () -> assertEquals("ARCHIVE", triage(finding("claimed"), "claimed", Order.AS_IT_WAS)),
        () -> assertEquals("NOTIFY", triage(finding("failed"), "failed", Order.AS_IT_WAS)));
  }

  @Test
  void digest_waitingSinceTheVersionBefore_isTold() {
    List<String> waiting = new ArrayList<>();
    ledger.forEach(
        entry -> {
          if (entry.digestDue() != null) {
            waiting.add(entry.findingId());
          }
        });

    ObjectNode answer =
        new Digest(
                topic -> topic(),
                table -> ledger,
                asked -> new ArchiveHistory.Page(List.of(), null),
                clock,
                1)
            .send(Fields.of(object().set("config", config("archive")), "request"));

    assertAll(
        () -> assertNotEquals(0, waiting.size()),
        () -> assertEquals(waiting.size(), answer.path("alerts").asInt()),
        () -> assertEquals(waiting.size(), answer.path("cleared").asInt()));
  }

  @Test
  void ledger_countersAndMarks_goOn() {
    Instant hour = Instant.parse("2026-11-24T05:00:00Z");

    assertAll(
        () -> assertEquals(4, Stored.archived(ledger, "shared-for-tests", DAY_BEFORE)),
        () -> assertEquals(9, ledger.countMessage(hour)),
        () ->
            assertEquals(Optional.of(Instant.parse("2026-11-24T05:02:18Z")), Digest.last(ledger)));
  }

  private enum Order {
    AS_IT_WAS,
    REVERSED_AND_REPEATED
  }

  /** One execution, an hour after the one before. */
  private String triage(JsonNode finding, String name, Order order) {
    clock.advance(Duration.ofHours(1));
    JsonNode input = finding.path("event");
    if (finding.has("answer")) {
      ObjectNode answer = finding.path("answer").deepCopy();
      answer.setAll((ObjectNode) finding.path("now"));
      analyzer.put(order == Order.AS_IT_WAS ? answer : (ObjectNode) reordered(answer));
      tags.put(answer.path("resource").asText(), tagsOf(finding));
      input = object().set("reference", reference(finding));
    }
    String mode =
        name.equals("observed") || name.equals(NO_LONGER_EXPECTED) ? "observe" : "archive";
    String execution = "arn:aws:states:eu-west-1:111122223333:execution:triage:" + ++executions;
    ObjectNode config = config(mode);
    JsonNode state = invoke(enrich(), object().set("event", input));
    clock.advance(Duration.ofSeconds(1));
    state = invoke(new EvaluateHandler(evaluator()), step(state, execution, config));
    String outcome = state.at("/decision/outcome").asText();
    if (outcome.equals("ARCHIVE") || outcome.equals("UNARCHIVE")) {
      state =
          invoke(
              new ArchiveHandler(new FindingArchiver(findings(), table -> ledger, clock)),
              step(state, execution, config));
    }
    if (outcome.equals("NOTIFY") || outcome.equals("UNARCHIVE")) {
      invoke(
          new NotifyHandler(topic -> topic(), table -> ledger, clock),
          step(state, execution, config));
    }
    return outcome;
  }

  private RequestStreamHandler enrich() {
    TagReader reader =
        new TagReader() {
          @Override
          public String operation() {
            return "tags:Read";
          }

          @Override
          public Map<String, String> tags(Resource resource) {
            return tags.getOrDefault(resource.arn(), Map.of());
          }
        };
    TagReaders readers =
        new TagReaders(
            Map.of("AWS::KMS::Key", reader, "AWS::S3::Bucket", reader, "AWS::SQS::Queue", reader));
    return new EnrichHandler(
        config -> new FindingEnricher(findings(), readers, key -> List.of(), Runnable::run, clock));
  }

  private FindingEvaluator evaluator() {
    return new FindingEvaluator(
        RuleSet.parse("rules.yaml", text("rules.yaml")), table -> ledger, clock);
  }

  private AccessAnalyzerFindings findings() {
    return new AccessAnalyzerFindings(
        region ->
            AccessAnalyzerClient.builder()
                .httpClient(analyzer)
                .region(Region.of(region))
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .build());
  }

  private AlertTopic topic() {
    return new AlertTopic() {
      @Override
      public void publish(AlertMessage message) {
        published.add(message.subject());
      }

      @Override
      public boolean hasReader() {
        return true;
      }

      @Override
      public boolean hasUnfilteredReader() {
        return true;
      }
    };
  }

  private LedgerEntry entry(JsonNode finding) {
    return ledger.read(id(finding)).orElseThrow();
  }

  private static @Nullable Kind kind(LedgerEntry entry) {
    return entry.standing() == null ? null : entry.standing().kind();
  }

  private static JsonNode finding(String name) {
    return cases().filter(c -> c.path("name").asText().equals(name)).findFirst().orElseThrow();
  }

  private static Stream<JsonNode> cases() {
    return StreamSupport.stream(json("findings.json").spliterator(), false);
  }

  private static String id(JsonNode finding) {
    JsonNode detail = finding.at("/event/detail");
    return finding
        .at("/answer/id")
        .asText(detail.path("id").asText(detail.path("findingId").asText()));
  }

  private static String status(JsonNode finding) {
    return finding.at("/now/status").asText();
  }

  private static Map<String, String> tagsOf(JsonNode finding) {
    Map<String, String> all = new HashMap<>();
    finding.path("tags").properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
    return all;
  }

  private static ObjectNode reference(JsonNode finding) {
    return object()
        .put("analyzerArn", finding.path("analyzerArn").asText())
        .put("findingId", id(finding));
  }

  /** All lists the other way round, with their last element twice. */
  private static JsonNode reordered(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (int i = node.size() - 1; i >= 0; i--) {
        list.add(reordered(node.get(i)));
      }
      return list.isEmpty() || isDetails(node) ? list : list.add(list.get(0));
    }
    if (node.isObject()) {
      ObjectNode object = object();
      node.properties().forEach(e -> object.set(e.getKey(), reordered(e.getValue())));
      return object;
    }
    return node;
  }

  /** Of those, twice the same would be two findings in one. */
  private static boolean isDetails(JsonNode list) {
    return StreamSupport.stream(list.path(0).properties().spliterator(), false)
        .anyMatch(e -> e.getKey().endsWith("Details"));
  }

  private static ObjectNode config(String mode) {
    return object()
        .put("ledger", "access-analyzer-triage")
        .put("topic", "alerts")
        .put("mode", mode)
        .put("analyzerArns", ANALYZERS)
        .put("maxArchivesPerRulePerDay", "100")
        .put("maxImmediateAlertsPerHour", "20")
        .put("reviewAfterDays", "30")
        .put("busyWaitSeconds", "30")
        .put("immediateAlerts", "low");
  }

  private static ObjectNode step(JsonNode state, String execution, ObjectNode config) {
    ObjectNode step = object().put("execution", execution);
    step.set("state", state);
    step.set("config", config);
    return step;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static JsonNode invoke(RequestStreamHandler handler, JsonNode request) {
    try {
      return new StreamHandlerFunction("function", handler, SILENT).invoke(request);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String name) {
    try {
      return JSON.readTree(text(name));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    try (InputStream in = UpgradeTest.class.getResourceAsStream("/upgrade/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
