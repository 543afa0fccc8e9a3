package io.accesstriage.reliability;

import java.util.function.Function;

/**
 * A condition twice: as a rules file has it, and as what it means.
 *
 * @param cel as the product reads it
 * @param meaning in plain Java
 */
record Expression(String cel, Function<Case, Truth> meaning) {
  Truth of(Case c) {
    return meaning.apply(c);
  }

  Expression and(Expression other) {
    return new Expression(
        cel + " && " + other.cel, c -> meaning.apply(c).and(other.meaning.apply(c)));
  }

  Expression not() {
    return new Expression("!(" + cel + ")", c -> meaning.apply(c).not());
  }

  Expression or(Expression other) {
    return new Expression(
        "(" + cel + " || " + other.cel + ")", c -> meaning.apply(c).or(other.meaning.apply(c)));
  }
}
