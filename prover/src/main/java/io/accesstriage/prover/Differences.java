package io.accesstriage.prover;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds on differences of whole numbers: counts, and times in nanoseconds. The shortest paths
 * between all of them are kept, so a contradiction shows at once.
 */
final class Differences {
  /** The variable that is always 0. */
  static final String ZERO = "0";

  private static final long NONE = Long.MAX_VALUE;

  private final Map<String, Map<String, Long>> most;

  Differences() {
    this.most = new HashMap<>();
    most.put(ZERO, new HashMap<>(Map.of(ZERO, 0L)));
  }

  private Differences(Map<String, Map<String, Long>> most) {
    this.most = most;
  }

  Differences copy() {
    Map<String, Map<String, Long>> copied = new HashMap<>();
    most.forEach((name, row) -> copied.put(name, new HashMap<>(row)));
    return new Differences(copied);
  }

  /** Adds {@code x - y <= bound}; false where that contradicts. */
  boolean add(String x, String y, long bound) {
    know(x);
    know(y);
    if (isAtMost(x, y, bound)) {
      return true;
    }
    long back = get(y, x);
    if (back != NONE && plus(back, bound) < 0) {
      return false;
    }
    for (String a : most.keySet()) {
      long toX = get(a, x);
      if (toX == NONE) {
        continue;
      }
      for (String b : most.keySet()) {
        long fromY = get(y, b);
        if (fromY != NONE) {
          long path = plus(plus(toX, bound), fromY);
          if (path < get(a, b)) {
            row(a).put(b, path);
          }
        }
      }
    }
    return true;
  }

  /** Whether {@code x - y <= bound} follows. */
  boolean isAtMost(String x, String y, long bound) {
    return get(x, y) <= bound && get(x, y) != NONE;
  }

  /** Whether {@code x - y <= bound} contradicts. */
  boolean forbids(String x, String y, long bound) {
    long back = get(y, x);
    return back != NONE && plus(back, bound) < 0;
  }

  boolean knows(String variable) {
    return most.containsKey(variable);
  }

  /** A value that it may have, the nearest to a wish. */
  long near(String variable, long wish) {
    long upper = get(variable, ZERO);
    long minusLower = get(ZERO, variable);
    long value = upper == NONE ? wish : Math.min(wish, upper);
    return minusLower == NONE ? value : Math.max(value, -minusLower);
  }

  private void know(String variable) {
    most.computeIfAbsent(variable, name -> new HashMap<>(Map.of(name, 0L)));
  }

  private Map<String, Long> row(String variable) {
    return most.computeIfAbsent(variable, name -> new HashMap<>());
  }

  private long get(String x, String y) {
    Map<String, Long> row = most.get(x);
    return row == null ? NONE : row.getOrDefault(y, NONE);
  }

  private static long plus(long a, long b) {
    return Math.addExact(a, b);
  }
}
