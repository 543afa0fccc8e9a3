package io.accesstriage.prover;

/** Sets of the values of three-valued logic, as bits. */
final class Truths {
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int UNDETERMINED = 4;
  static final int NOT_TRUE = FALSE | UNDETERMINED;
  static final int NOT_FALSE = TRUE | UNDETERMINED;
  static final int KNOWN = TRUE | FALSE;
  static final int ALL = TRUE | FALSE | UNDETERMINED;

  private Truths() {}
}
