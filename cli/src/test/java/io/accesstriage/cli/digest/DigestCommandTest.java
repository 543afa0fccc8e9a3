package io.accesstriage.cli.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.decision.Severity;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.notify.Digest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    StringWriter out = new StringWriter();
    DigestCommand.print(Digest.list(ledger, NOW), new PrintWriter(out), json);
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
    assertEquals(100, Json.read(text, "output").at("/alerts/first").size());
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
    set("aws.accessKeyId", "none");
    set("aws.secretAccessKey", "none");

    CommandRun run = CommandRun.of("digest", "--table", "ledger-1", "--region", "eu-west-1");

    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(
        run.err().startsWith("triage digest: the ledger ledger-1 could not be read: dynamodb:"),
        run::err);
  }
}
