package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls a resource; on an error retries, then hands over to a catcher.
 *
 * @param timeout how long one attempt may take
 */
record TaskState(
    String resource,
    Path inputPath,
    PayloadTemplate parameters,
    @Nullable PayloadTemplate resultSelector,
    ResultPath resultPath,
    Path outputPath,
    @Nullable Duration timeout,
    List<Retrier> retriers,
    List<Catcher> catchers,
    @Nullable String next)
    implements State {
  @Override
  public Transition perform(Visit visit) throws StateFailedException, ExecutionTimedOutException {
    int[] retries = new int[retriers.size()];
    while (true) {
      try {
        return attempt(visit);
      } catch (StateFailedException failure) {
        OptionalInt match = firstRetrierOf(failure);
        if (match.isEmpty()
            || retries[match.getAsInt()] >= retriers.get(match.getAsInt()).maxAttempts()) {
          return catchError(visit, failure);
        }
        int retrier = match.getAsInt();
        visit.retryAfter(failure, retriers.get(retrier).delay(retries[retrier], visit.random()));
        retries[retrier]++;
      }
    }
  }

  private OptionalInt firstRetrierOf(StateFailedException failure) {
    return IntStream.range(0, retriers.size())
        .filter(i -> retriers.get(i).errors().match(failure.error()))
        .findFirst();
  }

  private Transition attempt(Visit visit) throws StateFailedException, ExecutionTimedOutException {
    JsonNode context = visit.context();
    JsonNode data = inputPath.select(visit.input(), context);
    JsonNode result = visit.call(resource, parameters.fill(data, context), timeout);
    JsonNode selected = resultSelector == null ? result : resultSelector.fill(result, context);
    JsonNode combined = resultPath.combine(visit.input(), selected);
    return new Transition(next, outputPath.select(combined, context));
  }

  /** Unlike the task's result, a caught error does not pass through OutputPath. */
  private Transition catchError(Visit visit, StateFailedException failure)
      throws StateFailedException {
    for (Catcher catcher : catchers) {
      if (catcher.errors().match(failure.error())) {
        visit.caught(failure);
        return new Transition(
            catcher.next(), catcher.resultPath().combine(visit.input(), failure.output()));
      }
    }
    throw failure;
  }
}
