package io.accesstriage.cli.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.world.World;
import io.accesstriage.json.Json;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.ExecutionStarter;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.StatesStartExecution;
import io.accesstriage.sweep.AnalyzerWatch;
import io.accesstriage.sweep.FindingSweep;
import io.accesstriage.sweep.SweepHandler;
import io.accesstriage.sweep.TriageStart;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The sweep in one JVM: the real state machine over functions of this JVM. What a page finds due is
 * started where its function starts triages; they do not run by themselves. Not thread-safe.
 */
final class LocalSweep {
  /** What the state machine's EvaluateFunction and SweepFunction are substituted by here. */
  static final String EVALUATE = "EvaluateFunction";

  static final String SWEEP = "SweepFunction";

  private static final String MACHINE =
      "arn:aws:states:us-east-1:111122223333:stateMachine:access-analyzer-triage-sweep";

  /** Only draws the delays of retries, which take no time here. */
  private static final long SEED = 42;

  private final Interpreter interpreter;
  private final Deque<Part> waiting = new ArrayDeque<>();

  private record Part(String name, JsonNode input) {}

  /**
   * What became of a sweep.
   *
   * @param executions of the sweep; the last one tells how it ended
   * @param started the inputs of the triages that it started, by their names
   */
  record Swept(List<Execution> executions, Map<String, JsonNode> started) {}

  /**
   * Sweeps a world with the real handlers.
   *
   * @param machine sweep.asl.json with its parameters substituted
   */
  static Swept of(StateMachine machine, RuleSet rules, World world, SimulatedClock clock) {
    clock.advance(Duration.ofSeconds(1));
    Map<String, JsonNode> started = new LinkedHashMap<>();
    FindingSweep pages =
        new FindingSweep(
            world.findingList(),
            table -> world.ledger(),
            (stateMachine, name, input) ->
                started.putIfAbsent(name, input) == null
                    ? TriageStart.STARTED
                    : TriageStart.STARTED_BEFORE,
            clock,
            clock::advance);
    RequestStreamHandler evaluate = LocalTriage.handler(FunctionName.EVALUATE, rules, world, clock);
    RequestStreamHandler sweep = new SweepHandler(pages, watch(world, clock));
    List<Execution> executions =
        new LocalSweep(
                machine,
                Map.of(
                    EVALUATE,
                    LocalTriage.function(EVALUATE, evaluate),
                    SWEEP,
                    LocalTriage.function(SWEEP, sweep)),
                clock)
            .run("sweep-" + clock.instant().toEpochMilli());
    return new Swept(executions, started);
  }

  /** What looks after the analyzers, and tells nobody. */
  static AnalyzerWatch watch(World world, Clock clock) {
    return new AnalyzerWatch(
        new SampleAnalyzers(),
        new SampleTrails(),
        table -> world.ledger(),
        topic -> message -> {},
        clock);
  }

  /**
   * @param functions by what the machine's FunctionName says
   */
  LocalSweep(StateMachine machine, Map<String, LambdaFunction> functions, SimulatedClock clock) {
    interpreter =
        new Interpreter(
            machine,
            MACHINE,
            Map.of(
                LambdaInvoke.ARN,
                new LambdaInvoke(functions),
                StatesStartExecution.ARN,
                new StatesStartExecution(
                    (stateMachine, name, input) -> {
                      waiting.add(new Part(Objects.requireNonNull(name), input));
                      return new ExecutionStarter.Started(MACHINE + ":" + name, clock.instant());
                    })),
            clock,
            new SplittableRandom(SEED));
  }

  /**
   * Runs a sweep to its end, the executions that it continues in included.
   *
   * @param name of its first execution; another one each time
   * @return its executions; the last one tells how it ended
   */
  List<Execution> run(String name) {
    List<Execution> parts = new ArrayList<>();
    waiting.add(new Part(name, Json.object()));
    for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
      parts.add(interpreter.run(part.name(), part.input()));
    }
    return parts;
  }
}
