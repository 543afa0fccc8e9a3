package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.cli.world.World;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.SqsSendMessage;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.StreamHandlerFunction;
import io.accesstriage.stateslanguage.TaskFailedException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * docs/operations.md, "Redrive": the real state machine, an execution of which died in a step
 * without reporting (no Catch catches States.DataLimitExceeded) and is redriven later.
 */
class RedriveTest {
  private static final String MACHINE =
      "arn:aws:states:us-east-1:111122223333:stateMachine:access-analyzer-triage";
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration OF_AGE = Duration.ofMinutes(20);

  /** How a call of a function dies. */
  private enum Death {
    BEFORE_ITS_EFFECT,
    AFTER_ITS_EFFECT
  }

  private final SimulatedClock clock = SimulatedClock.startingAt(START);
  private final Map<String, Death> deaths = new HashMap<>();
  private final Map<String, String> failures = new HashMap<>();
  private World world;
  private Interpreter interpreter;
  private JsonNode event;

  @BeforeEach
  void deploy() throws Exception {
    world =
        new World(
            SampleAccount.parse(
                "sample-account.yaml",
                Files.readString(CommandRun.EVENTS.resolve("sample-account.yaml"))));
    event = Json.read(EventText.of(EventText.ARCHIVED).text(), "event");
    world.observe(EventInput.read(Json.bytes(event)).finding().orElseThrow());
    interpreter = interpreter(rules(Files.readString(CommandRun.HOME.resolve("rules/rules.yaml"))));
  }

  private static RuleSet rules(String yaml) {
    return RuleSet.parse("rules.yaml", yaml);
  }

  private Interpreter interpreter(RuleSet rules) throws Exception {
    Map<String, LambdaFunction> functions = new HashMap<>();
    for (FunctionName name : FunctionName.values()) {
      String function = name.substitution();
      functions.put(
          function,
          mortal(
              function,
              new StreamHandlerFunction(
                  function, LocalTriage.handler(name, rules, world, clock), new Silence())));
    }
    Map<String, String> substitutions =
        new RunConfig(List.of()).substitutions(Set.of(event.path("resources").path(0).asText()));
    return new Interpreter(
        StateMachine.parse(
            Files.readString(CommandRun.HOME.resolve("statemachine.asl.json")), substitutions),
        MACHINE,
        Map.of(
            LambdaInvoke.ARN,
            new LambdaInvoke(functions),
            SqsSendMessage.ARN,
            new SqsSendMessage(world.deadLetterQueue())),
        clock,
        new SplittableRandom(1));
  }

  /** Dies of an answer that is too large, or fails with an error, once. */
  private LambdaFunction mortal(String name, LambdaFunction function) {
    return payload -> {
      String failure = failures.remove(name);
      if (failure != null) {
        throw new TaskFailedException(failure, "as the test says");
      }
      Death death = deaths.remove(name);
      if (death != Death.BEFORE_ITS_EFFECT) {
        JsonNode answer = function.invoke(payload);
        if (death == null) {
          return answer;
        }
      }
      ObjectNode tooLarge = Json.object();
      return tooLarge.put("x", "x".repeat(Interpreter.MAX_PAYLOAD_BYTES));
    };
  }

  private static final class Silence implements LambdaLogger {
    @Override
    public void log(String message) {}

    @Override
    public void log(byte[] message) {}
  }

  private Execution died(String function, Death death) {
    deaths.put(function, death);
    Execution execution = interpreter.run("first", event);
    assertEquals(Execution.Status.FAILED, execution.status());
    Execution.Step last = execution.steps().get(execution.steps().size() - 1);
    assertEquals("States.DataLimitExceeded", last.failure().error());
    return execution;
  }

  private static List<String> since(Execution before, Execution redriven) {
    return redriven.states().subList(before.states().size(), redriven.states().size());
  }

  private LedgerEntry entry() {
    return world.ledger().read(event.path("detail").path("id").textValue()).orElseThrow();
  }

  private Standing.Kind standing() {
    assertEquals(null, entry().claim());
    return entry().standing().kind();
  }

