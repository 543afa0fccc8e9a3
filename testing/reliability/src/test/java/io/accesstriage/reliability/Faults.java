package io.accesstriage.reliability;

/**
 * How often what goes wrong.
 *
 * @param callFails of the calls to AWS
 * @param functionDies at a call
 * @param executionDies at a call of a triage
 * @param eventDropped of the events
 * @param eventDoubled of the events
 * @param staleRead of the readings of a finding
 * @param newFindingUnknown of the readings of a finding that is not older than an answer can be
 * @param tokenExpires of the tokens of a list's next page
 * @param writesMeet of the writes to the ledger: DynamoDB refuses one that meets another
 */
record Faults(
    double callFails,
    double functionDies,
    double executionDies,
    double eventDropped,
    double eventDoubled,
    double staleRead,
    double newFindingUnknown,
    double tokenExpires,
    double writesMeet) {
  static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0);
  static final Faults USUAL = new Faults(0.10, 0.004, 0.0002, 0.20, 0.05, 0.02, 0, 0.005, 0.01);

  /** Whoever reads a new finding at once mostly does not find it. */
  static final Faults NEWS_IS_SLOW =
      new Faults(0.10, 0.004, 0.0002, 0.20, 0.05, 0.02, 0.7, 0.005, 0.01);

  /** Most events are lost, so that the sweeps look at almost all that changes. */
  static final Faults NEWS_IS_LOST =
      new Faults(0.10, 0.004, 0.0002, 0.90, 0.05, 0.02, 0, 0.005, 0.01);

  /** A trail or the event bus stops: of nothing that changes does an event come. */
  static final Faults NEWS_STOPS = new Faults(0.10, 0.004, 0.0002, 1, 0.05, 0.02, 0, 0.005, 0.01);
}
