package io.accesstriage.prover;

/** What a condition is asked to be. */
enum Mode {
  TRUE(Truths.TRUE),
  FALSE(Truths.FALSE),
  NOT_TRUE(Truths.NOT_TRUE),
  NOT_FALSE(Truths.NOT_FALSE);

  private final int truths;

  Mode(int truths) {
    this.truths = truths;
  }

  /** As bits of {@link Truths}. */
  int truths() {
    return truths;
  }

  boolean allows(int truth) {
    return (truths & truth) != 0;
  }

  /** What is asked of an operand of "not". */
  Mode negated() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case NOT_TRUE -> NOT_FALSE;
      case NOT_FALSE -> NOT_TRUE;
    };
  }

  /** Whether "and" needs this of both operands; else of either. */
  boolean isOfBoth() {
    return this == TRUE || this == NOT_FALSE;
  }
}
