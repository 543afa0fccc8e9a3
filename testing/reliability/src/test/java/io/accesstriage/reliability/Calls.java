package io.accesstriage.reliability;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.stateslanguage.TaskFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the calls of activities: each takes time, lets others go on meanwhile, and may fail. */
final class Calls {
  private static final Duration QUICK = Duration.ofMillis(2);
  private static final Duration SLOW = Duration.ofMillis(40);
  private static final Duration TIME_OUT = Duration.ofSeconds(3);
  private static final Duration FUNCTION_TIME_OUT = Duration.ofSeconds(60);
  private static final Duration HANGS = FUNCTION_TIME_OUT.minusSeconds(2);
  private static final Duration LATE = Duration.ofMinutes(14).plusSeconds(50);

  private final Timeline timeline;
  private final Chance chance;
  private final Fate.Teller teller;
  private final Map<String, Integer> made = new TreeMap<>();
  private final Map<String, Integer> reportsUnrecorded = new TreeMap<>();
  private int failed;
  private int killed;

  Calls(Timeline timeline, Chance chance, Fate.Teller teller) {
    this.timeline = timeline;
    this.chance = chance;
    this.teller = teller;
  }

  /** The function is no more; nothing of the product catches this. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /** The execution is no more. */
  static final class Aborted extends Error {
    private static final long serialVersionUID = 1L;

    Aborted() {
      super("aborted", null, false, false);
    }
  }

  /** How a call can fail, with the code, the status and the time that it takes. */
  private record Failure(String code, int status, Duration after) {}

  private static final List<Failure> FAILURES =
      List.of(
          new Failure("ThrottlingException", 400, Duration.ZERO),
          new Failure("InternalServerException", 500, Duration.ZERO),
          new Failure("RequestTimeout", 400, TIME_OUT),
          new Failure("ExpiredTokenException", 403, Duration.ZERO));

  /** Names of errors of the Lambda service, after which the function may have run. */
  private static final List<String> SERVICE_ERRORS =
      List.of(
          "Lambda.TooManyRequestsException",
          "Lambda.ServiceException",
          "Lambda.SdkClientException",
          "Lambda.ClientExecutionTimeoutException");

  /** Makes a call of AWS. */
  <T> T make(String operation, Supplier<T> effect) {
    pass(latency());
    made.merge(operation, 1, Integer::sum);
    Activity activity = Activity.current();
    Fate fate = fate(operation);
    Trace.call(operation, fate);
    return switch (fate) {
      case FINE -> activity.answered(operation, effect.get());
      case BEGINS_LATE -> throw new IllegalStateException("only a function begins late");
      case HANGS -> {
        pass(HANGS);
        yield activity.answered(operation, effect.get());
      }
      case FAILS_BEFORE -> throw failure(operation);
      case FAILS_AFTER -> {
        loseAnswer(operation, effect);
        throw failure(operation);
      }
      case FUNCTION_DIES_BEFORE -> throw new Killed();
      case FUNCTION_DIES_AFTER -> {
        loseAnswer(operation, effect);
        throw new Killed();
      }
      case EXECUTION_DIES_BEFORE -> {
        activity.isOver = true;
        throw new Aborted();
      }
      case EXECUTION_DIES_AFTER -> {
        loseAnswer(operation, effect);
        activity.isOver = true;
        throw new Aborted();
      }
    };
  }

  /**
   * Makes a call that changes nothing and takes no time, so that others do not go on meanwhile: for
   * code that holds a lock, which nobody else could wait for.
   */
  <T> T read(String operation, Supplier<T> answer) {
    made.merge(operation, 1, Integer::sum);
    return switch (fate(operation)) {
      case FAILS_BEFORE, FAILS_AFTER -> {
        failed++;
        throw new AwsCallException(operation, "ThrottlingException", 400, "simulated");
      }
      case FUNCTION_DIES_BEFORE, FUNCTION_DIES_AFTER -> throw new Killed();
      case FINE, HANGS, BEGINS_LATE, EXECUTION_DIES_BEFORE, EXECUTION_DIES_AFTER ->
          Activity.current().answered(operation, answer.get());
    };
  }

