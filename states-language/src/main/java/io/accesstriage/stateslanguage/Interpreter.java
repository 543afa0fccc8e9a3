package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Executes a state machine in this JVM as Step Functions executes a Standard workflow, but one
 * state after the other without taking time: waits and the delays of retries only advance the
 * clock. A resource that does not return is not interrupted. Not thread-safe: executions follow
 * each other on one clock.
 */
public final class Interpreter {
  /**
   * The quota of Step Functions on a state's input, result and output in bytes, 256 KiB.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Service
   *     quotas</a>
   */
  public static final int MAX_PAYLOAD_BYTES = 262_144;

  private static final String MACHINE_INFIX = ":stateMachine:";

  private final StateMachine machine;
  private final String stateMachineArn;
  private final Map<String, TaskResource> resources;
  private final SimulatedClock clock;
  private final RandomGenerator random;
  private final int maxPayloadBytes;

  /**
   * Prepares executions of a state machine.
   *
   * @param stateMachineArn such as {@code
   *     arn:aws:states:us-east-1:111122223333:stateMachine:Triage}; names the executions too
   * @param resources by the Resource of the machine's Tasks, all of them
   * @param random draws the delays of retries with full jitter
   * @throws IllegalArgumentException if the ARN is none of a state machine or a Task's resource is
   *     missing
   */
  public Interpreter(
      StateMachine machine,
      String stateMachineArn,
      Map<String, TaskResource> resources,
      SimulatedClock clock,
      RandomGenerator random) {
    if (!stateMachineArn.contains(MACHINE_INFIX)) {
      throw new IllegalArgumentException(
          "Expected the ARN of a state machine (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME), not "
              + stateMachineArn);
    }
    Set<String> missing = new TreeSet<>(machine.resources());
    missing.removeAll(resources.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("The state machine's tasks need the resources " + missing);
    }
    this.machine = machine;
    this.stateMachineArn = stateMachineArn;
    this.resources = Map.copyOf(resources);
    this.clock = clock;
    this.random = random;
    this.maxPayloadBytes = MAX_PAYLOAD_BYTES;
  }

  private Interpreter(Interpreter other, int maxPayloadBytes) {
    this.machine = other.machine;
    this.stateMachineArn = other.stateMachineArn;
    this.resources = other.resources;
    this.clock = other.clock;
    this.random = other.random;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /** The same with another quota in place of {@link #MAX_PAYLOAD_BYTES}. */
  public Interpreter withMaxPayloadBytes(int bytes) {
    return new Interpreter(this, bytes);
  }

  /**
   * Executes the state machine to its end.
   *
   * @param name the execution's name, the end of its ARN
   * @param input not to be changed afterwards, since the result refers to it
   */
  public Execution run(String name, JsonNode input) {
    return new Run(this, name, input).toEnd(machine.startAt(), input);
  }

  /**
   * Continues an unsuccessful execution as RedriveExecution does: at the state in which it ended,
   * with that state's input, under the same ARN, retries and time-out counted anew. A Fail state is
   * entered again and fails again.
   *
   * @return the execution with what was done before and since
   * @throws IllegalArgumentException if the execution succeeded
   * @see <a
   *     href="https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html">Restarting
   *     state machine executions with redrive</a>
   */
  public Execution redrive(Execution execution) {
    if (execution.status() == Execution.Status.SUCCEEDED) {
      throw new IllegalArgumentException(
          "Expected an execution that failed or timed out; %s succeeded".formatted(execution.id()));
    }
    String name = execution.id().substring(execution.id().lastIndexOf(':') + 1);
    Execution.Step first = execution.steps().get(0);
    Execution.Step last = execution.steps().get(execution.steps().size() - 1);
    Execution since = new Run(this, name, first.input()).toEnd(last.state(), last.input());
    List<Execution.Step> steps = new ArrayList<>(execution.steps());
    steps.addAll(since.steps());
    return new Execution(since.id(), since.status(), steps, since.output(), since.error());
  }

  StateMachine machine() {
    return machine;
  }

  String stateMachineArn() {
    return stateMachineArn;
  }

  String stateMachineName() {
    return stateMachineArn.substring(stateMachineArn.lastIndexOf(':') + 1);
  }

  String executionArn(String name) {
    return stateMachineArn.replace(MACHINE_INFIX, ":execution:") + ":" + name;
  }

  TaskResource resource(String arn) {
    return resources.get(arn);
  }

  SimulatedClock clock() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  int maxPayloadBytes() {
    return maxPayloadBytes;
  }
}
