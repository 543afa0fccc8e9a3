package io.accesstriage.finding;

import java.util.List;

/** Lists whose order and repetitions mean nothing. */
final class Sorted {
  private Sorted() {}

  /** Unmodifiable, in order, each once; most lists are short and are so already. */
  static <T extends Comparable<? super T>> List<T> once(List<T> values) {
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i - 1).compareTo(values.get(i)) >= 0) {
        return values.stream().sorted().distinct().toList();
      }
    }
    return List.copyOf(values);
  }
}
