package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.local.EventResult;
import io.accesstriage.cli.world.World;
import io.accesstriage.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class RunReportTest {
  @TempDir private Path temp;

  private static String printed(Ansi ansi, EventResult result) {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      RunReport report = new RunReport(out, ansi, AlertReader.EMAIL);
      report.print(result);
      report.summary();
    }
    return text.toString();
  }

  @Test
  void report_ofArchivedFinding_showsItsWay() {
    Path event = EventText.of(EventText.ARCHIVED).in(temp, "e.json");
    assertEquals(
        """
        %s
          states      Enrich finding > Evaluate rules > Archive or notify? > Archive finding > Archived? > Done
          decision    ARCHIVE by rule development-key-sharing, severity high
          because     Development keys may be shared with partner accounts.
          archived    0ecaf828-e2f7-4553-8fcc-69d79561a0d1

        1 event: 1 archived, 0 alerts, 0 failed
        """
            .formatted(event),
        CommandRun.of("run", event).out());
  }

  @Test
  void report_whileOnlyObserving_saysWhatWouldBeArchived() {
    Path event = EventText.of(EventText.ARCHIVED).in(temp, "e.json");
    assertEquals(
        """
        %s
          states      Enrich finding > Evaluate rules > Archive or notify? > Archive finding > Archived? > Done
          decision    ARCHIVE by rule development-key-sharing, severity high
          because     Development keys may be shared with partner accounts.
          observed    It would be archived. Mode is observe, so the finding stays as it is.

        1 event: 0 archived, 1 would be archived, 0 alerts, 0 failed
        """
            .formatted(event),
        CommandRun.of("run", "--config", "Mode=observe", event).out());
  }

  /** What was resolved or archived by others before is part of the sum, too. */
  @Test
  void summary_ofAllSampleEvents_addsUp() {
    String report = CommandRun.of("run", CommandRun.EVENTS).out();
    String summary = report.stripTrailing().lines().reduce((line, next) -> next).orElseThrow();
    List<Integer> numbers =
        Pattern.compile("\\d+")
            .matcher(summary)
            .results()
            .map(number -> Integer.valueOf(number.group()))
            .toList();
    int sum = numbers.stream().skip(1).mapToInt(Integer::intValue).sum();
    assertEquals(numbers.get(0), sum, summary);
    assertTrue(summary.contains(" need nothing, "), summary);
  }

  @Test
  void report_ofAlertedFinding_showsTheEmailAsItsReaderGetsIt() {
    Path event = EventText.of(EventText.BUCKET).in(temp, "e.json");
    String report = CommandRun.of("run", event).out();
    String email = CommandRun.json(event).result().at("/alerts/0/message").textValue();
    assertTrue(report.contains("\n    Subject: [CRITICAL] "), report);
    for (String line : email.lines().filter(l -> !l.contains("Execution")).toList()) {
      assertTrue(report.contains(line.isEmpty() ? "\n\n" : "\n    " + line + "\n"), line);
    }
    assertTrue(report.endsWith("\n1 event: 0 archived, 1 alert, 0 failed\n"), report);
  }

  @Test
  void report_ofAnAlertThatIsNotSent_saysWhy() {
    EventText bucket = EventText.of(EventText.BUCKET);
    Path told = bucket.in(temp, "told.json");
    Path again =
        EventText.write(
            temp.resolve("again.json"),
            bucket
                .text()
                .replace("analyzer/organization-external", "analyzer/account")
                .replace(bucket.id(), "5f6f0b0e-1f0d-4bb0-9b6d-0c8a0e3c9a11"));

    assertEquals(
        """
        %s
          states      Enrich finding > Evaluate rules > Archive or notify? > Notify > Done
          decision    NOTIFY by rule confidential-is-never-public, severity critical
          because     Resources classified Confidential must never be public.
          not sent    Told with finding %s, which reports the same access.

        2 events: 0 archived, 1 alert, 1 not sent, 0 failed
        """
            .formatted(again, bucket.id()),
        CommandRun.of("run", told, again).out().split("\n(?=\\S*again.json)", 2)[1]);
  }

  @Test
  void report_forChat_showsWhatTheChannelShows() {
    Path event = EventText.of(EventText.BUCKET).in(temp, "e.json");
    Path account =
        EventText.write(
            temp.resolve("account.yaml"),
            """
            resources:
              - arn: arn:aws:s3:::amzn-s3-demo-payroll
                tags: {Team: payroll, Owner: "<@U1> & evil.com"}
            """);
    String report =
        CommandRun.of(
                "run",
                "--account",
                account,
                "--config",
                "AlertTags=Owner,Team",
                "--show",
                "chat",
                event)
            .out();

    assertEquals(
        """
            [HIGH] S3 bucket amzn-s3-demo-payroll is public

            S3 bucket amzn-s3-demo-payroll is public: anyone can read and list its objects.
            Account: 111122223333, us-east-1
            Owner: <＠U1> & evil[.]com
            Team: payroll
            Resource: arn:aws:s3:::amzn-s3-demo-payroll
            Condition: none
            Risk score: 55 (public 50 + unconditional 5)
            First: In account 111122223333 (us-east-1): Block all public access to the bucket (a website in it goes down, other accounts lose access too while its policy is public, and uploads with a public ACL fail). The email has the commands, what to check first, and how to undo it.
            No archive rule covers it.
            - Look at it: https://console.aws.amazon.com/access-analyzer/home?region=us-east-1#/findings/details/63ded197-792e-485e-ad5c-3ecc48d07936
            high, NOTIFY, AWS::S3::Bucket, 111122223333

        """,
        report.substring(report.indexOf("    ["), report.indexOf("1 event:")));
  }

  @Test
  void report_forPrograms_showsWhatTheQueueGets() {
    Path event = EventText.of(EventText.BUCKET).in(temp, "e.json");
    String report = CommandRun.of("run", "--show", "json", event).out();
    JsonNode alert = CommandRun.json(event).result().at("/alerts/0");

    List<String> shown =
        report
            .substring(report.indexOf("    Message"), report.indexOf("1 event:"))
            .lines()
            .toList();
    assertEquals("    Message attributes: " + Json.text(alert.path("attributes")), shown.get(0));
    JsonNode document = Json.read(String.join("\n", shown.subList(1, shown.size())), "document");
    assertEquals(alert.path("subject"), document.path("subject"));
    assertEquals("alert", document.path("kind").textValue());
  }

  @Test
  void report_ofFailures_showsWhatFailed() {
    Path none = EventText.write(temp.resolve("none.json"), "[]");
    Path other = EventText.write(temp.resolve("other.json"), "{}");
    CommandRun run = CommandRun.of("run", none, other);
    assertEquals(1, run.exitCode());
    assertTrue(
        run.out()
            .startsWith(
                "%s\n  error       the event: expected a JSON object, found a list\n\n"
                    .formatted(none)),
        run.out());
    assertTrue(
        run.out()
            .contains(
                "\n  states      Enrich finding > Report failure > Failed\n"
                    + "  error       Enrich finding: "),
        run.out());
    assertTrue(run.out().endsWith("\n2 events: 0 archived, 1 alert, 2 failed\n"), run.out());
  }

  @Test
  void report_withoutTerminal_hasNoColours() {
    assertFalse(CommandRun.of("run", CommandRun.EVENTS).out().contains("\u001b"));
  }

  @Test
  void report_onTerminal_hasColoursOfItsOwnOnly() {
    EventResult hostile =
        EventResult.refused("\u001b[5mname\u001b[0m", "\u001b[31mapproved\u001b[0m");
    assertEquals(
        """
        ESC[1m\\u001b[5mname\\u001b[0mESC[0m
          error       ESC[31m\\u001b[31mapproved\\u001b[0mESC[0m

        ESC[31m1 event: 0 archived, 0 alerts, 1 failedESC[0m
        """,
        printed(Ansi.ON, hostile).replace("\u001b", "ESC"));
    assertFalse(printed(Ansi.OFF, hostile).contains("\u001b"));
  }

  @Test
  void report_ofHostileFindingIds_showsThemHarmless() {
    EventResult result =
        new EventResult(
            "e",
            "\u001b",
            null,
            List.of("Done"),
            null,
            Json.object(),
            new World.Effects(List.of("\u001b[2Ja"), List.of("b\nc"), List.of()));
    assertEquals(
        """
        e
          states      Done
          archived    \\u001b[2Ja
          un-archived b\\u000ac

        1 event: 1 archived, 1 un-archived, 0 alerts, 0 failed
        """,
        printed(Ansi.OFF, result));
  }
}
