package io.accesstriage.prover;

/**
 * Two automata, walked at once: what both accept or either does, and on the way whether one accepts
 * all that the other does.
 */
final class Product {
  /** Where one of the two accepts nothing any more. */
  private static final int NOWHERE = -1;

  /** After all characters. */
  private static final int END = Character.MAX_VALUE + 1;

  private final Deterministic one;
  private final Deterministic other;
  private final boolean isEither;
  private final int most;
  private final Pairs pairs = new Pairs();
  private final Deterministic.Builder builder = new Deterministic.Builder();
  private boolean isOneIn = true;
  private boolean isOtherIn = true;

  private Product(Deterministic one, Deterministic other, boolean isEither, int most) {
    this.one = one;
    this.other = other;
    this.isEither = isEither;
    this.most = most;
    pairs.number(0, 0);
    for (int pair = 0; pair < pairs.size(); pair++) {
      walk(pairs.one(pair), pairs.other(pair));
    }
  }

  /** What both accept. */
  static Product both(Deterministic one, Deterministic other) {
    return new Product(one, other, false, Integer.MAX_VALUE);
  }

  /**
   * What one of them accepts, or both.
   *
   * @throws Language.TooLarge where there are more pairs of their states than so many
   */
  static Product either(Deterministic one, Deterministic other, int most) {
    return new Product(one, other, true, most);
  }

  /** Whether the other accepts all that the first does. */
  boolean isOneIn() {
    return isOneIn;
  }

  boolean isOtherIn() {
    return isOtherIn;
  }

  Deterministic automaton() {
    return builder.build();
  }

  private void walk(int a, int b) {
    boolean inOne = a != NOWHERE && one.accepts(a);
    boolean inOther = b != NOWHERE && other.accepts(b);
    isOneIn &= !inOne || inOther;
    isOtherIn &= !inOther || inOne;
    builder.addState(isEither ? inOne || inOther : inOne && inOther);
    int i = a == NOWHERE ? 0 : one.first(a);
    int j = b == NOWHERE ? 0 : other.first(b);
    int iEnd = a == NOWHERE ? 0 : one.end(a);
    int jEnd = b == NOWHERE ? 0 : other.end(b);
    int from = Character.MIN_VALUE;
    while (i < iEnd || j < jEnd) {
      int lowOfOne = i < iEnd ? Math.max(from, one.low(i)) : END;
      int lowOfOther = j < jEnd ? Math.max(from, other.low(j)) : END;
      int low = Math.min(lowOfOne, lowOfOther);
      int high =
          Math.min(
              lowOfOne == low ? one.high(i) : lowOfOne - 1,
              lowOfOther == low ? other.high(j) : lowOfOther - 1);
      step(
          low,
          high,
          lowOfOne == low ? one.to(i) : NOWHERE,
          lowOfOther == low ? other.to(j) : NOWHERE);
      from = high + 1;
      i += i < iEnd && one.high(i) < from ? 1 : 0;
      j += j < jEnd && other.high(j) < from ? 1 : 0;
    }
  }

  private void step(int low, int high, int a, int b) {
    // From wherever one of them goes on it accepts something.
    isOneIn &= a == NOWHERE || b != NOWHERE;
    isOtherIn &= b == NOWHERE || a != NOWHERE;
    if (isEither || (a != NOWHERE && b != NOWHERE)) {
      builder.addTransition((char) low, (char) high, pairs.number(a, b));
      if (pairs.size() > most) {
        throw new Language.TooLarge();
      }
    }
  }
}
