package io.accesstriage.prover;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.Relation;
import io.accesstriage.rules.CelText;
import io.accesstriage.rules.Clause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes formulas of conditions. Where a part of a condition has no exact formula, it is a truth of
 * its own of which nothing is known, so that a formula may be true too often, but never too seldom.
 */
final class Translator {
  private static final String ELEMENT = "$element";
  private static final Map<String, Relation> RELATIONS =
      Map.of(
          "startsWith", Relation.STARTS_WITH,
          "endsWith", Relation.ENDS_WITH,
          "contains", Relation.CONTAINS,
          "matches", Relation.MATCHES);

  private final Map<String, List<String>> lists;
  private final Languages languages;
  private final RiskFormula risk;
  private final Predicate<String> unread;
  private final String origin;

  /**
   * @param lists the file's own
   * @param unread the names, and variables of tags, that have no value here
   * @param origin tells what the file says itself apart from what another one says; else empty
   */
  Translator(
      Map<String, List<String>> lists,
      Languages languages,
      RiskFormula risk,
      Predicate<String> unread,
      String origin) {
    this.origin = origin;
    this.lists = lists;
    this.languages = languages;
    this.risk = risk;
    this.unread = unread;
  }

  /** When a condition of such parts is what is asked. */
  Formula of(List<Clause> clauses, Mode mode) {
    List<Formula> parts = clauses.stream().map(clause -> of(clause, mode)).toList();
    return mode.isOfBoth() ? Formula.and(parts) : Formula.or(parts);
  }

  Formula of(Clause clause, Mode mode) {
    return new OfClause(clause).of(clause.ast().getExpr(), mode, Map.of());
  }

  /** What is asked of each element of a loop, with what is bound around it. */
  private record Body(CelComprehension loop, CelExpr expr, Map<String, Operand.Text> bound) {}

  /** One condition. */
  private final class OfClause {
    private final Clause clause;
    private final Operands operands;
    private final Comparison comparison;

    OfClause(Clause clause) {
      this.clause = clause;
      this.operands = new Operands(clause.ast(), lists, languages, unread, origin);
      this.comparison = new Comparison(languages, operands);
    }

    Formula of(CelExpr expr, Mode mode, Map<String, Operand.Text> bound) {
      try {
        return exactly(expr, mode, bound);
      } catch (Language.TooLarge e) {
        return opaque(expr, mode, bound);
      }
    }

    private Formula exactly(CelExpr expr, Mode mode, Map<String, Operand.Text> bound) {
      if (expr.getKind() == Kind.CALL) {
        List<CelExpr> args = expr.call().args();
        switch (expr.call().function()) {
          case "_&&_" -> {
            return joined(args, mode, mode.isOfBoth(), bound);
          }
          case "_||_" -> {
            return joined(args, mode, !mode.isOfBoth(), bound);
          }
          case "!_" -> {
            return of(args.get(0), mode.negated(), bound);
          }
          case "_?_:_" -> {
            return choice(args, mode, bound);
          }
          default -> {
            // A comparison, below.
          }
        }
      }
      if (expr.getKind() == Kind.COMPREHENSION) {
        Optional<Formula> loop = loop(expr.comprehension(), mode, bound);
        return loop.orElseGet(
            () -> Formula.and(opaque(expr, mode, bound), hint(expr, mode, bound)));
      }
      return flag(expr, mode, bound)
          .or(() -> ofTruths(expr, mode, bound))
          .or(() -> ofRisk(expr, mode, bound))
          .or(() -> claim(expr, bound).map(claim -> claim.as(mode)))
          .orElseGet(() -> opaque(expr, mode, bound));
    }

    private Formula joined(
        List<CelExpr> args, Mode mode, boolean isAnd, Map<String, Operand.Text> bound) {
      List<Formula> all = args.stream().map(arg -> of(arg, mode, bound)).toList();
      return isAnd ? Formula.and(all) : Formula.or(all);
    }

    private Formula choice(List<CelExpr> args, Mode mode, Map<String, Operand.Text> bound) {
      Formula first = Formula.and(of(args.get(0), Mode.TRUE, bound), of(args.get(1), mode, bound));
      Formula second =
          Formula.and(of(args.get(0), Mode.FALSE, bound), of(args.get(2), mode, bound));
      if (!mode.allows(Truths.UNDETERMINED)) {
        return Formula.or(first, second);
      }
      Formula neither =
          Formula.and(
              of(args.get(0), Mode.NOT_TRUE, bound), of(args.get(0), Mode.NOT_FALSE, bound));
      return Formula.or(first, second, neither);
    }

