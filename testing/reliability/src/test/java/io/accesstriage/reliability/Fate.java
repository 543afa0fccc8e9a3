package io.accesstriage.reliability;

/** How a call goes. */
enum Fate {
  FINE,
  FAILS_BEFORE,
  FAILS_AFTER,
  /** The function is killed before or after the call took effect; its step may be retried. */
  FUNCTION_DIES_BEFORE,
  FUNCTION_DIES_AFTER,
  /** The whole execution ends, without a word. */
  EXECUTION_DIES_BEFORE,
  EXECUTION_DIES_AFTER,
  /** It hangs nearly as long as a function may run. */
  HANGS,
  /** The archive function begins so late that claims and decisions are about to be out of date. */
  BEGINS_LATE;

  /** Whether it befalls the invocation of a function, not a call within it. */
  boolean isOfInvocation() {
    return this == BEGINS_LATE;
  }

  /** Who decides about the fate of each call. */
  interface Teller {
    Fate tell(String operation, boolean inFunction);

    /** Lets chance decide. */
    static Teller of(Chance chance, Faults faults) {
      return (operation, inFunction) -> {
        // A page of the sweep makes some twenty times as many calls as a step of a triage.
        boolean isSweep = Activity.current().subject.equals(Agenda.EVERYTHING);
        if (inFunction && chance.of(faults.functionDies() / (isSweep ? 20 : 1))) {
          return chance.of(0.5) ? FUNCTION_DIES_BEFORE : FUNCTION_DIES_AFTER;
        }
        if (inFunction && !isSweep && chance.of(faults.executionDies())) {
          return chance.of(0.5) ? EXECUTION_DIES_BEFORE : EXECUTION_DIES_AFTER;
        }
        if (chance.of(faults.callFails())) {
          return chance.of(0.5) ? FAILS_BEFORE : FAILS_AFTER;
        }
        return FINE;
      };
    }
  }
}
