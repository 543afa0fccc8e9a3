package io.accesstriage.cli.proof;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that is found out by a thread of its own, while a command does what it is asked for. A
 * command that ends early leaves it behind: the thread keeps nothing alive.
 */
final class Beside<T> {
  /** A condition of many parts is as deep. */
  private static final long STACK_BYTES = 256L << 20;

  private final FutureTask<T> task;

  private Beside(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Beside<T> begin(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "proof", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return new Beside<>(task);
  }

  /** The result, once it is there. */
  T result() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while proving", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a proof failed", e.getCause());
    }
  }
}
