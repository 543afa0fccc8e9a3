package io.accesstriage.reliability;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.stepfunctions.TaskFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the calls of activities: each takes time, lets others go on meanwhile, and may fail. */
final class Calls {
  private static final Duration QUICK = Duration.ofMillis(5);
  private static final Duration SLOW = Duration.ofMillis(150);
  private static final Duration TIME_OUT = Duration.ofSeconds(3);
  private static final Duration FUNCTION_TIME_OUT = Duration.ofSeconds(60);

  private final Timeline timeline;
  private final Chance chance;
  private final Faults faults;
  private final Map<String, Integer> made = new TreeMap<>();
  private int failed;
  private int killed;

  Calls(Timeline timeline, Chance chance, Faults faults) {
    this.timeline = timeline;
    this.chance = chance;
    this.faults = faults;
  }

  /** The function is no more; nothing of the product catches this. */
  static final class Killed extends Error {
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

  <T> T make(String operation, Supplier<T> effect) {
    pass(chance.between(QUICK, SLOW));
    made.merge(operation, 1, Integer::sum);
    dieIfChanceWants();
    if (!chance.of(faults.callFails())) {
      T answer = effect.get();
      dieIfChanceWants();
      return answer;
    }
    failed++;
    Failure failure = chance.of(FAILURES);
    if (chance.of(0.5)) {
      effect.get();
    }
    pass(failure.after());
    throw new AwsCallException(operation, failure.code(), failure.status(), "simulated");
  }

  /** A task of the state machine. */
  interface Task<T> {
    T run() throws TaskFailedException;
  }

  /** Invokes a function, which may be refused, die, or answer in vain. */
  <T> T invoke(String function, Task<T> body) throws TaskFailedException {
    pass(chance.between(QUICK, SLOW));
    made.merge("lambda:" + function, 1, Integer::sum);
    if (chance.of(faults.executionDies())) {
      throw new Aborted();
    }
    @Nullable String error = chance.of(faults.callFails()) ? chance.of(SERVICE_ERRORS) : null;
    if (error != null) {
      failed++;
    }
    if (error != null && chance.of(0.5)) {
      throw new TaskFailedException(error, "simulated, before the function ran");
    }
    T answer = body.run();
    if (error != null) {
      throw new TaskFailedException(error, "simulated, after the function ran");
    }
    return answer;
  }

  /** A function's work. */
  interface Work<T> {
    T run() throws Exception;
  }

  /** Runs a function, which may die at each of its calls. */
  <T> T inFunction(Work<T> work) throws Exception {
    Activity activity = Activity.current();
    activity.inFunction = true;
    try {
      return work.run();
    } catch (Killed e) {
      activity.inFunction = false;
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

  /** Lets others go on while time passes. */
  void pass(Duration duration) {
    Activity activity = Activity.current();
    timeline.waitUntil(activity.clock.instant().plus(duration));
    activity.advanceTo(timeline.now());
  }

  private void dieIfChanceWants() {
    if (Activity.current().inFunction && chance.of(faults.functionDies())) {
      throw new Killed();
    }
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
