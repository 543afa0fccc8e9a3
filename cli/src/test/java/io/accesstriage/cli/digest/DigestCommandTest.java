package io.accesstriage.cli.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.AwsEndpoint;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.PublishedSchema;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.notify.ArchiveHistory;
import io.accesstriage.notify.Digest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");

  private final InMemoryLedger ledger = new InMemoryLedger();
  private final Map<String, String> before = new LinkedHashMap<>();

  /** A setting of the SDK, for as long as a test. */
  private void set(String property, String value) {
    before.put(property, System.getProperty(property));
    System.setProperty(property, value);
  }

  @AfterEach
  void restore() {
    before.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
  }

  private String printed(boolean json) {
    return printed(json, null);
  }

  private String printed(boolean json, @Nullable String since) {
    StringWriter out = new StringWriter();
    DigestCommand.print(
        DigestCommand.listing(ledger, since, NOW.plusSeconds(60)), new PrintWriter(out), json);
    return out.toString();
  }

  private void given(int marks) {
    for (int i = 0; i < marks; i++) {
      ledger.write(
          LedgerEntry.first(
                  "f-" + i, "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account")
              .withSummary(
                  new FindingSummary(
                      "arn:aws:s3:::bucket-%03d\u001b[31m".formatted(i),
                      "AWS::S3::Bucket",
                      "111122223333",
                      "ExternalAccess",
                      "444455556666",
                      false,
                      Owner.UNKNOWN,
                      null,
                      null,
                      null,
                      false))
              .withDigestDue(new DigestDue(NOW, Severity.HIGH, "No archive rule applies.")));
    }
  }

  @Test
  void print_forAPerson_namesEveryMarkAndSteersNoTerminal() {
    given(100);

    String text = printed(false);

    assertTrue(text.startsWith("[HIGH] Access Analyzer digest: 100 alerts\n\n"), text);
    assertEquals(100, text.lines().filter(line -> line.contains("S3 bucket bucket-")).count());
    assertFalse(text.contains("\u001b"), text);
  }

  @Test
  void print_forPrograms_isOneLineWithEveryMark() {
    given(100);

    String text = printed(true);

    assertEquals(1, text.lines().count());
    JsonNode digest = Json.read(text, "output");
    assertEquals(100, digest.at("/alerts/first").size());
    assertEquals(List.of(), PublishedSchema.of("message").mistakes(digest));
  }

  private LedgerEntry entry(String kind, int i) {
    return LedgerEntry.first(
            kind + i, "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account")
        .withSummary(
            new FindingSummary(
                "arn:aws:s3:::%s-%03d.".formatted(kind, i),
                "AWS::S3::Bucket",
                "111122223333",
                "ExternalAccess",
                "444455556666",
                false,
                Owner.UNKNOWN,
                null,
                null,
                null,
                false));
  }

  private static Standing standing(Standing.Kind kind) {
    return StandingBuilder.of(kind)
        .contentHash("1:content")
        .rule("rule")
        .reason("Why.")
        .tagsUsed(Map.of("Environment", "development"))
        .at(NOW.minusSeconds(3600))
        .build();
  }

  private static long lines(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).count();
  }

  /** The message names the first few of each kind, and the command that lists all of them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void print_afterTheDigestWasSent_namesWhatItsMessageLeftOut(boolean isFirstDigest) {
    if (!isFirstDigest) {
      ledger.keep(new Kept.Marked("digest", new Mark(null, NOW.minusSeconds(86_400)), null));
    }
    DigestDue due = new DigestDue(NOW.minusSeconds(3600), Severity.HIGH, "No rule.");
    for (int i = 0; i < 100; i++) {
      ledger.write(
          entry("alerted", i).withStanding(standing(Standing.Kind.ALERTED)).withDigestDue(due));
      ledger.write(
          entry("left", i).withStanding(standing(Standing.Kind.LEFT_TO_PERSON)).withDigestDue(due));
      ledger.write(
          entry("failed", i)
              .withFailure(
                  new Failure("Archive finding: Denied: no", NOW.minusSeconds(3600), true)));
      ledger.write(entry("tagged", i).withStanding(standing(Standing.Kind.ARCHIVED_BY_US)));
      ledger.write(entry("others", i).withStanding(standing(Standing.Kind.ARCHIVED_BY_OTHER)));
    }
    List<AlertMessage> sent = new ArrayList<>();
    AlertTopic topic =
        new AlertTopic() {
          @Override
          public void publish(AlertMessage message) {
            sent.add(message);
          }

          @Override
          public boolean hasReader() {
            return true;
          }
        };
    new Digest(
            arn -> topic,
            table -> ledger,
            asked -> new ArchiveHistory.Page(List.of(), null),
            Clock.fixed(NOW, ZoneOffset.UTC),
            1)
        .send(
            Fields.of(
                Json.read(
                    "{\"config\": {\"ledger\": \"ledger-1\", \"topic\": \"topic-1\"}}", "request"),
                "request"));

    String command =
        sent.get(0)
            .bodies()
            .get(AlertMessage.EMAIL)
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("triage digest"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        "triage digest --table ledger-1 --since "
            + (isFirstDigest ? "ever" : "2026-11-23T07:00:00Z"),
        command);
    String text = printed(false, command.substring(command.lastIndexOf(' ') + 1));
    for (String kind : List.of("alerted", "left", "failed", "tagged", "others")) {
      assertEquals(100, lines(text, "S3 bucket %s-".formatted(kind)), kind);
    }
    assertEquals(200, Json.read(printed(true, "ever"), "output").at("/open/first").size());
    assertEquals(0, lines(printed(false), "S3 bucket others-"), "told by the last digest");
  }

  @Test
  void digest_sinceNoTime_isWrongUse() {
    assertEquals(
        "--since: expected a time such as 2026-11-24T07:00:00Z, or ever; found yesterday",
        assertThrows(CommandLineError.class, () -> printed(false, "yesterday")).getMessage());
  }

  @Test
  void digest_withoutTable_isWrongUse() {
    assertEquals(
        "Missing required option: '--table=NAME'\nTry \"triage digest --help\".\n",
        CommandRun.of("digest").assertWrongUse().err());
  }

  @Test
  void digest_ofALedgerThatCannotBeReached_saysSo() {
    set("aws.endpointUrl", "http://127.0.0.1:1");
    set("aws.region", "us-east-1");
    set("aws.accessKeyId", "none");
    set("aws.secretAccessKey", "none");

    CommandRun run = CommandRun.of("digest", "--table", "ledger-1", "--region", "eu-west-1");

    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(
        run.err().startsWith("triage digest: the ledger ledger-1 could not be read: dynamodb:"),
        run::err);
  }

  @Test
  void digest_withAProfileThatIsNot_isWrongUse() {
    assertTrue(
        CommandRun.of("digest", "--table", "ledger-1", "--profile", "nobody")
            .assertWrongUse()
            .err()
            .startsWith("--profile: there is no profile \"nobody\""));
  }

  @Test
  void digest_withExpiredCredentials_saysFirstWhatToDo() {
    byte[] answer =
        "{\"__type\":\"com.amazon.coral.service#ExpiredTokenException\",\"message\":\"expired\"}"
            .getBytes(StandardCharsets.UTF_8);
    try (AwsEndpoint aws =
        new AwsEndpoint(
            call -> {
              call.sendResponseHeaders(400, answer.length);
              call.getResponseBody().write(answer);
              call.close();
            },
            1)) {
      CommandRun run = CommandRun.of("digest", "--table", "ledger-1", "--region", "eu-west-1");

      assertEquals(1, run.exitCode(), aws.address());
      assertTrue(
          run.err()
              .startsWith(
                  "triage digest: there are no credentials, or they are not valid or have expired. Log in"),
          run::err);
      assertTrue(
          run.err().contains("The answer was: the ledger ledger-1 could not be read: "), run::err);
    }
  }
}
