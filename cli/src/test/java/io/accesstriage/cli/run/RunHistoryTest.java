package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one event leaves behind, the next one of the same call meets. */
class RunHistoryTest {
  private static final String EARLIER = "2026-08-01T00:00:00Z";
  private static final String LATER = "2026-09-01T00:00:00Z";
  private static final String LATEST = "2026-09-02T00:00:00Z";

  @TempDir private Path temp;
  private int files;
  private Path archived;
  private Path notified;

  @BeforeEach
  void writeEvents() {
    archived = event(EventText.ARCHIVED, "ACTIVE", EARLIER);
    notified = event(EventText.NOTIFIED, "ACTIVE", EARLIER);
  }

  private Path event(String sample, String status, String updatedAt) {
    return EventText.of(sample)
        .detail(detail -> detail.put("status", status).put("updatedAt", updatedAt))
        .in(temp, ++files + ".json");
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

  private static String standingReason(JsonNode result) {
    return result.at("/output/decision/reason").textValue();
  }

  @Test
  void run_ofTwoEventsOfTheSameTime_saysThatTheFirstIsKept() {
    Path other =
        EventText.of(EventText.ARCHIVED)
            .detail(detail -> detail.put("updatedAt", EARLIER).put("isPublic", true))
            .in(temp, "other.json");
    CommandRun run = CommandRun.json(archived, other);
    assertEquals(
        "%s: says otherwise of finding %s than %s, and has the same updatedAt, so what the first of them says is kept. Give the later one a later updatedAt.\n"
            .formatted(other, run.results().get(0).path("findingId").textValue(), archived),
        run.err());
    assertEquals("", CommandRun.json(archived, archived).err());
  }

  @Test
  void run_ofSameEventTwice_doesNothingMore() {
    assertEquals(
        List.of("ARCHIVE archived", "IGNORE"), outcomes(CommandRun.json(archived, archived)));
    assertEquals(
        List.of("NOTIFY alerted", "IGNORE"), outcomes(CommandRun.json(notified, notified)));
  }

  @Test
  void run_inAnotherCall_knowsNothingOfTheFirst() {
    assertEquals(List.of("ARCHIVE archived"), outcomes(CommandRun.json(archived)));
    assertEquals(List.of("ARCHIVE archived"), outcomes(CommandRun.json(archived)));
  }

  @Test
  void run_ofSameEventAfterArchiving_meetsItArchivedByUs() {
    JsonNode second = CommandRun.json(archived, archived).results().get(1);
    assertEquals("ARCHIVED", second.at("/output/finding/status").textValue());
    assertEquals("The finding is archived, and stays so.", standingReason(second));
    assertEquals(
        List.of("Enrich finding", "Evaluate rules", "Archive or notify?", "Done"),
        CommandRun.texts(second.path("states")));
  }

  @Test
  void run_ofOlderEventAfterALater_doesNotBringTheFindingBack() {
    Path resolved = event(EventText.ARCHIVED, "RESOLVED", LATER);
    CommandRun run = CommandRun.json(resolved, archived);
    assertEquals(List.of("IGNORE", "IGNORE"), outcomes(run));
    assertEquals("RESOLVED", run.results().get(1).at("/output/finding/status").textValue());
  }

  @Test
  void run_ofEventOfTheSameTimeAfterArchiving_leavesItArchived() {
    Path repeated = event(EventText.ARCHIVED, "ACTIVE", EARLIER);
    CommandRun run = CommandRun.json(archived, repeated);
    assertEquals("ARCHIVED", run.results().get(1).at("/output/finding/status").textValue());
  }

  @Test
  void run_ofActiveEventSoonAfterArchiving_takesItForAnOldAnswer() {
    Path active = event(EventText.ARCHIVED, "ACTIVE", LATER);
    CommandRun run = CommandRun.json(archived, active);
    assertEquals(List.of("ARCHIVE archived", "IGNORE"), outcomes(run));
    assertEquals("ACTIVE", run.results().get(1).at("/output/finding/status").textValue());
    assertEquals(
        "The finding was archived a moment ago; this may be an old answer.",
        standingReason(run.results().get(1)));
  }

  @Test
  void run_ofLaterEvents_takesTheLatestByUpdatedAtWhateverTheirOrder() {
    Path resolved = event(EventText.NOTIFIED, "RESOLVED", LATEST);
    Path between = event(EventText.NOTIFIED, "ACTIVE", LATER);
    CommandRun run = CommandRun.json(notified, resolved, between, notified);
    assertEquals(List.of("NOTIFY alerted", "IGNORE", "IGNORE", "IGNORE"), outcomes(run));
    assertEquals("RESOLVED", run.results().get(3).at("/output/finding/status").textValue());
  }

  @Test
  void run_ofFindingThatSomebodyElseArchived_leavesIt() {
    Path byOther = event(EventText.NOTIFIED, "ARCHIVED", LATER);
    CommandRun run = CommandRun.json(notified, byOther);
    assertEquals(List.of("NOTIFY alerted", "IGNORE"), outcomes(run));
    assertTrue(
        standingReason(run.results().get(1)).startsWith("Somebody else"),
        () -> standingReason(run.results().get(1)));
  }

  @Test
  void run_ofFindingThatComesBack_isDecidedAnew() {
    Path resolved = event(EventText.ARCHIVED, "RESOLVED", LATER);
    Path again = event(EventText.ARCHIVED, "ACTIVE", LATEST);
    assertEquals(
        List.of("ARCHIVE archived", "IGNORE", "ARCHIVE archived"),
        outcomes(CommandRun.json(archived, resolved, again)));
  }

  @Test
  void run_ofAlertedFindingOfOtherContent_alertsAgain() {
    Path changed =
        EventText.of(EventText.NOTIFIED)
            .detail(
                detail -> {
                  detail.put("updatedAt", LATER);
                  detail.putObject("principal").put("AWS", "999988887777");
                })
            .in(temp, "changed.json");
    assertEquals(
        List.of("NOTIFY alerted", "NOTIFY alerted"), outcomes(CommandRun.json(notified, changed)));
  }

  @Test
  void run_ofAlertedFindingThatBecamePublic_alertsAgain() {
    Path worse =
        EventText.of(EventText.NOTIFIED)
            .detail(detail -> detail.put("updatedAt", LATER).put("isPublic", true))
            .in(temp, "worse.json");
    CommandRun run = CommandRun.json(notified, worse, worse);
    assertEquals(List.of("NOTIFY alerted", "NOTIFY alerted", "IGNORE"), outcomes(run));
    assertEquals("critical", run.results().get(1).at("/alerts/0/attributes/severity").textValue());
  }

  @Test
  void run_ofDeletedFinding_ignoresIt() {
    Path deleted =
        EventText.of(EventText.NOTIFIED)
            .detail(detail -> detail.put("updatedAt", LATER).put("isDeleted", true))
            .in(temp, "deleted.json");
    CommandRun run = CommandRun.json(notified, deleted, notified);
    assertEquals(List.of("NOTIFY alerted", "IGNORE", "IGNORE"), outcomes(run));
    assertEquals("NOT_FOUND", run.results().get(2).at("/output/finding/status").textValue());
  }

  @Test
  void run_ofMalformedEventTwice_reportsTheSameFailureOfAFindingOnce() {
    Path broken =
        EventText.of(EventText.NOTIFIED)
            .detail(detail -> detail.remove("resourceType"))
            .in(temp, "broken.json");
    CommandRun run = CommandRun.json(broken, broken);
    assertEquals(1, run.exitCode());
    assertEquals(
        List.of(1, 0), run.results().stream().map(result -> result.path("alerts").size()).toList());
  }
}
