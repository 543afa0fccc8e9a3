package io.accesstriage.cli.io;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that is found out by a thread of its own, while a command does what it is asked for. A
 * command that ends early leaves it behind: the thread keeps nothing alive.
 */
public final class Beside<T> {
  /** A condition of many parts, or a finding, is as deep. */
  private static final long STACK_BYTES = 256L << 20;

  private final FutureTask<T> task;

  private Beside(FutureTask<T> task) {
    this.task = task;
  }

  /**
   * @param name of the thread
   */
  public static <T> Beside<T> begin(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return new Beside<>(task);
  }

  /** The result, once it is there; throws the exception that the work threw. */
  public T result() {
    return resultOf(task);
  }

  /** The same of any task, once another thread has done it. */
  public static <T> T resultOf(FutureTask<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while others work", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      // An error, too: nobody ends the command in words because of one.
      throw new IllegalStateException("the work failed: " + e.getCause(), e.getCause());
    }
  }
}
