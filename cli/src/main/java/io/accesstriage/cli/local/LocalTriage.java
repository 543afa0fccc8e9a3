package io.accesstriage.cli.local;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.archive.ArchiveHandler;
import io.accesstriage.archive.FindingArchiver;
import io.accesstriage.cli.world.World;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.enrich.AccountAccess;
import io.accesstriage.enrich.AccountFacts;
import io.accesstriage.enrich.EnrichConfig;
import io.accesstriage.enrich.EnrichHandler;
import io.accesstriage.enrich.FactsReader;
import io.accesstriage.enrich.FindingEnricher;
import io.accesstriage.evaluate.EvaluateHandler;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.notify.NotifyHandler;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.SqsSendMessage;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.StreamHandlerFunction;
import io.accesstriage.stateslanguage.TaskResource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The product in one JVM: the real state machine and the real handlers, over a {@link World}. What
 * one event leaves behind, the next one meets. Not thread-safe.
 */
public final class LocalTriage {
  private static final String MACHINE =
      "arn:aws:states:us-east-1:111122223333:stateMachine:access-analyzer-triage";

  /** The result says what the handlers log. */
  private static final LambdaLogger SILENT =
      new LambdaLogger() {
        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
      };

  /** No event comes in the very millisecond in which another was decided. */
  private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);

  /** Only draws the delays of retries, which take no time here. */
  private static final long SEED = 42;

  private final StateMachine machine;
  private final World world;
  private final SimulatedClock clock;
  private final Map<String, TaskResource> resources;
  private @Nullable Decision decision;
  private int executions;

  /**
   * @param machine with the parameters of {@link RunConfig} substituted
   */
  public LocalTriage(StateMachine machine, RuleSet rules, World world) {
    this(machine, rules, world, SimulatedClock.startingNow());
  }

  LocalTriage(StateMachine machine, RuleSet rules, World world, SimulatedClock clock) {
    this.machine = machine;
    this.clock = clock;
    this.world = world;
    Map<String, LambdaFunction> functions = new LinkedHashMap<>();
    for (FunctionName name : FunctionName.values()) {
      LambdaFunction function = function(name.substitution(), handler(name, rules, world, clock));
      functions.put(
          name.substitution(), name == FunctionName.EVALUATE ? noting(function) : function);
    }
    this.resources =
        Map.of(
            LambdaInvoke.ARN,
            new LambdaInvoke(functions),
            SqsSendMessage.ARN,
            new SqsSendMessage(world.deadLetterQueue()));
  }

  /** Runs one event file's content to its end. */
  public EventResult run(String event, byte[] content) {
    return run(event, content, () -> "event-" + ++executions);
  }

  /**
   * @param name of the execution, which only one may have; not asked for where none begins
   */
  EventResult run(String event, byte[] content, Supplier<String> name) {
    EventInput input;
    try {
      input = EventInput.read(content);
    } catch (MalformedInput e) {
      return EventResult.refused(event, e.getMessage());
    }
    input.finding().ifPresent(world::observe);
    decision = null;
    clock.advance(BETWEEN_EVENTS);
    Execution execution = interpreter(quota(content)).run(name.get(), input.json());
    return EventResult.of(event, input.findingId(), decision, execution, world.takeEffects());
  }

  private Interpreter interpreter(int quota) {
    return new Interpreter(machine, MACHINE, resources, clock, new SplittableRandom(SEED))
        .withMaxPayloadBytes(quota);
  }

  static LambdaFunction function(String name, RequestStreamHandler handler) {
    return new StreamHandlerFunction(name, handler, SILENT);
  }

  /** The real handler of a function, over the world. */
  static RequestStreamHandler handler(
      FunctionName name, RuleSet rules, World world, SimulatedClock clock) {
    return switch (name) {
      case ENRICH -> new EnrichHandler(config -> enricher(config, world, clock));
      case EVALUATE ->
          new EvaluateHandler(new FindingEvaluator(rules, table -> world.ledger(), clock));
      case ARCHIVE ->
          new ArchiveHandler(new FindingArchiver(world.findings(), table -> world.ledger(), clock));
      case NOTIFY -> new NotifyHandler(topic -> world.alertTopic(), table -> world.ledger(), clock);
    };
  }

  /** One call after the other, so that every run is the same. */
  static FindingEnricher enricher(EnrichConfig config, World world, SimulatedClock clock) {
    AccountAccess access = new AccountAccess(config, world.roles(clock), clock);
    return new FindingEnricher(
        world.findings(),
        new FactsReader(
            world.tagReaders(access),
            world.keyAliasReader(access),
            config.readsAccounts()
                ? new AccountFacts(world.organization(), clock, Runnable::run)
                : null,
            Runnable::run),
        clock);
  }

  /** Notes the decision, which later states need not pass on. */
  private LambdaFunction noting(LambdaFunction evaluate) {
    return payload -> {
      JsonNode answer = evaluate.invoke(payload);
      Decision made =
          RecordJson.STATE.read(
              Decision.class, Fields.of(answer, "answer of evaluate").object("decision"));
      if (made.outcome() != Outcome.BUSY) {
        decision = made;
      }
      return answer;
    };
  }

  /** A file may be larger than an event can be: its way is shown all the same. */
  private static int quota(byte[] content) {
    return Interpreter.MAX_PAYLOAD_BYTES
        + (content.length > Interpreter.MAX_PAYLOAD_BYTES / 2 ? 3 * content.length : 0);
  }
}
