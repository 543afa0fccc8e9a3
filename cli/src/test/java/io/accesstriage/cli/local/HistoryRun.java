package io.accesstriage.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.cli.world.World;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.json.Fields;
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
import io.accesstriage.stateslanguage.UnsupportedStateMachineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a key's finding in the course of time: events and sweeps by the real state
 * machines and handlers, while rules, tags and the finding change in between.
 */
final class HistoryRun {
  static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external";
  static final String ID = "0ecaf828-e2f7-4553-8fcc-69d79561a0d1";

  private static final String KEY =
      "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
  private static final String MACHINE =
      "arn:aws:states:us-east-1:111122223333:stateMachine:access-analyzer-triage";

  final SimulatedClock clock = SimulatedClock.startingAt(Instant.parse("2026-11-26T12:00:00Z"));
  final Map<String, String> parameters = new HashMap<>();
  private World world = new World(account("tags: {Environment: development}"));
  private RuleSet rules = RuleSet.parse("rules", "rules: []\n");
  private int executions;

  /** An account with the finding's key. */
  private static SampleAccount account(String ofKey) {
    return SampleAccount.parse("account", "resources:\n  - arn: " + KEY + "\n    " + ofKey + "\n");
  }

  void rules(String text) {
    rules = RuleSet.parse("rules", text);
  }

  /**
   * The key becomes another one; findings and ledger stay.
   *
   * @param ofKey such as {@code denied: true}, and more of the account's file after it
   */
  void key(String ofKey) {
    World before = world;
    world = new World(account(ofKey));
    before.findings().read(ANALYZER, ID).ifPresent(world::observe);
    before
        .ledger()
        .forEach(
            e ->
                world
                    .ledger()
                    .write(e.toBuilder().version(0).archiveCount(null).alert(null).build()));
  }

  /** The finding is as an event of this moment tells it; the event itself does not arrive. */
  JsonNode becomes(String status, Consumer<ObjectNode> change) {
    clock.advance(Duration.ofSeconds(1));
    JsonNode event =
        Json.read(
            EventText.of(EventText.ARCHIVED)
                .detail(
                    detail -> detail.put("status", status).put("updatedAt", "" + clock.instant()))
                .detail(change)
                .text(),
            "event");
    Finding finding = FindingEvent.parse(Fields.of(event, "event"));
    world.observe(finding);
    return event;
  }

  JsonNode becomes(String status) {
    return becomes(status, detail -> {});
  }

  /** The finding changes, and the event of it arrives. */
  String event(String status) {
    return arrives(becomes(status));
  }

  /** An event arrives, of now or of before. */
  String arrives(JsonNode event) {
    return told(triage(event));
  }

  Execution triage(JsonNode input) {
    Map<String, LambdaFunction> functions = new HashMap<>();
    for (FunctionName name : FunctionName.values()) {
      functions.put(
          name.substitution(),
          LocalTriage.function(
              name.substitution(), LocalTriage.handler(name, rules, world, clock)));
    }
    clock.advance(Duration.ofSeconds(1));
    return new Interpreter(
            machine("statemachine.asl.json"),
            MACHINE,
            Map.of(
                LambdaInvoke.ARN,
                new LambdaInvoke(functions),
                SqsSendMessage.ARN,
                new SqsSendMessage(world.deadLetterQueue())),
            clock,
            new SplittableRandom(42))
        .run("execution-" + ++executions, input);
  }

  /** What a sweep finds due, and what becomes of it. */
  List<String> sweep() {
    List<String> told = new ArrayList<>();
    LocalSweep.of(machine("sweep.asl.json"), rules, world, clock)
        .started()
        .values()
        .forEach(input -> told.add(told(triage(input))));
    return told;
  }

  /** The outcome, what took effect, and whether a person was told or will be in the digest. */
  private String told(Execution execution) {
    World.Effects effects = world.takeEffects();
    JsonNode output =
        Objects.requireNonNull(execution.output(), () -> String.valueOf(execution.error()));
    List<String> words = new ArrayList<>();
    words.add(output.at("/decision/outcome").asText());
    effects.archived().forEach(id -> words.add("archived"));
    effects.unarchived().forEach(id -> words.add("unarchived"));
    effects.alerts().forEach(alert -> words.add("alerted " + alert.attributes().get("severity")));
    if (output.at("/notification/why").asText().contains("digest")) {
      words.add("in the digest");
    }
    return String.join(", ", words);
  }

  LedgerEntry entry() {
    return world.ledger().read(ID).orElseGet(() -> LedgerEntry.first(ID, ANALYZER));
  }

  void write(LedgerEntry entry) {
    world.ledger().write(entry);
  }

  /** What the ledger says of the finding. */
  Standing.@Nullable Kind standing() {
    Standing standing = entry().standing();
    return standing == null ? null : standing.kind();
  }

  World world() {
    return world;
  }

  private StateMachine machine(String file) {
    List<String> config = new ArrayList<>();
    parameters.forEach((name, value) -> config.add(name + "=" + value));
    try {
      return StateMachine.parse(
          Files.readString(CommandRun.HOME.resolve(file)),
          new RunConfig(config).substitutions(Set.of(ANALYZER)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnsupportedStateMachineException e) {
      throw new IllegalStateException(e);
    }
  }
}
