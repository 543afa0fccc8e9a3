package io.accesstriage.reliability;

/**
 * How often what goes wrong.
 *
 * @param callFails of the calls to AWS
 * @param functionDies at a call
 * @param executionDies at a state's task
 * @param eventDropped of the events
 * @param eventDoubled of the events
 * @param staleRead of the readings of a finding
 */
record Faults(
    double callFails,
    double functionDies,
    double executionDies,
    double eventDropped,
    double eventDoubled,
    double staleRead) {
  static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0);
  static final Faults USUAL = new Faults(0.10, 0.002, 0.0005, 0.20, 0.05, 0.02);
}
