package io.accesstriage.cli.source;

import io.accesstriage.cli.io.Beside;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works at many elements on all processors, and hands the results on in the elements' order. Who
 * adds them goes on meanwhile, and works, too, where too many wait. Holds {@value #AT_ONCE} of them
 * at most. Not thread-safe.
 */
final class InOrder<T, R> {
  private static final int AT_ONCE = 512;
  private static final int TOGETHER = 32;

  private final Function<T, R> work;
  private final Consumer<R> each;
  private final Deque<FutureTask<List<R>>> begun = new ArrayDeque<>();
  private List<T> waiting = new ArrayList<>(TOGETHER);

  /**
   * @param work is called on several threads at a time
   * @param each is called by the thread that adds and ends
   */
  InOrder(Function<T, R> work, Consumer<R> each) {
    this.work = work;
    this.each = each;
  }

  void add(T element) {
    waiting.add(element);
    if (waiting.size() == TOGETHER) {
      begin();
      handOn(AT_ONCE / TOGETHER - 1);
    }
  }

  /** Hands on what waits. */
  void end() {
    begin();
    handOn(0);
  }

  private void begin() {
    List<T> together = waiting;
    waiting = new ArrayList<>(TOGETHER);
    FutureTask<List<R>> task = new FutureTask<>(() -> together.stream().map(work).toList());
    begun.add(task);
    ForkJoinPool.commonPool().execute(task);
  }

  /** Hands on what is done, and more until no more than so many are left. */
  private void handOn(int left) {
    while (!begun.isEmpty() && (begun.size() > left || begun.element().isDone())) {
      if (!begun.element().isDone()) {
        workAtLast();
      }
      Beside.resultOf(begun.remove()).forEach(each);
    }
  }

  /** At the last ones that nobody works at: others begin with the first. */
  private void workAtLast() {
    Iterator<FutureTask<List<R>>> last = begun.descendingIterator();
    while (last.hasNext() && !begun.element().isDone()) {
      // Does nothing where another thread has begun or done it.
      last.next().run();
    }
  }
}
