package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Risk;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.facts.Owner;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.digest.DigestContents;
import io.accesstriage.messages.digest.DigestMessage;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.Origin;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a finding, a tag or an error says, nobody who reads an alert is harmed by it. */
final class HostileTextTest {
  private static final int RUNS = 400;
  private static final Instant TIME = Instant.parse("2026-11-24T03:00:00Z");
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final Pattern OUR_LINK =
      Pattern.compile(
          "https://console\\.aws\\.amazon\\.com/(?:access-analyzer/home\\?region=us-east-1#/findings/details/[A-Za-z0-9_-]+"
              + "|s3/buckets/[A-Za-z0-9_-]+\\?region=us-east-1&tab=permissions|iam/home#/roles/[A-Za-z0-9_-]+)(?![^\\s\"])");
  private static final Pattern LINK =
      Pattern.compile("(?i)https?:|(?<!hxxp|hxxps)://|www\\.[a-z0-9]|evil\\.com(?![a-z0-9-])");
  private static final Pattern MENTION = Pattern.compile("[@<>`]|\\]\\(");

  private static final List<String> HOSTILE =
      List.of(
          "line\nSubject: [LOW] nothing to see\r\n\r\nBcc: all",
          "\u001b[2J\u001b[31mred\u0007",
          "\u202egnp.exe\u202c \u2066x\u2069",
          "zero\u200bwidth\u200d\ufeff\u00ad\u2060",
          "https://evil.com/login?a=b",
          "HTTP://EVIL.COM",
          "hthttp://tp://evil.com",
          "http:http://evil.com",
          "//evil.com/x",
          "www.evil.com",
          "evil.com/x",
          "mailto:a@evil.com",
          "ftp://evil.com",
          "<!channel> <@U123> @here @everyone <https://evil.com|Console>",
          "[AWS console](https://evil.com) ![x](http://evil.com/p.png)",
          "*bold* _it_ ~no~ `code` ```block``` # head",
          "\"quote\" 'single' \\ back\\\\slash {\"json\": [}",
          "$(rm -rf /) `id`; x | y && z > /dev/null",
          "\u2028\u2029\u0085\u0000\u007f",
          "\ud83d\ude00\ud83d lone \udc00",
          "a".repeat(5_000),
          "evil.com.".repeat(300),
          "\u202e".repeat(500),
          "\"".repeat(3_000),
          "ünïcödé \u540d\u524d",
          "",
          " ",
          "\n",
          "arn:aws:s3:::evil.com",
          "arn:aws:iam::111122223333:role/x\ny",
          "arn:aws:iam::111122223333:oidc-provider/evil.com/x",
          "arn:a:b:::/",
          "{}");

  private Random random = new Random(0);

  @Test
  void alert_ofHostileFinding_isHarmless() {
    for (long seed = 0; seed < RUNS; seed++) {
      random = new Random(seed);
      TriageState state = state();

      check(AlertMessages.of(state, text()), "seed " + seed);
    }
  }

  @Test
  void failureReport_ofHostileInput_isHarmless() {
    for (long seed = 0; seed < RUNS; seed++) {
      random = new Random(seed);
      TriageFailure failure =
          TriageFailure.read(Fields.of(failure(), "failure"), List.of("Owner", text()));

      check(AlertMessages.of(failure, text()), "seed " + seed);
    }
  }

  @Test
  void digest_ofHostileLedger_isHarmless() {
    for (long seed = 0; seed < RUNS; seed++) {
      random = new Random(seed);
      String name = text();
      FindingSummary summary =
          new FindingSummary(
              text(),
              text(),
              text(),
              text(),
              text(),
              random.nextBoolean(),
              SafeText.isBlank(name) ? Owner.UNKNOWN : Owner.named(name),
              text(),
              text(),
              null,
              false);
      Instant later = DigestEntries.NIGHT.plusSeconds(60);
      DigestContents contents = new DigestContents(null, later, DigestContents.Limits.OF_A_MESSAGE);
      contents.add(DigestEntries.due(text(), summary, Severity.LOW, text()));
      contents.add(DigestEntries.failed(text(), summary, text()));
      contents.add(
          DigestEntries.archivedUntil(
              text(), new ArchiveEnd(text(), text(), LocalDate.of(2026, 12, 1))));

      check(DigestMessage.of(contents, "ledger-table"), "seed " + seed);
    }
  }

