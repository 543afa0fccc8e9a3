package io.accesstriage.prover;

import java.util.ArrayList;
import java.util.List;

/**
 * A comparison whose operands may lack a value.
 *
 * @param holds where all have a value and it is true
 * @param fails where all have a value and it is false
 * @param needs what has to have a value
 */
record Claim(Formula holds, Formula fails, List<Need> needs) {
  Claim {
    needs = List.copyOf(needs);
  }

  /** That something has a value, and that it has none. */
  record Need(Formula has, Formula lacks) {
    static final Need NEVER = new Need(Formula.FALSE, Formula.TRUE);
  }

  /** The opposite, which needs the same. */
  Claim negated() {
    return new Claim(/* holds= */ fails, /* fails= */ holds, needs);
  }

  Formula as(Mode mode) {
    List<Formula> parts = new ArrayList<>();
    return switch (mode) {
      case TRUE, FALSE -> {
        needs.forEach(need -> parts.add(need.has()));
        parts.add(mode == Mode.TRUE ? holds : fails);
        yield Formula.and(parts);
      }
      case NOT_TRUE, NOT_FALSE -> {
        parts.add(mode == Mode.NOT_TRUE ? fails : holds);
        needs.forEach(need -> parts.add(need.lacks()));
        yield Formula.or(parts);
      }
    };
  }
}
