package io.accesstriage.cli.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import io.accesstriage.stateslanguage.Execution;
import io.accesstriage.stateslanguage.ExecutionStarter;
import io.accesstriage.stateslanguage.Interpreter;
import io.accesstriage.stateslanguage.LambdaFunction;
import io.accesstriage.stateslanguage.LambdaInvoke;
import io.accesstriage.stateslanguage.SimulatedClock;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.StatesStartExecution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
   * @param machine sweep.asl.json with its parameters substituted
   * @param evaluate the handler that says which rules are in force
   * @param sweep the handler of a page
   */
  LocalSweep(
      StateMachine machine,
      RequestStreamHandler evaluate,
      RequestStreamHandler sweep,
      SimulatedClock clock) {
    this(
        machine,
        Map.of(
            EVALUATE,
            LocalTriage.function(EVALUATE, evaluate),
            SWEEP,
            LocalTriage.function(SWEEP, sweep)),
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
