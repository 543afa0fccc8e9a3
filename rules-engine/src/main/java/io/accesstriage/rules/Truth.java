package io.accesstriage.rules;

/**
 * A value of three-valued logic (Kleene): what rests on facts that were not read is undetermined.
 */
public enum Truth {
  FALSE,
  UNDETERMINED,
  TRUE;

  public Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }
}
