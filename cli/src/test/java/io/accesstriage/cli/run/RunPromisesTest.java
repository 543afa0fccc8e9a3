package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What once broke a promise, as events that somebody can send. */
class RunPromisesTest {
  private static final String REFUSED =
      "faults: [{operation: \"access-analyzer:GetFinding\", error: AccessDeniedException%s}]\n";

  @TempDir private Path temp;
  private int files;

  private Path event(String sample, Consumer<ObjectNode> detail) {
    return EventText.of(sample).detail(detail).in(temp, ++files + ".json");
  }

  private Path file(String text) {
    return EventText.write(temp.resolve(++files + ".yaml"), text);
  }

  private static List<String> outcomes(CommandRun run) {
    assertEquals(0, run.exitCode(), run::err);
    List<String> outcomes = new ArrayList<>();
    for (JsonNode result : run.results()) {
      outcomes.add(
          result.path("outcome").textValue()
              + (result.path("archived").isEmpty() ? "" : " archived")
              + (result.path("unarchived").isEmpty() ? "" : " unarchived")
              + (result.path("alerts").isEmpty() ? "" : " alerted"));
    }
    return outcomes;
  }

  private Path keyAt(String status, String minute) {
    return event(
        EventText.NOTIFIED,
        detail ->
            detail.put("status", status).put("updatedAt", "2026-08-01T00:" + minute + ":00Z"));
  }

  /** Our own update is an event, too: a rule that reads times must not take it for news. */
  @Test
  void run_ofEventsOfOurOwnUpdates_archivesOnce() {
    Path rules =
        file(
            """
            rules:
              - id: before-the-change
                effect: archive
                owner: security@example.com
                reason: Shared before the change freeze.
                when: |
                  resource.type == "AWS::KMS::Key" && principal.account == "444455556666"
                  && finding.updatedAt < timestamp("2026-08-01T00:10:30Z")
            """);

    assertEquals(
        List.of("ARCHIVE archived", "IGNORE", "IGNORE", "IGNORE"),
        outcomes(
            CommandRun.json(
                "--rules",
                rules,
                keyAt("ACTIVE", "10"),
                keyAt("ARCHIVED", "11"),
                keyAt("ARCHIVED", "12"),
                keyAt("ARCHIVED", "13"))));
  }

  /** Of an analyzer that is not configured only events are known: each change is alerted. */
  @Test
  void run_ofEventOnlyFindingWhoseContentChanges_alertsBoth() {
    Path account = file(REFUSED.formatted(""));
    Path worse =
        event(
            EventText.NOTIFIED,
            detail -> {
              detail.put("updatedAt", "2026-08-01T00:11:00Z");
              detail.putArray("action").add("kms:*");
            });

    assertEquals(
        List.of("NOTIFY alerted", "NOTIFY alerted", "IGNORE"),
        outcomes(CommandRun.json("--account", account, keyAt("ACTIVE", "10"), worse, worse)));
  }

  @Test
  void run_ofErrorFindingThatCanBeAnalyzedAgain_alertsItsContent() {
    Path error =
        event(
            EventText.NOTIFIED,
            detail -> {
              detail.put("updatedAt", "2026-08-01T00:10:00Z").put("error", "INTERNAL_ERROR");
              detail.remove(List.of("principal", "action", "condition", "isPublic"));
            });

    assertEquals(
        List.of("NOTIFY alerted", "NOTIFY alerted"),
        outcomes(CommandRun.json(error, keyAt("ACTIVE", "11"))));
  }

  /** An event that nobody sent, read while the API refused once, must not speak for the finding. */
  @Test
  void run_ofForgedEventBeforeTheRealOne_alertsTheRealOne() {
    Path account = file(REFUSED.formatted(", times: 1"));
    Path forged =
        event(
            EventText.BUCKET,
            detail -> {
              detail.put("isPublic", false).put("updatedAt", "2026-01-01T00:00:00Z");
              detail.putObject("principal").put("AWS", "444455556666");
            });

    CommandRun run =
        CommandRun.json("--account", account, forged, CommandRun.EVENTS.resolve(EventText.BUCKET));

    assertEquals(List.of("NOTIFY alerted", "NOTIFY alerted"), outcomes(run));
    String subject = run.results().get(1).at("/alerts/0/subject").textValue();
    assertTrue(subject.contains("public"), subject);
  }

  /** A finding is its analyzer's: the same id of another analyzer is another finding. */
  @Test
  void run_ofForgedEventOfAnotherAnalyzer_alertsTheRealOne() {
    Path account = file(REFUSED.formatted(", times: 1"));
    String analyzer = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/";
    Path forged =
        EventText.of(EventText.BUCKET)
            .envelope(event -> event.putArray("resources").add(analyzer + "nothing-to-see"))
            .detail(
                detail -> {
                  detail.put("isPublic", false).put("updatedAt", "2026-12-01T00:00:00Z");
                  detail.putObject("principal").put("AWS", "444455556666");
                })
            .in(temp, "forged.json");

    CommandRun run =
        CommandRun.json(
            "--account",
            account,
            "--config",
            "AnalyzerArns=" + analyzer + "organization-external",
            forged,
            CommandRun.EVENTS.resolve(EventText.BUCKET));

    assertEquals(List.of("NOTIFY alerted", "NOTIFY alerted"), outcomes(run));
    String subject = run.results().get(1).at("/alerts/0/subject").textValue();
    assertTrue(subject.contains("public"), subject);
  }

  @Test
  void run_ofIdThatIsAnotherKeyOfTheLedger_isAlertedLikeAnyOther() {
    for (String id :
        List.of("mark#digest", "archived#2026-08-01#rule", "told#x", "x".repeat(3000))) {
      Path odd = event(EventText.NOTIFIED, detail -> detail.put("id", id));
      assertEquals(List.of("NOTIFY alerted", "IGNORE"), outcomes(CommandRun.json(odd, odd)), id);
    }
  }

  /** A typo in a request by hand closes nothing, and is reported. */
  @Test
  void run_ofEventThatNamesAnotherAnalyzer_failsAndIsReported() {
    Path typo =
        EventText.of(EventText.NOTIFIED)
            .detail(detail -> detail.put("updatedAt", "2026-08-01T00:09:00Z"))
            .envelope(
                e ->
                    e.putArray("resources")
                        .add("arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/typo"))
            .in(temp, "typo.json");

    CommandRun run = CommandRun.json(keyAt("ACTIVE", "10"), typo, keyAt("ACTIVE", "11"));

    assertEquals(1, run.exitCode());
    JsonNode second = run.results().get(1);
    assertEquals("FAILED", second.path("status").textValue());
    assertEquals(1, second.path("alerts").size());
    assertEquals("IGNORE", run.results().get(2).path("outcome").textValue());
  }

  /** Whoever is first to name a finding has not made it his own. */
  @Test
  void run_ofForgedEventOfAnotherAnalyzer_doesNotKeepTheFindingFromBeingAlerted() {
    Path account = file(REFUSED.formatted(", times: 1"));
    Path forged =
        EventText.of(EventText.NOTIFIED)
            .envelope(
                e ->
                    e.putArray("resources")
                        .add("arn:aws:access-analyzer:us-east-1:111122223333:analyzer/none"))
            .in(temp, "forged.json");

    CommandRun run = CommandRun.json("--account", account, forged, keyAt("ACTIVE", "10"));

    assertEquals(List.of("NOTIFY alerted", "NOTIFY alerted"), outcomes(run));
  }
}
