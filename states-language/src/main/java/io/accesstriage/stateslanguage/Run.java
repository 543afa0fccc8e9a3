package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One execution under way. */
final class Run {
  /**
   * How many events the history of a Standard execution can have, so that an endless loop ends even
   * where no time passes.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Service
   *     quotas</a>
   */
  static final int MAX_HISTORY_EVENTS = 25_000;

  /** TaskScheduled, TaskStarted, and TaskSucceeded, TaskFailed or TaskTimedOut. */
  private static final int EVENTS_OF_AN_ATTEMPT = 3;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Interpreter interpreter;
  private final String name;
  private final String id;
  private final JsonNode input;
  private final Instant startedAt;
  private final Instant deadline;
  private final List<Execution.Step> steps = new ArrayList<>();
  private Execution.@Nullable Failure firstFailure;
  // ExecutionStarted, and the event of its end.
  private int historyEvents = 2;

  Run(Interpreter interpreter, String name, JsonNode input) {
    this.interpreter = interpreter;
    this.name = name;
    this.id = interpreter.executionArn(name);
    this.input = input;
    startedAt = now();
    Duration timeout = interpreter.machine().timeout();
    deadline = timeout == null ? Instant.MAX : startedAt.plus(timeout);
  }

  static String timestamp(Instant instant) {
    return TIMESTAMP.format(instant);
  }

  /**
   * @param from the first state
   * @param stateInput its input
   */
  Execution toEnd(String from, JsonNode stateInput) {
    String state = from;
    JsonNode data = stateInput;
    while (true) {
      Visit visit = new Visit(this, state, data);
      Transition transition;
      try {
        addToHistory(2); // StateEntered, StateExited
        transition = interpreter.machine().state(state).perform(visit);
        visit.withinLimit(transition.output(), "output");
      } catch (StateFailedException e) {
        steps.add(visit.ended(e));
        return end(Execution.Status.FAILED, null);
      } catch (ExecutionTimedOutException e) {
        steps.add(visit.ended(timedOut()));
        return end(Execution.Status.TIMED_OUT, null);
      }
      steps.add(visit.left(transition.output()));
      if (transition.next() == null) {
        return end(Execution.Status.SUCCEEDED, transition.output());
      }
      state = transition.next();
      data = transition.output();
    }
  }

  private Execution end(Execution.Status status, @Nullable JsonNode output) {
    return new Execution(id, status, steps, output, firstFailure);
  }

  private StateFailedException timedOut() {
    return new StateFailedException(
        ErrorNames.TIMEOUT,
        "The execution took longer than the state machine's TimeoutSeconds, "
            + Duration.between(startedAt, deadline).toSeconds()
            + ".");
  }

  private void addToHistory(int events) throws StateFailedException {
    historyEvents += events;
    if (historyEvents > MAX_HISTORY_EVENTS) {
      throw StateFailedException.runtime(
          "The execution reached the maximum number of history events ("
              + MAX_HISTORY_EVENTS
              + ").");
    }
  }

  /** Remembers the first error and gives back this one. */
  Execution.Failure failed(Execution.Failure failure) {
    if (firstFailure == null) {
      firstFailure = failure;
    }
    return failure;
  }

  /** The Context Object, but for State. */
  ObjectNode contextObject() {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    ObjectNode execution = context.putObject("Execution");
    execution.put("Id", id);
    execution.put("Name", name);
    execution.set("Input", input);
    execution.put("StartTime", timestamp(startedAt));
    context
        .putObject("StateMachine")
        .put("Id", interpreter.stateMachineArn())
        .put("Name", interpreter.stateMachineName());
    return context;
  }

  Instant now() {
    return interpreter.clock().instant();
  }

  RandomGenerator random() {
    return interpreter.random();
  }

  int maxPayloadBytes() {
    return interpreter.maxPayloadBytes();
  }

  void pause(Duration duration) throws ExecutionTimedOutException {
    Duration left = Duration.between(now(), deadline);
    if (duration.compareTo(left) > 0) {
      interpreter.clock().advance(left);
      throw new ExecutionTimedOutException();
    }
    interpreter.clock().advance(duration);
  }

  JsonNode call(String resource, JsonNode parameters, @Nullable Duration timeout)
      throws StateFailedException, ExecutionTimedOutException {
    addToHistory(EVENTS_OF_AN_ATTEMPT);
    Instant calledAt = now();
    try {
      JsonNode result = interpreter.resource(resource).call(parameters);
      checkTime(calledAt, timeout);
      return result;
    } catch (TaskFailedException e) {
      checkTime(calledAt, timeout);
      throw new StateFailedException(e.error(), e.cause());
    }
  }

  /** Time passes during a call only if the resource advances the clock. */
  private void checkTime(Instant calledAt, @Nullable Duration timeout)
      throws StateFailedException, ExecutionTimedOutException {
    if (now().isAfter(deadline)) {
      throw new ExecutionTimedOutException();
    }
    if (timeout != null && Duration.between(calledAt, now()).compareTo(timeout) > 0) {
      throw new StateFailedException(
          ErrorNames.TIMEOUT,
          "The task took longer than its TimeoutSeconds, " + timeout.toSeconds() + ".");
    }
  }
}