    /** A truth that the finding or a fact says. */
    private Optional<Formula> flag(CelExpr expr, Mode mode, Map<String, Operand.Text> bound) {
      if (expr.getKind() == Kind.CONSTANT) {
        return expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
            ? Optional.of(
                Formula.of(
                    mode.allows(expr.constant().booleanValue() ? Truths.TRUE : Truths.FALSE)))
            : Optional.empty();
      }
      if (expr.getKind() == Kind.SELECT && expr.select().testOnly()) {
        return operands
            .of(expr.select().operand(), bound)
            .flatMap(map -> comparison.isIn(Operand.Text.of(expr.select().field()), map))
            .map(claim -> claim.as(mode));
      }
      boolean isName = expr.getKind() == Kind.IDENT || expr.getKind() == Kind.SELECT;
      return isName
          ? operands
              .name(expr, bound)
              .map(
                  name ->
                      operands.isUnread(name)
                          ? Formula.of(mode.allows(Truths.UNDETERMINED))
                          : new Formula.Only(new FlagIn(name, mode.truths())))
          : Optional.empty();
    }

    /** Truths that are compared. */
    private Optional<Formula> ofTruths(CelExpr expr, Mode mode, Map<String, Operand.Text> bound) {
      boolean isEqual = isCall(expr, "_==_");
      if (!isEqual && !isCall(expr, "_!=_")) {
        return Optional.empty();
      }
      List<CelExpr> args = expr.call().args();
      boolean areTruths =
          args.stream()
              .allMatch(
                  arg ->
                      dev.cel.common.types.SimpleType.BOOL.equals(
                          clause.ast().getTypeMap().get(arg.id())));
      if (!areTruths) {
        return Optional.empty();
      }
      boolean isSame = isEqual == (mode == Mode.TRUE || mode == Mode.NOT_FALSE);
      Formula first = of(args.get(0), mode.allows(4) ? Mode.NOT_FALSE : Mode.TRUE, bound);
      Formula firstNot = of(args.get(0), mode.allows(4) ? Mode.NOT_TRUE : Mode.FALSE, bound);
      Formula second = of(args.get(1), mode.allows(4) ? Mode.NOT_FALSE : Mode.TRUE, bound);
      Formula secondNot = of(args.get(1), mode.allows(4) ? Mode.NOT_TRUE : Mode.FALSE, bound);
      return Optional.of(
          isSame
              ? Formula.or(Formula.and(first, second), Formula.and(firstNot, secondNot))
              : Formula.or(Formula.and(first, secondNot), Formula.and(firstNot, second)));
    }

    private Optional<Formula> ofRisk(CelExpr expr, Mode mode, Map<String, Operand.Text> bound) {
      if (expr.getKind() != Kind.CALL || expr.call().args().size() != 2) {
        return Optional.empty();
      }
      Optional<Operand> first = operands.of(expr.call().args().get(0), bound);
      Optional<Operand> second = operands.of(expr.call().args().get(1), bound);
      return first.isPresent()
              && second.isPresent()
              && first.get() instanceof Operand.Amount a
              && second.get() instanceof Operand.Amount b
          ? risk.compared(expr.call().function(), Operands.sum(a, b, -1), mode, unread)
          : Optional.empty();
    }

    private Optional<Claim> claim(CelExpr expr, Map<String, Operand.Text> bound) {
      if (expr.getKind() != Kind.CALL) {
        return Optional.empty();
      }
      List<CelExpr> args = new ArrayList<>();
      expr.call().target().ifPresent(args::add);
      args.addAll(expr.call().args());
      String function = expr.call().function();
      if (function.equals("hasTag")) {
        return operands
            .text(args.get(0), bound)
            .flatMap(Operand.Text::constant)
            .map(comparison::hasTag);
      }
      if (args.size() != 2) {
        return Optional.empty();
      }
      Optional<Operand> first = operands.of(args.get(0), bound);
      Optional<Operand> second = operands.of(args.get(1), bound);
      if (first.isEmpty() || second.isEmpty()) {
        return Optional.empty();
      }
      return claim(function, first.get(), second.get());
    }

    private Optional<Claim> claim(String function, Operand first, Operand second) {
      if (RELATIONS.containsKey(function)) {
        return first instanceof Operand.Text text && second instanceof Operand.Text other
            ? comparison.related(RELATIONS.get(function), text, other)
            : Optional.empty();
      }
      return switch (function) {
        case "_==_" -> comparison.isEqual(first, second);
        case "_!=_" -> comparison.isEqual(first, second).map(Claim::negated);
        case "@in" -> comparison.isIn(first, second);
        case "_<_", "_<=_", "_>_", "_>=_" ->
            first instanceof Operand.Amount a && second instanceof Operand.Amount b
                ? comparison.compared(function, a, b)
                : Optional.empty();
        default -> Optional.empty();
      };
    }

    /** Where exactly one element has to be such, at least one is. */
    private Formula hint(CelExpr expr, Mode mode, Map<String, Operand.Text> bound) {
      CelComprehension loop = expr.comprehension();
      boolean isExistsOne = isCall(loop.loopStep(), "_?_:_") && isCall(loop.result(), "_==_");
      Optional<Operand> range = operands.of(loop.iterRange(), bound);
      if (mode != Mode.TRUE
          || !isExistsOne
          || range.isEmpty()
          || !(range.get() instanceof Operand.ListOf list)) {
        return Formula.TRUE;
      }
      CelExpr body = loop.loopStep().call().args().get(0);
      Quantified some = new Quantified(list.variable(), ELEMENT + bound.size(), false);
      return overElements(some, list.needs(), new Body(loop, body, bound), mode)
          .orElse(Formula.TRUE);
    }

