package io.accesstriage.messages.digest;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The first few of many, and how many there were; the rest is not kept in memory. */
final class TopFew<T> {
  private final TreeSet<T> first;
  private final int most;
  private int count;

  /**
   * @param order that tells all elements apart
   */
  TopFew(int most, Comparator<T> order) {
    this.first = new TreeSet<>(order);
    this.most = most;
  }

  void add(T element) {
    count++;
    first.add(element);
    if (first.size() > most) {
      first.pollLast();
    }
  }

  int count() {
    return count;
  }

  List<T> first() {
    return List.copyOf(first);
  }
}
