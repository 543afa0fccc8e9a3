package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is broken, or made to do harm. */
class HostileInputTest {
  /** Ends lines, steers terminals, reorders text, hides it: C0, C1, bidirectional, invisible. */
  private static final String HOSTILE =
      "a\nb\r\u001b[31mc\u001b]0;d\u0007\u009b31me\u0085\u2028f\u202eg\u2066\u200bh\u007f\u0000\"'`$(x)<!channel>";

  @TempDir private Path temp;

  private static void assertHarmless(String text, String what) {
    text.lines()
        .forEach(
            line ->
                line.codePoints()
                    .filter(HostileInputTest::isHarmful)
                    .findFirst()
                    .ifPresent(c -> fail("%s has U+%04X raw in: %s".formatted(what, c, line))));
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  @Test
  void check_ofHarmlessness_canFail() {
    for (String text : List.of("\u001b[31m", "\u009b", "\u202e", "a\u2028b", "a\u0085b")) {
      boolean found =
          text.lines().anyMatch(l -> l.codePoints().anyMatch(HostileInputTest::isHarmful));
      assertTrue(found, text);
    }
  }

  /** An event that is hostile wherever a text can be anything. */
  private static EventText hostileEvent(String sample) {
    return EventText.of(sample)
        .detail(
            detail -> {
              detail.put("id", HOSTILE);
              detail.put("resource", detail.path("resource").textValue() + HOSTILE);
              detail.putObject("principal").put("AWS", HOSTILE);
              detail.putObject("condition").put(HOSTILE, HOSTILE);
              detail.putArray("action").add(HOSTILE);
            });
  }

  private Path hostileAccount(EventText event) {
    String escaped = Json.text(Json.object().textNode(HOSTILE));
    String arn =
        Json.text(
            Json.object()
                .textNode(Json.read(event.text(), "event").at("/detail/resource").textValue()));
    return EventText.write(
        temp.resolve("account.yaml"),
        "resources: [{arn: %s, tags: {%s: %s, Environment: development, IsAllowedToShare: \"true\"}, keyAliases: [%s, alias/DevelopmentKey]}]"
            .formatted(arn, escaped, escaped, escaped)
            // These are not allowed raw in YAML.
            .replace("\u007f", "\\x7f")
            .replace("\u009b", "\\x9b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {EventText.NOTIFIED, EventText.ARCHIVED, EventText.BUCKET})
  void run_ofHostileTexts_showsNoneRaw(String sample) {
    EventText event = hostileEvent(sample);
    Path file = event.in(temp, "event.json");
    Path account = hostileAccount(event);

    CommandRun report = CommandRun.of("run", "--account", account, file);
    assertHarmless(report.out(), "the report");
    assertHarmless(report.err(), "standard error");
    assertEquals(0, report.exitCode());

    CommandRun json = CommandRun.json("--account", account, file);
    assertHarmless(json.out(), "a line of JSON");
    for (JsonNode alert : json.result().path("alerts")) {
      assertHarmless(alert.path("message").textValue(), "the email");
      assertTrue(alert.path("subject").textValue().matches("[ -~]{1,99}"), alert::toString);
      alert
          .path("attributes")
          .forEach(value -> assertTrue(value.textValue().matches("[ -~]{1,256}"), alert::toString));
    }
  }

  @Test
  void run_ofHostileSampleEvents_showsNoneRaw() {
    CommandRun report =
        CommandRun.of("run", CommandRun.EVENTS, CommandRun.EVENTS.resolve("malformed"));
    assertHarmless(report.out(), "the report");
    for (String line : report.out().lines().filter(l -> l.contains("Subject:")).toList()) {
      assertTrue(line.matches("[ -~]*"), line);
    }
  }

  @Test
  void run_ofFailingHostileEvent_showsNoneRaw() {
    for (String field : List.of("resourceType", "status", "updatedAt", "id")) {
      EventText event = hostileEvent(EventText.NOTIFIED);
      event.detail(detail -> detail.put(field, field.equals("id") ? "" : HOSTILE));
      CommandRun report = CommandRun.of("run", event.in(temp, "event.json"));
      assertHarmless(report.out(), "the report of a wrong " + field);
      assertHarmless(report.err(), "standard error of a wrong " + field);
    }
  }

  @Test
  void run_ofHostileFileName_showsItHarmless() {
    String name = "a\u001b[31m\u202eb\nc.json";
    Path file = EventText.of(EventText.NOTIFIED).in(temp, name);
    CommandRun report = CommandRun.of("run", file);
    assertEquals(0, report.exitCode());
    assertHarmless(report.out(), "the report");
    assertEquals(file.toString(), CommandRun.json(file).result().path("event").textValue());
  }

  @Test
  void run_ofHostileArgument_complainsHarmlessly() {
    String hostile = "a\u001b[31m\u202e\u009bb";
    for (List<String> args :
        List.of(
            List.of("run", hostile),
            List.of("run", "--" + hostile),
            List.of("run", "--rules", hostile),
            List.of("run", "--account", hostile),
            List.of("run", "--state-machine", hostile),
            List.of("run", "--config", hostile),
            List.of("run", "--config", hostile + "=1"),
            List.of("run", "--config", "Mode=" + hostile),
            List.of(hostile))) {
      CommandRun run = CommandRun.of(args.toArray()).assertWrongUse();
      assertHarmless(run.err(), args.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rules", "--account", "--state-machine"})
  void run_ofHostileFiles_complainsHarmlessly(String option) {
    for (String text :
        List.of(
            "{\"\\u001b[31m\\u202e\\n\": 1}",
            "{\"resources\": [{\"\\u001b[31m\": \"\\u202e\", \"denied\": \"\\u001b\"}], \"rules\": [{\"id\": \"\\u001b\", \"effect\": \"\\u001b\", \"when\": \"'\\u001b' + \\u202e\"}], \"States\": {\"\\u001b\": {\"Type\": \"\\u001b\"}}}")) {
      Path file = EventText.write(temp.resolve("wrong"), text);
      CommandRun run =
          CommandRun.json(option, file, CommandRun.EVENTS.resolve(EventText.NOTIFIED))
              .assertWrongUse();
      assertHarmless(run.err(), option);
    }
  }

  @Test
  void run_ofValuesThatTryToBreakOutOfTheOfferedRule_offersARuleThatLoads() {
    for (String value :
        List.of(
            "\" || true || \"",
            "' || true || '",
            "x\n    allowPublic: true",
            "x\"\n  - id: evil\n    effect: archive",
            "\\\" || true",
            "${x} #{y} %s {{z}}",
            "*/ // # --- ...",
            "\u2028allowPublic: true")) {
      EventText event = EventText.of(EventText.NOTIFIED);
      event.detail(detail -> detail.putObject("principal").put("Federated", value));
      event.detail(detail -> detail.putObject("condition").put(value, value));
      JsonNode result = CommandRun.json(event.in(temp, "event.json")).result();
      JsonNode offered = result.at("/output/decision/offeredRule");
      assertEquals("NOTIFY", result.path("outcome").textValue());
      assertTrue(offered.isTextual(), () -> "a rule is offered for " + value);
      assertOffersOneRuleForThisOnly(offered.textValue(), event, value);
    }
  }

  private void assertOffersOneRuleForThisOnly(String offered, EventText event, String value) {
    Path rules = EventText.write(temp.resolve("offered.yaml"), "rules:\n" + offered.indent(2));
    assertFalse(
        offered.lines().anyMatch(line -> line.strip().startsWith("allowPublic")),
        () -> "%s broke out:\n%s".formatted(value, offered));
    Path same = event.in(temp, "same.json");
    Path other = EventText.of(EventText.ARCHIVED).in(temp, "other.json");
    CommandRun run = CommandRun.json("--rules", rules, same, other);
    assertEquals(
        List.of("ARCHIVE", "NOTIFY"),
        run.results().stream().map(r -> r.path("outcome").textValue()).toList(),
        () -> "%s of\n%s\n%s".formatted(value, offered, run.err()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "nul",
        "null",
        "true",
        "1",
        "\"text\"",
        "[{}]",
        "{} {}",
        "{\"a\": 1,}",
        "{'a': 1}",
        "\u0000",
        "\ufeff[]",
        "{\"a\": \"\u0001\"}",
        "{\"a\": NaN}"
      })
  void run_ofNoJsonObject_startsNothing(String text) {
    CommandRun run = CommandRun.json(EventText.write(temp.resolve("e.json"), text));
    assertEquals(1, run.exitCode());
    JsonNode result = run.result();
    assertEquals("FAILED", result.path("status").textValue());
    assertEquals(0, result.path("states").size());
    assertTrue(result.at("/error/state").isNull());
    assertTrue(result.path("findingId").isNull());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 900, 950, 951, 980, 996, 997, 998, 999, 1_000, 1_001, 5_000, 200_000})
  void run_ofDeepNesting_triagesOrRefuses(int depth) {
    EventText sample = EventText.of(EventText.NOTIFIED);
    String event = sample.text();
    String deep = "[".repeat(depth - 1) + "]".repeat(depth - 1);
    Path file =
        EventText.write(
            temp.resolve("e.json"),
            event.substring(0, event.length() - 1) + ",\"deep\":" + deep + "}");
    CommandRun run = CommandRun.json(file);
    String status = run.result().path("status").textValue();
    assertEquals(depth <= 950 ? "SUCCEEDED" : "FAILED", status, () -> "depth " + depth);
    assertEquals(depth <= 950, !run.result().path("states").isEmpty());
    assertEquals("", run.err());
  }

  @Test
  void run_ofDeepNestingWithoutFinding_isReported() {
    Path file =
        EventText.write(
            temp.resolve("e.json"), "{\"a\":" + "[".repeat(949) + "]".repeat(949) + "}");
    JsonNode result = CommandRun.json(file).result();
    assertEquals(
        List.of("Enrich finding", "Report failure", "Failed"),
        CommandRun.texts(result.path("states")));
    assertEquals(1, result.path("alerts").size());
  }

  @Test
  void run_ofLargeEvent_triagesIt() {
    EventText event = EventText.of(EventText.NOTIFIED);
    event.envelope(envelope -> envelope.put("padding", "x".repeat(300_000)));
    event.detail(detail -> detail.put("padding", "é".repeat(100_000)));
    JsonNode result = CommandRun.json(event.in(temp, "e.json")).result();
    assertEquals("SUCCEEDED", result.path("status").textValue());
    assertEquals("NOTIFY", result.path("outcome").textValue());
  }

  @Test
  void run_ofLargeFinding_failsClearlyAndIsReported() {
    EventText event = EventText.of(EventText.NOTIFIED);
    event.detail(detail -> detail.putObject("condition").put("aws:SourceVpc", "x".repeat(300_000)));
    JsonNode result = CommandRun.json(event.in(temp, "e.json")).result();
    assertEquals("FAILED", result.path("status").textValue());
    assertEquals("Enrich finding", result.at("/error/state").textValue());
    assertTrue(
        result.at("/error/cause").textValue().contains("is too large to triage"), result::toString);
    assertEquals(1, result.path("alerts").size());
    assertTrue(result.at("/alerts/0/message").textValue().contains("too large"), result::toString);
  }

  @Test
  void run_ofOddNumbersAndSurrogates_triagesThem() {
    String event = EventText.of(EventText.NOTIFIED).text();
    for (String odd : List.of("1e400", "-0.0", "1e999999999", "9".repeat(900), "\"\\ud800\"")) {
      Path file =
          EventText.write(
              temp.resolve("e.json"),
              event.substring(0, event.length() - 1) + ",\"odd\":" + odd + "}");
      CommandRun run = CommandRun.json(file);
      assertEquals("SUCCEEDED", run.result().path("status").textValue(), odd);
    }
  }

  @Test
  void run_ofRandomlyDamagedEvents_endsEachWithAResult() throws IOException {
    long seed = 20_261_124;
    Random random = new Random(seed);
    byte[] sample = Files.readAllBytes(CommandRun.EVENTS.resolve(EventText.ARCHIVED));
    for (int i = 0; i < 300; i++) {
      byte[] damaged = sample.clone();
      for (int hits = random.nextInt(1, 6); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(temp.resolve("%03d.json".formatted(i)), damaged);
    }
    CommandRun run = CommandRun.json(temp);
    assertEquals(300, run.results().size(), "seed " + seed);
    for (JsonNode result : run.results()) {
      boolean told = !result.path("alerts").isEmpty();
      boolean started = !result.path("states").isEmpty();
      boolean succeeded = result.path("status").textValue().equals("SUCCEEDED");
      String findingId = result.path("findingId").textValue();
      assertTrue(
          succeeded || !started || told || findingId != null,
          () -> "seed %d: lost silently: %s".formatted(seed, result));
    }
    assertHarmless(CommandRun.of("run", temp).out(), "the report, seed " + seed);
  }

  @Test
  void run_ofManyEvents_endsSoonAndKeepsTheirOrder() {
    int events = 1_000;
    EventText event = EventText.of(EventText.ARCHIVED);
    for (int i = 0; i < events; i++) {
      int id = i;
      event.detail(detail -> detail.put("id", "finding-" + id)).in(temp, "%05d.json".formatted(i));
    }
    CommandRun run =
        assertTimeoutPreemptively(
            Duration.ofMinutes(2),
            () -> CommandRun.json("--config", "MaxArchivesPerRulePerDay=5000", temp));
    List<JsonNode> results = run.results();
    assertEquals(events, results.size());
    for (int i = 0; i < events; i++) {
      assertEquals("finding-" + i, results.get(i).path("findingId").textValue());
      assertEquals("ARCHIVE", results.get(i).path("outcome").textValue());
    }
  }
}