    /** {@code all} and {@code exists}; nothing for other loops. */
    private Optional<Formula> loop(
        CelComprehension loop, Mode mode, Map<String, Operand.Text> bound) {
      boolean isAll = isCall(loop.loopStep(), "_&&_");
      boolean isTwoVariables = !loop.iterVar2().isEmpty();
      boolean starts =
          loop.accuInit().getKind() == Kind.CONSTANT
              && loop.accuInit().constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
              && loop.accuInit().constant().booleanValue() == isAll;
      if (isTwoVariables || !starts || !(isAll || isCall(loop.loopStep(), "_||_"))) {
        return Optional.empty();
      }
      CelExpr body = loop.loopStep().call().args().get(1);
      boolean isOfEach = isAll == mode.isOfBoth();
      Optional<Operand> range = operands.of(loop.iterRange(), bound);
      if (range.isEmpty()) {
        return Optional.empty();
      }
      if (range.get() instanceof Operand.Elements elements) {
        List<Formula> each = new ArrayList<>();
        for (Operand.Text element : elements.elements()) {
          each.add(of(body, mode, with(bound, loop.iterVar(), element)));
        }
        Formula any = isOfEach ? Formula.and(each) : Formula.or(each);
        return Optional.of(ofRead(any, elements.needs(), mode));
      }
      String element = ELEMENT + bound.size();
      Body ofOne = new Body(loop, body, bound);
      if (range.get() instanceof Operand.ListOf list) {
        Quantified elements = new Quantified(list.variable(), element, isOfEach);
        return overElements(elements, list.needs(), ofOne, mode);
      }
      return range.get() instanceof Operand.MapOf map
          ? overElements(
              new Quantified(map.variable(), element, isOfEach), map.needs(), ofOne, mode)
          : Optional.empty();
    }

    private Optional<Formula> overElements(
        Quantified quantified, List<Claim.Need> needs, Body body, Mode mode) {
      Formula each = of(body, mode, Operand.Text.ofVariable(quantified.element(), List.of()));
      return quantified
          .of(each)
          .or(() -> byConstants(quantified, each, body, mode))
          .map(formula -> ofRead(formula, needs, mode));
    }

    /** The same of what has to be there; where it is not, nothing is determined. */
    private static Formula ofRead(Formula formula, List<Claim.Need> needs, Mode mode) {
      return new Claim(formula, formula, needs)
          .as(mode.allows(Truths.UNDETERMINED) ? Mode.NOT_FALSE : Mode.TRUE);
    }

    private Formula of(Body body, Mode mode, Operand.Text element) {
      return of(body.expr(), mode, with(body.bound(), body.loop().iterVar(), element));
    }

    /** The value of a map's key has a formula where the key is a constant: one after the other. */
    private Optional<Formula> byConstants(
        Quantified quantified, Formula each, Body body, Mode mode) {
      Set<String> constants = quantified.constants(each);
      Optional<Formula> others =
          constants.isEmpty()
              ? Optional.empty()
              : quantified.ofOthers(each, languages.oneOf(constants));
      if (others.isEmpty()) {
        return others;
      }
      List<Formula> parts = new ArrayList<>(List.of(others.get()));
      for (String constant : constants) {
        Formula one = of(body, mode, Operand.Text.of(constant));
        Claim.Need element = Operands.keyOf(languages, quantified.list(), constant);
        parts.add(
            quantified.isOfEach()
                ? Formula.or(element.lacks(), one)
                : Formula.and(element.has(), one));
      }
      return Optional.of(quantified.isOfEach() ? Formula.and(parts) : Formula.or(parts));
    }

    /** What is known of a part that has no formula: only that it is what it is. */
    private Formula opaque(CelExpr expr, Mode mode, Map<String, Operand.Text> bound) {
      String text = CelText.expression(expr, clause.ast());
      String others = bound.isEmpty() ? "" : "\u0000" + bound;
      String tags = unread.test(Variables.tag("")) ? "\u0000tags" : "";
      String aliases = unread.test(Variables.KEY_ALIASES) ? "\u0000aliases" : "";
      String account = unread.test(Variables.ACCOUNT_PATH) ? "\u0000account" : "";
      String who = unread.test(Variables.PRINCIPAL_ACCOUNT) ? "\u0000principal" : "";
      String whose = origin.isEmpty() ? "" : "\u0000" + origin;
      String where = others + tags + aliases + account + who + whose;
      return new Formula.Only(
          new FlagIn(Variables.opaque(text, Advice.on(expr, clause.ast()), where), mode.truths()));
    }
  }

  private static boolean isCall(CelExpr expr, String function) {
    return expr.getKind() == Kind.CALL && expr.call().function().equals(function);
  }

  private static Map<String, Operand.Text> with(
      Map<String, Operand.Text> bound, String name, Operand.Text value) {
    Map<String, Operand.Text> more = new HashMap<>(bound);
    more.put(name, value);
    return more;
  }
}
