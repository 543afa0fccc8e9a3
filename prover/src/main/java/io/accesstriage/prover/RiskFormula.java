package io.accesstriage.prover;

import io.accesstriage.rules.Clause;
import io.accesstriage.rules.RiskSource;
import io.accesstriage.yaml.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the risk score is, as formulas over the conditions of its factors. */
final class RiskFormula {
  /** Scores of many factors may differ in as many ways as there are factors' sets. */
  private static final int MOST_STEPS = 5_000;

  private final RiskSource risk;
  private final Map<String, List<String>> lists;
  private final Languages languages;
  private final String origin;

  /**
   * @param origin tells what the file says itself apart from what another one says; else empty
   */
  RiskFormula(
      RiskSource risk, Map<String, List<String>> lists, Languages languages, String origin) {
    this.origin = origin;
    this.risk = risk;
    this.lists = lists;
    this.languages = languages;
  }

  /** A factor's two sides: that its points count, and that they do not. */
  private record Side(int points, Formula counts, Formula doesNot) {}

  /** A comparison of the score; nothing where it is of anything else, too. */
  Optional<Formula> compared(
      String operator, Operand.Amount difference, Mode mode, Predicate<String> unread) {
    Integer factor = difference.factors().get(Variables.RISK);
    if (factor == null || difference.factors().size() > 1 || Math.abs(factor) != 1) {
      return Optional.empty();
    }
    // factor * risk + constant is compared with 0.
    long limit = factor == 1 ? -difference.constant() : difference.constant();
    String turned = factor == 1 ? operator : turned(operator);
    long[][] ranges = ranges(turned, limit);
    long[][] others = ranges(opposite(turned), limit);
    if (ranges.length == 0) {
      return Optional.empty();
    }
    Translator translator = translator(unread);
    List<Side> sides = new ArrayList<>();
    List<Formula> uncertain = new ArrayList<>();
    for (RiskSource.Factor of : risk.factors()) {
      sides.add(
          new Side(
              of.points(),
              translator.of(of.when(), Mode.TRUE),
              translator.of(of.when(), Mode.FALSE)));
      uncertain.add(
          Formula.and(
              translator.of(of.when(), Mode.NOT_TRUE), translator.of(of.when(), Mode.NOT_FALSE)));
    }
    boolean isMeant = mode == Mode.TRUE || mode == Mode.NOT_FALSE;
    List<Formula> any = new ArrayList<>();
    for (long[] range : isMeant ? ranges : others) {
      Optional<Formula> within = within(sides, range[0], range[1]);
      if (within.isEmpty()) {
        return Optional.empty();
      }
      any.add(within.get());
    }
    if (mode.allows(Truths.UNDETERMINED)) {
      any.addAll(uncertain);
    }
    return Optional.of(Formula.or(any));
  }

  /**
   * That the score, with what is undetermined counted as bad as it may be, is below the threshold.
   */
  Formula isBelowThreshold(Predicate<String> unread) {
    return belowThreshold(unread, true);
  }

  /** That the score, counted in the same way, is not below the threshold. */
  Formula isNotBelowThreshold(Predicate<String> unread) {
    return belowThreshold(unread, false);
  }

  private Formula belowThreshold(Predicate<String> unread, boolean isBelow) {
    Translator translator = translator(unread);
    List<Side> sides = new ArrayList<>();
    for (RiskSource.Factor of : risk.factors()) {
      boolean isBad = of.points() > 0;
      sides.add(
          new Side(
              of.points(),
              translator.of(of.when(), isBad ? Mode.NOT_FALSE : Mode.TRUE),
              translator.of(of.when(), isBad ? Mode.FALSE : Mode.NOT_TRUE)));
    }
    return (isBelow
            ? within(sides, Long.MIN_VALUE, risk.archiveBelow() - 1L)
            : within(sides, risk.archiveBelow(), Long.MAX_VALUE))
        .orElse(
            new Formula.Only(
                new Constraint.FlagIn(
                    Variables.opaque("risk, of so many factors", "", origin),
                    isBelow ? Truths.TRUE : Truths.NOT_TRUE)));
  }

  List<Clause> clauses() {
    return risk.factors().stream().flatMap(factor -> factor.when().stream()).toList();
  }

  private Translator translator(Predicate<String> unread) {
    return new Translator(
        lists,
        languages,
        new RiskFormula(
            new RiskSource(List.of(), 0, Map.of(), Place.NOWHERE), lists, languages, origin),
        unread,
        origin);
  }

  private static String turned(String operator) {
    return switch (operator) {
      case "_<_" -> "_>_";
      case "_<=_" -> "_>=_";
      case "_>_" -> "_<_";
      case "_>=_" -> "_<=_";
      default -> operator;
    };
  }

  private static String opposite(String operator) {
    return switch (operator) {
      case "_<_" -> "_>=_";
      case "_<=_" -> "_>_";
      case "_>_" -> "_<=_";
      case "_>=_" -> "_<_";
      case "_==_" -> "_!=_";
      default -> "_==_";
    };
  }

  private static long[][] ranges(String operator, long limit) {
    return switch (operator) {
      case "_<_" -> new long[][] {{Long.MIN_VALUE, limit - 1}};
      case "_<=_" -> new long[][] {{Long.MIN_VALUE, limit}};
      case "_>_" -> new long[][] {{limit + 1, Long.MAX_VALUE}};
      case "_>=_" -> new long[][] {{limit, Long.MAX_VALUE}};
      case "_==_" -> new long[][] {{limit, limit}};
      case "_!=_" -> new long[][] {{Long.MIN_VALUE, limit - 1}, {limit + 1, Long.MAX_VALUE}};
      default -> new long[0][];
    };
  }

  /** That the points that count sum up to a number in a range; nothing where that is too long. */
  private static Optional<Formula> within(List<Side> sides, long least, long most) {
    try {
      return Optional.of(new Sums(sides, least, most).from(0, 0));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Sums of the points that count, and which of them are in a range. */
  private static final class Sums {
    private final List<Side> sides;
    private final long least;
    private final long most;
    private final Map<List<Long>, Formula> known = new HashMap<>();

    Sums(List<Side> sides, long least, long most) {
      this.sides = sides;
      this.least = least;
      this.most = most;
    }

    /** That the points from a place on make a sum one in the range. */
    Formula from(int place, long sum) {
      long lowest = sum;
      long highest = sum;
      for (Side side : sides.subList(place, sides.size())) {
        lowest += Math.min(0, side.points());
        highest += Math.max(0, side.points());
      }
      if (lowest >= least && highest <= most) {
        return Formula.TRUE;
      }
      if (highest < least || lowest > most) {
        return Formula.FALSE;
      }
      List<Long> at = List.of((long) place, sum);
      Formula before = known.get(at);
      if (before != null) {
        return before;
      }
      if (known.size() > MOST_STEPS) {
        throw new IllegalStateException("so many sums");
      }
      Side side = sides.get(place);
      Formula formula =
          Formula.or(
              Formula.and(side.counts(), from(place + 1, sum + side.points())),
              Formula.and(side.doesNot(), from(place + 1, sum)));
      known.put(at, formula);
      return formula;
    }
  }
}
