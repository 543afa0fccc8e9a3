package io.accesstriage.cli.world;

import io.accesstriage.aws.AwsCallException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the calls of the sample account, and lets those fail that its faults name. */
final class Calls {
  private static final int BAD_REQUEST = 400;

  private final List<PendingFault> faults;

  Calls(List<Fault> faults) {
    this.faults = faults.stream().map(PendingFault::new).toList();
  }

  /**
   * @throws AwsCallException where a fault hits the call, before or after it took effect
   */
  <T> T make(String operation, Supplier<T> call) {
    Optional<Fault> fault =
        faults.stream().filter(f -> f.hits(operation)).findFirst().map(PendingFault::strike);
    if (fault.filter(f -> !f.after()).isPresent()) {
      throw failure(fault.get());
    }
    T answer = call.get();
    if (fault.isPresent()) {
      throw failure(fault.get());
    }
    return answer;
  }

  /** The same of a call that answers nothing. */
  void run(String operation, Runnable call) {
    make(
        operation,
        () -> {
          call.run();
          return true;
        });
  }

  private static AwsCallException failure(Fault fault) {
    return new AwsCallException(
        fault.operation(), fault.error(), BAD_REQUEST, "a fault of the account file");
  }

  /** A fault and how often it has hit; the same line of a file twice is two of them. */
  private static final class PendingFault {
    private final Fault fault;
    private int hits;

    PendingFault(Fault fault) {
      this.fault = fault;
    }

    boolean hits(String operation) {
      return fault.operation().equals(operation) && (fault.times() == null || hits < fault.times());
    }

    Fault strike() {
      hits++;
      return fault;
    }
  }
}