  /** Within a function. */
  private Fate fate(String operation) {
    Activity activity = Activity.current();
    Fate fate = teller.tell(operation, activity.inFunction);
    boolean isPublishingRefused =
        operation.equals("sns:Publish") && (fate == Fate.FAILS_BEFORE || fate == Fate.FAILS_AFTER);
    if (fate != Fate.FINE && !isPublishingRefused && "NotifyFunction".equals(activity.function)) {
      reportsUnrecorded.merge(activity.name, 1, Integer::sum);
    }
    return fate;
  }

  /** The call takes effect, but its answer does not arrive. */
  private void loseAnswer(String operation, Supplier<?> effect) {
    Activity.current().answered(operation, effect.get() == null ? "nothing" : "lost");
  }

  private AwsCallException failure(String operation) {
    failed++;
    Failure failure = chance.of(FAILURES);
    pass(failure.after());
    Activity.current().answered(operation, failure.code());
    return new AwsCallException(operation, failure.code(), failure.status(), "simulated");
  }

  /** A task of the state machine. */
  interface Task<T> {
    T run() throws TaskFailedException;
  }

  /** Invokes a function, which may be refused, or answer in vain. */
  <T> T invoke(String function, Task<T> body) throws TaskFailedException {
    made.merge("lambda:" + function, 1, Integer::sum);
    pass(latency());
    Activity.current().function = function;
    Fate fate = teller.tell("lambda:" + function, false);
    Trace.call(function, fate);
    if (fate == Fate.BEGINS_LATE) {
      pass(LATE);
    }
    @Nullable String error = null;
    if (fate == Fate.FAILS_BEFORE || fate == Fate.FAILS_AFTER) {
      failed++;
      error = chance.of(SERVICE_ERRORS);
    }
    if (error != null && fate == Fate.FAILS_BEFORE) {
      throw new TaskFailedException(error, "simulated, before the function ran");
    }
    T answer;
    try {
      answer = body.run();
    } finally {
      if (Activity.current().isOver) {
        throwAborted();
      }
    }
    if (error != null) {
      throw new TaskFailedException(error, "simulated, after the function ran");
    }
    return answer;
  }

  private static void throwAborted() {
    throw new Aborted();
  }

  /** A function's work. */
  interface Work<T> {
    T run() throws Exception;
  }

  /** Runs a function, which may die at each of its calls. */
  <T> T inFunction(Supplier<String> input, Work<T> work) throws Exception {
    Activity activity = Activity.current();
    activity.begins(input);
    activity.inFunction = true;
    try {
      return work.run();
    } catch (Killed e) {
      activity.inFunction = false;
      activity.answered("function", "died");
      killed++;
      if (chance.of(0.5)) {
        pass(FUNCTION_TIME_OUT);
        throw new TaskFailedException("Sandbox.Timedout", "simulated");
      }
      throw new TaskFailedException("Lambda.Unknown", "simulated");
    } finally {
      activity.inFunction = false;
    }
  }

  private Duration latency() {
    return chance.between(QUICK, SLOW);
  }

  /** Lets others go on while time passes. */
  void pass(Duration duration) {
    Activity activity = Activity.current();
    Instant until = activity.clock.instant().plus(duration);
    timeline.waitUntil(until, activity.subject);
    if (timeline.isStopped()) {
      activity.isOver = true;
      throw new Aborted();
    }
    activity.advanceTo(timeline.now().isAfter(until) ? timeline.now() : until);
  }

  /**
   * How many attempts of an execution to notify may have failed to read or write in the ledger what
   * was published; that publishing failed is not among them.
   */
  int reportsUnrecorded(String execution) {
    return reportsUnrecorded.getOrDefault(execution, 0);
  }

  /** How often each call was made. */
  Map<String, Integer> made() {
    return made;
  }

  int failed() {
    return failed;
  }

  int killed() {
    return killed;
  }
}
