package io.accesstriage.cli.world;

import io.accesstriage.aws.AwsCallException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the calls of the sample account, and lets those fail that its faults name. */
final class Calls {
  private static final int BAD_REQUEST = 400;

  private final List<Fault> faults;
  private final Map<Fault, Integer> failed = new HashMap<>();

  Calls(List<Fault> faults) {
    this.faults = faults;
  }

  /**
   * @throws AwsCallException where a fault hits the call, before or after it took effect
   */
  <T> T make(String operation, Supplier<T> call) {
    Optional<Fault> fault = next(operation);
    if (fault.filter(f -> !f.after()).isPresent()) {
      throw failure(fault.get());
    }
    T answer = call.get();
    if (fault.isPresent()) {
      throw failure(fault.get());
    }
    return answer;
  }

  private Optional<Fault> next(String operation) {
    Optional<Fault> next =
        faults.stream()
            .filter(fault -> fault.operation().equals(operation))
            .filter(fault -> fault.times() == null || failed.getOrDefault(fault, 0) < fault.times())
            .findFirst();
    next.ifPresent(fault -> failed.merge(fault, 1, Integer::sum));
    return next;
  }

  private static AwsCallException failure(Fault fault) {
    return new AwsCallException(
        fault.operation(), fault.error(), BAD_REQUEST, "a fault of the account file");
  }
}
