package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.cli.world.World;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.finding.FindingList;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.UnsupportedStateMachineException;
import io.accesstriage.sweep.FindingSweep;
import io.accesstriage.sweep.SweepHandler;
import io.accesstriage.sweep.TriageStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** The repository's sweep.asl.json over the sample account, and the triages that it starts. */
final class LocalSweepTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external";
  private static final String NO_RULES = "rules: []\n";

  private final SimulatedClock clock = SimulatedClock.startingNow();
  private final Map<String, String> parameters = new HashMap<>();
  private World world = world("");

  private static World world(String faults) {
    try {
      return new World(
          SampleAccount.parse(
              "account",
              Files.readString(CommandRun.EVENTS.resolve("sample-account.yaml")) + "\n" + faults));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String name) throws IOException {
    return Files.readString(CommandRun.HOME.resolve(name));
  }

  private StateMachine machine(String file) throws IOException, UnsupportedStateMachineException {
    List<String> config = new ArrayList<>();
    parameters.forEach((name, value) -> config.add(name + "=" + value));
    return StateMachine.parse(file(file), new RunConfig(config).substitutions(Set.of(ANALYZER)));
  }

  /**
   * @param triages that the sweep started, run one after the other
   */
  private record Result(List<Execution> executions, List<EventResult> triages) {}

  private Result sweep(String text) throws Exception {
    RuleSet rules = RuleSet.parse("rules", text);
    LocalSweep.Swept swept = LocalSweep.of(machine("sweep.asl.json"), rules, world, clock);
    LocalTriage triage = new LocalTriage(machine("statemachine.asl.json"), rules, world, clock);
    List<EventResult> triages = new ArrayList<>();
    swept
        .started()
        .forEach((name, input) -> triages.add(triage.run(name, Json.bytes(input), () -> name)));
    return new Result(swept.executions(), triages);
  }

  private Result sweep() throws Exception {
    return sweep(file("rules/rules.yaml"));
  }

  private Finding exists(String sample) {
    return exists(sample, detail -> {});
  }

  private Finding exists(String sample, Consumer<ObjectNode> change) {
    Finding finding =
        FindingEvent.parse(
            Fields.of(Json.read(EventText.of(sample).detail(change).text(), "event"), "event"));
    world.observe(finding);
    return finding;
  }

  private static List<String> outcomes(Result result) {
    return result.triages().stream()
        .map(triage -> triage.json())
        .map(
            json ->
                json.path("findingId").asText()
                    + " "
                    + json.path("outcome").asText()
                    + (json.path("archived").isEmpty() ? "" : " archived")
                    + (json.path("unarchived").isEmpty() ? "" : " unarchived"))
        .sorted()
        .toList();
  }

  private static List<String> states(Result result) {
    return result.executions().stream().flatMap(e -> e.states().stream()).toList();
  }

  @Test
  void sweep_afterTheDeployment_triagesWhatIsThere() throws Exception {
    Finding archived = exists(EventText.ARCHIVED);
    Finding alerted = exists(EventText.NOTIFIED);

    Result result = sweep();

    assertEquals(
        List.of(archived.id() + " ARCHIVE archived", alerted.id() + " NOTIFY"), outcomes(result));
    List<String> page = List.of("Sweep page", "More?");
    List<String> expected = new ArrayList<>(List.of("New or continued?", "Ask for rules version"));
    for (int status = 0; status < 3; status++) {
      expected.addAll(page);
    }
    expected.addAll(List.of("Check analyzers", "All swept?", "Done"));
    assertEquals(expected, states(result));
  }

  @Test
  void sweep_again_startsNothing() throws Exception {
    exists(EventText.ARCHIVED);
    exists(EventText.NOTIFIED);
    sweep();
    assertEquals(List.of(), outcomes(sweep()));
  }

  @Test
  void sweep_underOtherRules_unarchivesWhatTheyNoLongerArchive() throws Exception {
    Finding archived = exists(EventText.ARCHIVED);
    Finding alerted = exists(EventText.NOTIFIED);
    sweep();

    Result result = sweep(NO_RULES);

    assertEquals(
        List.of(archived.id() + " UNARCHIVE unarchived", alerted.id() + " IGNORE"),
        outcomes(result));
    assertEquals(List.of(), outcomes(sweep(NO_RULES)));
  }

  @Test
  void sweep_onceModeIsArchive_archivesWhatWasObserved() throws Exception {
    Finding observed = exists(EventText.ARCHIVED);
    parameters.put("Mode", "observe");
    assertEquals(List.of(observed.id() + " ARCHIVE"), outcomes(sweep()));
    assertEquals(List.of(), outcomes(sweep()));
    parameters.put("Mode", "archive");
    assertEquals(List.of(observed.id() + " ARCHIVE archived"), outcomes(sweep()));
  }

  @Test
  void sweep_resolvedMeanwhile_closesTheLedgersEntry() throws Exception {
    Finding alerted = exists(EventText.NOTIFIED);
    sweep();
    exists(
        EventText.NOTIFIED,
        detail -> detail.put("status", "RESOLVED").put("updatedAt", clock.instant().toString()));

    assertEquals(List.of(alerted.id() + " IGNORE"), outcomes(sweep()));
    assertTrue(world.ledger().read(alerted.id()).orElseThrow().stands(Standing.Kind.RESOLVED));
    assertEquals(List.of(), outcomes(sweep()));
  }

  @Test
  void sweep_archivedByOthers_notesThemOnceAndLeavesThemAlone() throws Exception {
    Finding archived = exists(EventText.ARCHIVED, detail -> detail.put("status", "ARCHIVED"));
    assertEquals(List.of(archived.id() + " IGNORE"), outcomes(sweep()));
    assertTrue(
        world.ledger().read(archived.id()).orElseThrow().stands(Standing.Kind.ARCHIVED_BY_OTHER));
    assertEquals(List.of(), outcomes(sweep()));
    assertEquals(List.of(), outcomes(sweep(NO_RULES)));
  }

  @Test
  void sweep_atTheTimeOfReview_looksAgainOnce() throws Exception {
    Finding alerted = exists(EventText.NOTIFIED);
    sweep();
    clock.advance(Duration.ofDays(33));
    assertEquals(List.of(alerted.id() + " IGNORE"), outcomes(sweep()));
    assertEquals(List.of(), outcomes(sweep()));
  }

  @Test
  void sweep_whoseListFailsForGood_failsAndSaysWhichAnalyzer() throws Exception {
    world =
        world(
            "faults: [{operation: \"access-analyzer:ListFindings\", error: AccessDeniedException}]");
    Result result = sweep();
    Execution last = result.executions().get(0);
    assertEquals(Execution.Status.FAILED, last.status());
    assertEquals("SweepIncomplete", last.error().error());
    assertTrue(
        last.error().cause().startsWith("Not swept to their end: " + ANALYZER),
        last.error()::cause);
  }

  @Test
  void sweep_whoseListKeepsFailing_skipsTheAnalyzerAndSaysSo() throws Exception {
    world =
        world(
            "faults: [{operation: \"access-analyzer:ListFindings\", error: ThrottlingException}]");
    Result result = sweep();
    assertEquals(
        List.of(
            "New or continued?",
            "Ask for rules version",
            "Sweep page",
            "Skip analyzer",
            "More?",
            "Check analyzers",
            "All swept?",
            "Sweep incomplete"),
        states(result));
    JsonNode report = result.executions().get(0).steps().get(5).input().at("/sweep/report");
    assertTrue(report.asText().contains("ListFindings: ThrottlingException"), report::asText);
  }

  @Test
  void sweep_ofManyFindings_pausesSoThatTheyDoNotAllStartAtOnce() throws Exception {
    for (int i = 0; i < 250; i++) {
      String id = "finding-" + i;
      exists(EventText.NOTIFIED, detail -> detail.put("id", id));
    }
    Result result = sweep();
    assertEquals(250, result.triages().size());
    assertEquals(3, states(result).stream().filter("Let triages proceed"::equals).count());
  }

  /** The sweep alone, without the triages: what it costs for an organization. */
  @Test
  void sweep_ofFiftyThousandFindings_staysBelowTwoThousandTransitions() throws Exception {
    int pages = 500;
    Instant updated = clock.instant();
    FindingList list =
        (analyzer, status, newestFirst, token) -> {
          if (status != FindingStatus.ACTIVE) {
            return new FindingPage<>(List.of(), null);
          }
          int page = token == null ? 0 : Integer.parseInt(token);
          return new FindingPage<>(
              IntStream.range(0, FindingList.PAGE)
                  .mapToObj(i -> new ListedFinding("finding-%d-%d".formatted(page, i), updated))
                  .toList(),
              page + 1 < pages ? Integer.toString(page + 1) : null);
        };
    Ledger ledger = Mockito.mock(Ledger.class);
    Mockito.when(ledger.readAll(Mockito.anySet()))
        .thenAnswer(
            call ->
                call.<Set<String>>getArgument(0).stream()
                    .filter(id -> !id.endsWith("-7"))
                    .collect(Collectors.toMap(id -> id, id -> settled(id, updated))));
    List<String> started = new ArrayList<>();
    SweepHandler handler =
        new SweepHandler(
            new FindingSweep(
                list,
                table -> ledger,
                (stateMachine, name, input) -> {
                  started.add(name);
                  return TriageStart.STARTED;
                },
                clock,
                clock::advance),
            LocalSweep.watch(world, clock));

    List<Execution> parts =
        new LocalSweep(
                machine("sweep.asl.json"),
                Map.of(
                    LocalSweep.EVALUATE,
                    payload -> Json.object().put("rulesVersion", "rules-1"),
                    LocalSweep.SWEEP,
                    LocalTriage.function(LocalSweep.SWEEP, handler)),
                clock)
            .run("sweep-1");

    assertEquals(pages, started.size());
    assertEquals(2, parts.size(), "500 pages are more than an execution has");
    assertEquals(Execution.Status.SUCCEEDED, parts.get(1).status());
    int transitions = parts.stream().mapToInt(part -> part.states().size()).sum();
    assertEquals(1_012, transitions, "docs/operations.md tells the number");
    Mockito.verify(ledger, Mockito.times(pages)).readAll(Mockito.anySet());
    Mockito.verifyNoMoreInteractions(ledger);
  }

  private static LedgerEntry settled(String id, Instant updated) {
    return LedgerEntry.first(id, ANALYZER)
        .withStanding(
            StandingBuilder.of(Standing.Kind.ALERTED)
                .severity(Severity.LOW)
                .rulesVersion("rules-1")
                .reason("why")
                .at(updated)
                .build())
        .withReview(new Review(updated.plus(Duration.ofDays(30)), "rules-1", updated, null));
  }
}
