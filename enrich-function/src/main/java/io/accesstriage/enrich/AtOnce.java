package io.accesstriage.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does independent calls at the same time. Closing waits for all of them, since Lambda freezes the
 * process once a step has answered.
 */
final class AtOnce implements AutoCloseable {
  private final Executor executor;
  private final List<CompletableFuture<?>> begun = new ArrayList<>();

  AtOnce(Executor executor) {
    this.executor = executor;
  }

  /** Threads for the calls of one process, started when they are needed. */
  static Executor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            16,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "enrich");
              thread.setDaemon(true);
              return thread;
            });
    threads.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
    return threads;
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