  private static void check(AlertMessage message, String seed) {
    assertTrue(message.subject().matches("[ -~]{1,99}"), () -> seed + ": " + message.subject());
    assertFalse(LINK.matcher(message.subject()).find(), () -> seed + ": " + message.subject());
    for (String protocol : List.of("default", "email", "https")) {
      checkText(String.valueOf(message.bodies().get(protocol)), seed + ", " + protocol);
    }
    texts(Json.read(String.valueOf(message.bodies().get("https")), "chat"))
        .forEach(
            text -> {
              checkText(text, seed + ", chat");
              assertFalse(MENTION.matcher(text).find(), () -> seed + ": " + text);
            });
    for (String protocol : List.of("sqs", "lambda")) {
      String body = String.valueOf(message.bodies().get(protocol));
      checkVisible(body, "", seed + ", " + protocol);
      JsonNode document = Json.read(body, protocol);
      assertEquals(message.subject(), document.path("subject").textValue(), seed);
      checkText(document.path("text").textValue(), seed + ", text of " + protocol);
    }
    message
        .attributes()
        .forEach(
            (name, value) -> {
              assertTrue(
                  !value.isBlank() && value.codePointCount(0, value.length()) <= 256,
                  () -> "%s, %s: %s".formatted(seed, name, value));
              checkVisible(value, "", seed + ", " + name);
            });
    assertTrue(message.attributes().size() <= 10, seed);
    int bytes =
        Json.bytes(message.structure()).length
            + message.attributes().toString().getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes <= 256 * 1024, () -> "%s: %d bytes".formatted(seed, bytes));
  }

  private static void checkText(String body, String where) {
    checkVisible(body, "\n", where);
    String withoutOurs = OUR_LINK.matcher(body).replaceAll("");
    Matcher link = LINK.matcher(withoutOurs);
    if (link.find()) {
      fail(
          "%s: %s in ...%s..."
              .formatted(
                  where,
                  link.group(),
                  withoutOurs.substring(
                      Math.max(0, link.start() - 60),
                      Math.min(withoutOurs.length(), link.end() + 60))));
    }
  }

  private static void checkVisible(String body, String allowed, String where) {
    body.codePoints()
        .filter(c -> allowed.indexOf(c) < 0)
        .forEach(
            c ->
                assertFalse(
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.SURROGATE,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          true;
                      default -> false;
                    },
                    () -> "%s: U+%04X in %s".formatted(where, c, body)));
  }

  private static Stream<String> texts(JsonNode node) {
    if (node.isTextual()) {
      return Stream.of(node.textValue());
    }
    Stream<String> names =
        node.isObject() ? node.properties().stream().map(Map.Entry::getKey) : Stream.empty();
    return Stream.concat(
        names,
        IntStream.range(0, node.size())
            .mapToObj(List.<JsonNode>of(node.valueStream().toArray(JsonNode[]::new))::get)
            .flatMap(HostileTextTest::texts));
  }

  private String text() {
    int parts = random.nextInt(3) + 1;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      text.append(HOSTILE.get(random.nextInt(HOSTILE.size())));
    }
    return text.toString();
  }

  private List<String> texts() {
    return Stream.generate(this::text).limit(random.nextInt(30)).toList();
  }

  private Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    texts().forEach(key -> map.put(key, text()));
    return map;
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @SuppressWarnings("NullAway")
  private <T> T orNull(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }

  private TriageState state() {
    return new TriageState(
        finding(),
        facts(),
        TIME,
        Origin.EVENT,
        decision(),
        orNull(() -> one(List.of(ArchiveOutcome.values()))),
        List.of("Owner", text(), "Team"));
  }

  private Finding finding() {
    return Finding.builder(
            one(List.of("0910eedb-381e-4e95", text())),
            one(List.of(ANALYZER, ANALYZER, text())),
            new FindingType(
                one(
                    List.of(
                        "ExternalAccess",
                        "InternalAccess",
                        "UnusedIAMRole",
                        "UnusedIAMUserAccessKey",
                        "UnusedIAMUserPassword",
                        "UnusedPermission",
                        text()))),
            new Resource(
                text(),
                one(List.of("AWS::S3::Bucket", "AWS::IAM::Role", text())),
                orNull(this::text),
                orNull(this::text)))
        .status(one(List.of(FindingStatus.values())))
        .error(random.nextInt(4) > 0 ? null : text())
        .isPublic(orNull(random::nextBoolean))
        .principal(
            orNull(
                () ->
                    new Principal(
                        one(List.of(PrincipalKind.values())), orNull(this::text), text(), text())))
        .access(orNull(() -> new Access(orNull(this::texts), orNull(this::map), text())))
        .sources(
            orNull(
                () -> texts().stream().map(t -> new Source(one(List.of("POLICY", t)), t)).toList()))
        .restrictions(orNull(() -> new Restrictions(text(), text())))
        .unused(orNull(() -> new UnusedAccess(orNull(() -> TIME), text(), 3, 4, texts())))
        .createdAt(orNull(() -> TIME))
        .analyzedAt(orNull(() -> TIME))
        .updatedAt(orNull(() -> TIME))
        .contentHash(orNull(this::text))
        .readFrom(one(List.of(ReadFrom.values())))
        .readFailure(orNull(this::text))
        .build();
  }

  private Facts facts() {
    Map<String, String> tags = map();
    tags.put(one(List.of("Owner", "Team", "Other")), text());
    return new Facts(
        random.nextBoolean() ? Fact.known(tags) : Fact.unread(Fact.Cause.DENIED, text()),
        random.nextBoolean() ? Fact.known(texts()) : Fact.unread(Fact.Cause.FAILED, text()),
        random.nextBoolean()
            ? Fact.known(new Account(text(), map(), text(), text()))
            : Fact.unread(Fact.Cause.FAILED, text()),
        Fact.unread(Fact.Cause.FAILED, text()));
  }

  /** Rule ids, reasons and conditions are the security team's own; the rest may quote a finding. */
  private Decision decision() {
    return new Decision(
        one(List.of(Outcome.NOTIFY, Outcome.UNARCHIVE)),
        Delivery.IMMEDIATE,
        orNull(this::text),
        text(),
        one(List.of(Severity.values())),
        new Risk(
            10, texts().stream().map(t -> new Risk.Factor(t, 1, random.nextBoolean())).toList()),
        text(),
        TIME,
        new Explanation(
            texts().stream()
                .map(
                    t ->
                        new Explanation.Applied(
                            t, one(List.of("notify", "archive")), random.nextBoolean(), t, texts()))
                .limit(random.nextInt(3))
                .toList(),
            texts().stream()
                .map(
                    t ->
                        new Explanation.Near(
                            t,
                            t,
                            3,
                            List.of(
                                new Explanation.Condition("tag(\"a\") == \"b\"", true, texts()))))
                .limit(5)
                .toList(),
            2,
            texts().stream().limit(random.nextInt(3)).toList(),
            texts()),
        map(),
        null,
        orNull(this::text),
        null,
        new AccessChange(
            new AccessChange.Since(text(), AccessChange.Act.ACCEPTED, text(), TIME),
            null,
            texts(),
            texts(),
            map(),
            map()),
        orNull(this::text));
  }

  private ObjectNode failure() {
    ObjectNode failure = Json.object();
    ObjectNode input = failure.putObject("input");
    input.putArray("resources").add(text());
    input
        .putObject("detail")
        .put("id", text())
        .put("resource", text())
        .put("resourceType", text())
        .put("findingType", text());
    ObjectNode state = failure.putObject("state");
    if (random.nextBoolean()) {
      ObjectNode finding = state.putObject("finding");
      finding.put("id", text()).put("analyzerArn", one(List.of(ANALYZER, text())));
      finding.putObject("resource").put("arn", text()).put("type", text()).put("account", text());
    }
    ObjectNode facts = state.putObject("facts");
    facts.putObject("tags").putObject("values").put("Owner", text());
    facts.putObject("account").putObject("values").put("name", text()).put("ou", text());
    state
        .putObject(one(List.of("enrichFailed", "archiveFailed", "somethingFailed")))
        .put("Error", text())
        .put(
            "Cause",
            random.nextBoolean() ? text() : Json.text(Json.object().put("errorMessage", text())));
    return failure;
  }
}
