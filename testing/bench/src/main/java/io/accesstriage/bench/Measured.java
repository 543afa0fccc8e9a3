package io.accesstriage.bench;

import java.util.Arrays;
import java.util.Locale;

/** Values of several runs, in the order of the runs. */
record Measured(double[] values) {
  Measured {
    values = values.clone();
  }

  double median() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Run by run, so that what slows both of a pair does not count. */
  Measured over(Measured other) {
    double[] ratios = new double[values.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = values[i] / other.values[i];
    }
    return new Measured(ratios);
  }

  /** The median and, in brackets, the middle half of the values. */
  String text(String format) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        format + " (" + format + "-" + format + ")",
        median(),
        sorted[sorted.length / 4],
        sorted[(sorted.length - 1) - sorted.length / 4]);
  }
}
