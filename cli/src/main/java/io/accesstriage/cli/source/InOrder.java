package io.accesstriage.cli.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works at many elements on all processors, and hands the results on in the elements' order. Holds
 * {@value #AT_ONCE} of them at most. Not thread-safe.
 */
final class InOrder<T, R> {
  private static final int AT_ONCE = 512;

  private final Function<T, R> work;
  private final Consumer<R> each;
  private final List<T> waiting = new ArrayList<>(AT_ONCE);

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
    if (waiting.size() == AT_ONCE) {
      end();
    }
  }

  /** Hands on what waits. */
  void end() {
    List<R> results = waiting.parallelStream().map(work).toList();
    waiting.clear();
    results.forEach(each);
  }
}
