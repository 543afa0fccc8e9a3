package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files {@code triage run} takes, in which order, and what it calls them. */
class RunArgumentsTest {
  @TempDir private Path temp;

  private void event(String name) {
    EventText event = EventText.of(EventText.NOTIFIED);
    event.detail(detail -> detail.put("id", "id-of-" + name));
    event.in(temp, name);
  }

  private static List<String> events(CommandRun run) {
    return run.results().stream().map(result -> result.path("event").textValue()).toList();
  }

  @Test
  void run_ofFile_isCalledAsItWasNamed() {
    event("a.json");
    String argument = temp + "/./a.json";
    assertEquals(List.of(argument), events(CommandRun.json(argument)));
  }

  @Test
  void run_ofFileOfAnotherSuffix_takesIt() {
    event("a.txt");
    assertEquals(0, CommandRun.json(temp.resolve("a.txt")).exitCode());
  }

  @Test
  void run_ofFolder_ordersRelativePathsByBytes() {
    assertOrder(
        List.of("B.json", "a-b.json", "a.json", "a/b.json", "a0.json", "b.json", "b/A.json"));
  }

  @Test
  void run_ofFolder_ordersNamesBeyondAsciiByTheirBytesInUtf8() {
    assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "the locale has such file names");
    // As UTF-16, the last two would be the other way round.
    assertOrder(List.of("z.json", "é.json", "\uff5e.json", "😀.json"));
  }

  private void assertOrder(List<String> expected) {
    expected.forEach(this::event);
    assertEquals(
        expected.stream().map(name -> temp + "/" + name).toList(), events(CommandRun.json(temp)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//"})
  void run_ofFolderWithTrailingSlash_hasOneSlashInLabels(String slashes) {
    event("sub/a.json");
    assertEquals(List.of(temp + "/sub/a.json"), events(CommandRun.json(temp + slashes)));
  }

  @Test
  void run_ofDefault_isCalledEvents() {
    List<String> events = events(CommandRun.json());
    assertEquals("events/external/dynamodb-stream-shared-with-account.json", events.get(0));
    assertTrue(events.stream().allMatch(event -> event.startsWith("events/")), events::toString);
    assertEquals(
        events(CommandRun.json(CommandRun.EVENTS)),
        events.stream().map(event -> CommandRun.HOME + "/" + event).toList());
  }

  @Test
  void run_ofSeveralArguments_keepsTheirOrderAndRepeats() {
    event("z.json");
    event("a.json");
    event("f/m.json");
    List<String> events =
        events(CommandRun.json(temp + "/z.json", temp + "/f", temp + "/a.json", temp + "/z.json"));
    assertEquals(
        List.of(temp + "/z.json", temp + "/f/m.json", temp + "/a.json", temp + "/z.json"), events);
  }

  @Test
  void run_ofFolder_leavesOutMalformedAndFunctionsAtAnyDepth() {
    for (String folder :
        List.of("", "malformed/", "functions/", "x/malformed/", "x/functions/y/")) {
      event(folder + "a.json");
    }
    event("x/malformed.json");
    event("malformed-too/a.json");
    event("a.yaml");
    assertEquals(
        List.of("a.json", "malformed-too/a.json", "x/malformed.json").stream()
            .map(name -> temp + "/" + name)
            .toList(),
        events(CommandRun.json(temp)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"malformed", "x/functions", "x/functions/y"})
  void run_ofFolderThatIsOtherwiseLeftOut_takesItWhereItIsNamed(String folder) {
    event(folder + "/a.json");
    assertEquals(
        List.of(temp + "/" + folder + "/a.json"), events(CommandRun.json(temp.resolve(folder))));
  }

  @Test
  void run_ofLinkToFolder_followsIt() throws IOException {
    event("real/a.json");
    Files.createSymbolicLink(temp.resolve("link"), temp.resolve("real"));
    Files.createSymbolicLink(temp.resolve("real/loop"), temp.resolve("real"));
    assertEquals(List.of(temp + "/link/a.json"), events(CommandRun.json(temp.resolve("link"))));
  }

  @Test
  void run_ofPathThatBeginsWithAnAtSign_isNoFileOfArguments() {
    event("a.json");
    Path arguments = EventText.write(temp.resolve("arguments"), temp.resolve("a.json").toString());
    CommandRun run = CommandRun.json("@" + arguments).assertWrongUse();
    assertEquals("@%s: there is no such file or folder\n".formatted(arguments), run.err());
  }

  @Test
  void run_ofMissingPath_runsNothing() {
    event("a.json");
    CommandRun run = CommandRun.json(temp.resolve("a.json"), temp.resolve("missing.json"));
    run.assertWrongUse();
    assertEquals(temp + "/missing.json: there is no such file or folder\n", run.err());
  }

  @Test
  void run_ofEmptyPath_isNotTheWorkingFolder() {
    assertEquals(
        "\"\": there is no such file or folder\n", CommandRun.json("").assertWrongUse().err());
  }

  @Test
  void run_ofPathThatNoFileCanHave_runsNothing() {
    CommandRun.json("a\0b").assertWrongUse();
  }

  @Test
  void run_ofFolderWithoutEvents_runsNothing() {
    event("malformed/a.json");
    CommandRun run = CommandRun.json(temp).assertWrongUse();
    assertEquals(temp + ": the folder has no event file (*.json)\n", run.err());
  }

  @Test
  void run_ofBrokenLink_runsNothing() throws IOException {
    event("a.json");
    Files.createSymbolicLink(temp.resolve("b.json"), temp.resolve("nowhere"));
    CommandRun run = CommandRun.json(temp).assertWrongUse();
    assertEquals(
        temp + "/b.json: the event file could not be read: it does not exist\n", run.err());
    CommandRun.json(temp.resolve("b.json")).assertWrongUse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unknown",
        "--json=perhaps",
        "--rules",
        "--config",
        "--config=Mode",
        "--config==observe",
        "--config=Mode=sometimes",
        "--config=mode=observe",
        "--config=Fo\u001bo=1",
        "--config=BusyWaitSeconds=0",
        "--config=BusyWaitSeconds=1.5",
        "--config=MaxArchivesPerRulePerDay=99999999999",
        "--config=ReviewAfterDays=",
        "--config=ImmediateAlerts=all",
        "--config=MaxImmediateAlertsPerHour=0",
        "--config=AnalyzerArns= ",
        "--show=email"
      })
  void run_withWrongOption_runsNothing(String option) {
    CommandRun.json(CommandRun.EVENTS, option).assertWrongUse();
  }

  @Test
  void run_forAnUnknownReader_namesTheKnown() {
    assertEquals(
        "--show: expected email, chat or json, found \"EMAIL\"\n",
        CommandRun.of("run", "--show", "EMAIL").assertWrongUse().err());
  }

  @Test
  void run_withUnknownParameter_namesTheKnown() {
    assertEquals(
        "--config: unknown parameter \"Mood\"; known are AnalyzerArns, ServiceLinkedFindings, Mode, MemberAccountRoleName,"
            + " MemberAccountExternalId, AccountFacts, AlertTags, ImmediateAlerts,"
            + " MaxImmediateAlertsPerHour, MaxArchivesPerRulePerDay, ReviewAfterDays,"
            + " BusyWaitSeconds\n",
        CommandRun.json("--config", "Mood=good").assertWrongUse().err());
  }

  /** What the template allows, in its own words. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mode=sometimes                | expected observe or archive, found \"sometimes\"",
        "BusyWaitSeconds=901           | expected a whole number from 1 to 900, found \"901\"",
        "BusyWaitSeconds=none          | expected a whole number from 1 to 900, found \"none\"",
        "MaxImmediateAlertsPerHour=1e3 | expected a whole number from 1 to 1000, found \"1e3\"",
        "AlertTags=Owner,,Team         | it must be empty or at most five tag keys, separated by"
            + " commas, such as Owner,Team: letters, digits, spaces and _ . : / = + - @, at most"
            + " 128 characters each. Found \"Owner,,Team\"",
        "MemberAccountRoleName=a/b     | it must be a role's name without its path, or none. Found"
            + " \"a/b\"",
      })
  void run_withValueThatTheTemplateRefuses_saysWhatItTakes(String given, String why) {
    assertEquals(
        "--config %s: %s\n".formatted(given.substring(0, given.indexOf('=')), why),
        CommandRun.json("--config", given).assertWrongUse().err());
  }

  @Test
  void run_withParameterThatChangesNoRun_saysThatItHasNoEffect() {
    event("a.json");
    CommandRun run = CommandRun.json("--config", "DigestSchedule=rate(1 day)", temp);
    assertEquals(0, run.exitCode());
    assertEquals("--config DigestSchedule has no effect on a run\n", run.err());
  }

  @Test
  void run_inObserveMode_archivesNothing() {
    EventText.of(EventText.ARCHIVED).in(temp, "a.json");
    CommandRun run = CommandRun.json("--config", "Mode=observe", temp);
    assertEquals(0, run.exitCode());
    assertEquals("ARCHIVE", run.result().path("outcome").textValue());
    assertEquals(
        List.of(
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Archive finding",
            "Archived?",
            "Done"),
        CommandRun.texts(run.result().path("states")));
    assertEquals(0, run.result().path("archived").size());
    assertEquals(0, run.result().path("alerts").size());
    assertEquals("OBSERVED", run.result().at("/output/archive/outcome").textValue());
  }

  @Test
  void run_withOtherAnalyzersConfigured_archivesNothing() {
    EventText.of(EventText.ARCHIVED).in(temp, "a.json");
    CommandRun run = CommandRun.json("--config", "AnalyzerArns=none", temp);
    assertEquals("NOTIFY", run.result().path("outcome").textValue());
  }

  @Test
  void run_withDailyBrake_archivesNoMoreThanThat() {
    for (String name : List.of("a", "b", "c")) {
      EventText.of(EventText.ARCHIVED).detail(d -> d.put("id", name)).in(temp, name + ".json");
    }
    CommandRun run = CommandRun.json("--config", "MaxArchivesPerRulePerDay=2", temp);
    assertEquals(
        List.of("ARCHIVE", "ARCHIVE", "NOTIFY"),
        run.results().stream().map(result -> result.path("outcome").textValue()).toList());
  }
}
