package io.accesstriage.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Independent calls, made at the same time. Closing waits for all of them, since Lambda freezes the
 * process once a step has answered.
 */
final class ConcurrentCalls implements AutoCloseable {
  private final Executor executor;
  private final List<CompletableFuture<?>> begun = new ArrayList<>();

  ConcurrentCalls(Executor executor) {
    this.executor = executor;
  }

  /**
   * Starting a thread costs a tenth of a millisecond, and none is left for SnapStart to freeze or
   * Lambda to stop between two invocations.
   */
  static void onAThreadOfItsOwn(Runnable task) {
    Thread thread = new Thread(task, "besides");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins a call.
   *
   * @return waits for its answer, or throws what it threw
   */
  <T> Supplier<T> begin(Supplier<T> call) {
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(call, executor);
    begun.add(answer);
    return () -> {
      try {
        return answer.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw e;
      }
    };
  }

  @Override
  public void close() {
    for (CompletableFuture<?> answer : begun) {
      answer.exceptionally(failure -> null).join();
    }
  }
}