  @Test
  void redrive_ofAnOldDecisionToArchive_readsAndDecidesAnew() {
    Execution died = died("ArchiveFunction", Death.BEFORE_ITS_EFFECT);
    clock.advance(OF_AGE);
    Instant redrivenAt = clock.instant();
    Execution redriven = interpreter.redrive(died);
    assertEquals(
        List.of(
            "Archive finding",
            "Archived?",
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Archive finding",
            "Archived?",
            "Done"),
        since(died, redriven));
    assertEquals(Execution.Status.SUCCEEDED, redriven.status());
    assertEquals(died.id(), redriven.id());
    Instant decidedAt =
        Instant.parse(redriven.output().path("decision").path("decidedAt").textValue());
    assertFalse(decidedAt.isBefore(redrivenAt), decidedAt::toString);
    assertEquals(1, world.takeEffects().archived().size());
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing());
  }

  @Test
  void redrive_afterTheRulesChanged_neverActsOnTheOldDecision() throws Exception {
    Execution died = died("ArchiveFunction", Death.BEFORE_ITS_EFFECT);
    clock.advance(OF_AGE);
    interpreter = interpreter(rules("rules: []\n"));
    Execution redriven = interpreter.redrive(died);
    assertEquals(
        List.of(
            "Archive finding",
            "Archived?",
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Notify",
            "Done"),
        since(died, redriven));
    World.Effects effects = world.takeEffects();
    assertEquals(List.of(), effects.archived());
    assertEquals(1, effects.alerts().size());
    assertEquals(Standing.Kind.ALERTED, standing());
  }

  @Test
  void redrive_ofAFreshDecision_carriesItOut() {
    Execution died = died("ArchiveFunction", Death.BEFORE_ITS_EFFECT);
    clock.advance(Duration.ofMinutes(5));
    Execution redriven = interpreter.redrive(died);
    assertEquals(List.of("Archive finding", "Archived?", "Done"), since(died, redriven));
    assertEquals(1, world.takeEffects().archived().size());
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing());
  }

  @Test
  void redrive_ofWhatWasArchivedBeforeItDied_leavesItArchived() {
    Execution died = died("ArchiveFunction", Death.AFTER_ITS_EFFECT);
    clock.advance(OF_AGE);
    Execution redriven = interpreter.redrive(died);
    assertEquals(Execution.Status.SUCCEEDED, redriven.status());
    assertEquals("IGNORE", redriven.output().path("decision").path("outcome").textValue());
    World.Effects effects = world.takeEffects();
    assertEquals(1, effects.archived().size());
    assertEquals(List.of(), effects.unarchived());
    assertEquals(List.of(), effects.alerts());
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing());
  }

  @Test
  void redrive_afterAnotherExecutionDidIt_findsItDone() {
    Execution died = died("ArchiveFunction", Death.BEFORE_ITS_EFFECT);
    clock.advance(OF_AGE);
    assertEquals(Execution.Status.SUCCEEDED, interpreter.run("second", event).status());
    clock.advance(Duration.ofMinutes(1));
    Execution redriven = interpreter.redrive(died);
    assertEquals(
        List.of(
            "Archive finding",
            "Archived?",
            "Enrich finding",
            "Evaluate rules",
            "Archive or notify?",
            "Done"),
        since(died, redriven));
    World.Effects effects = world.takeEffects();
    assertEquals(1, effects.archived().size());
    assertEquals(List.of(), effects.alerts());
  }

  @Test
  void redrive_whileAnotherHoldsTheClaim_waitsUntilItRunsOutAndNoLonger() {
    Execution died = died("ArchiveFunction", Death.BEFORE_ITS_EFFECT);
    clock.advance(OF_AGE);
    deaths.put("ArchiveFunction", Death.BEFORE_ITS_EFFECT);
    assertEquals(Execution.Status.FAILED, interpreter.run("second", event).status());
    Instant redrivenAt = clock.instant();
    Execution redriven = interpreter.redrive(died);
    assertTrue(redriven.states().contains("Wait for the other"), redriven.states()::toString);
    assertEquals(Execution.Status.SUCCEEDED, redriven.status());
    Duration waited = Duration.between(redrivenAt, clock.instant());
    assertTrue(waited.compareTo(Duration.ofMinutes(17)) < 0, waited::toString);
    assertEquals(1, world.takeEffects().archived().size());
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing());
  }

  @Test
  void redrive_ofAReportedFailure_onlyFailsAgain() {
    failures.put("ArchiveFunction", "io.accesstriage.failure.PermanentFailure");
    Execution reported = interpreter.run("first", event);
    assertEquals("Failed", reported.states().get(reported.states().size() - 1));
    assertEquals(1, world.takeEffects().alerts().size());
    clock.advance(OF_AGE);
    Execution redriven = interpreter.redrive(reported);
    assertEquals(List.of("Failed"), since(reported, redriven));
    assertEquals(Execution.Status.FAILED, redriven.status());
    assertEquals(World.Effects.NONE, world.takeEffects());
  }

  @Test
  void startAnew_afterAReportedFailure_isNotBusy() {
    failures.put("ArchiveFunction", "io.accesstriage.failure.PermanentFailure");
    Execution reported = interpreter.run("first", event);
    assertEquals(Execution.Status.FAILED, reported.status());
    assertFalse(entry().claim().isLive(clock.instant()), "the report gave the claim up");
    clock.advance(Duration.ofMinutes(1));
    Execution anew = interpreter.run("second", event);
    assertFalse(anew.states().contains("Wait for the other"), anew.states()::toString);
    assertEquals(1, world.takeEffects().archived().size());
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing());
  }

  @Test
  void redrive_inEvaluate_isNotHeldUpByItsOwnLiveClaim() {
    Execution died = died("EvaluateFunction", Death.AFTER_ITS_EFFECT);
    assertTrue(entry().claim().isLive(clock.instant()), "it had claimed the finding");
    Execution redriven = interpreter.redrive(died);
    assertEquals(
        List.of("Evaluate rules", "Archive or notify?", "Archive finding", "Archived?", "Done"),
        since(died, redriven));
    assertEquals(1, world.takeEffects().archived().size());
  }

  /** Evaluate decides anew then, but on what Enrich answered before the execution died. */
  @Test
  void redrive_inEvaluateWithOldFacts_archivesOnlyWhatIsReadAnew() throws Exception {
    for (Death death : Death.values()) {
      deploy();
      Execution died = died("EvaluateFunction", death);
      clock.advance(OF_AGE);
      Instant redrivenAt = clock.instant();
      Execution redriven = interpreter.redrive(died);
      assertEquals(
          List.of(
              "Evaluate rules",
              "Archive or notify?",
              "Archive finding",
              "Archived?",
              "Enrich finding",
              "Evaluate rules",
              "Archive or notify?",
              "Archive finding",
              "Archived?",
              "Done"),
          since(died, redriven),
          death::toString);
      Instant readAt = Instant.parse(redriven.output().path("readAt").textValue());
      assertFalse(readAt.isBefore(redrivenAt), readAt::toString);
      assertEquals(1, world.takeEffects().archived().size(), death::toString);
      assertEquals(Standing.Kind.ARCHIVED_BY_US, standing(), death::toString);
    }
  }

  @Test
  void redrive_whileReporting_isNotHeldUpByItsOwnClaim() {
    failures.put("ArchiveFunction", "io.accesstriage.failure.PermanentFailure");
    Execution died = died("NotifyFunction", Death.AFTER_ITS_EFFECT);
    assertEquals("Report failure", died.states().get(died.states().size() - 1));
    clock.advance(OF_AGE);
    Execution redriven = interpreter.redrive(died);
    assertEquals(List.of("Report failure", "Failed"), since(died, redriven));
    assertEquals(1, world.takeEffects().alerts().size());
    assertFalse(entry().claim().isLive(clock.instant()), "the claim stays given up");
  }

  @Test
  void redrive_inNotify_alertsOnceWhetherItDiedBeforeOrAfter() throws Exception {
    for (Death death : Death.values()) {
      deploy();
      interpreter = interpreter(rules("rules: []\n"));
      Execution died = died("NotifyFunction", death);
      clock.advance(OF_AGE);
      Execution redriven = interpreter.redrive(died);
      assertEquals(List.of("Notify", "Done"), since(died, redriven), death::toString);
      assertEquals(1, world.takeEffects().alerts().size(), death::toString);
      assertEquals(Standing.Kind.ALERTED, standing(), death::toString);
    }
  }
}
