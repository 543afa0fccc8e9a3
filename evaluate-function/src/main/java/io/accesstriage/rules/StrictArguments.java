package io.accesstriage.rules;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.Optional;

/**
 * Makes an error stay an error.
 *
 * <p>In dev.cel 0.14.0, "and", "or" and the macros made of them give an error as a value, and calls
 * that take it compare it like any other: {@code (tag("a") == "b" || false) != true} would be true
 * where the tags were not read. A conditional does fail, so each such argument is written as {@code
 * argument ? true : false}, which means the same.
 */
final class StrictArguments {
  private long lastId;

  private StrictArguments(long lastId) {
    this.lastId = lastId;
  }

  /**
   * @param lastId the highest id of any node in the expression's source
   */
  static CelExpr of(CelExpr expr, long lastId) {
    return new StrictArguments(lastId).strict(expr);
  }

  private CelExpr strict(CelExpr expr) {
    return CelChildren.replace(
        expr,
        (part, isStrict) ->
            isStrict && givesErrorAsValue(part) ? failing(strict(part)) : strict(part));
  }

  private CelExpr failing(CelExpr argument) {
    return CelExpr.ofCall(
        ++lastId,
        Optional.empty(),
        CelChildren.CONDITIONAL,
        ImmutableList.of(
            argument,
            CelExpr.ofConstant(++lastId, CelConstant.ofValue(true)),
            CelExpr.ofConstant(++lastId, CelConstant.ofValue(false))));
  }

  private static boolean givesErrorAsValue(CelExpr expr) {
    return switch (expr.getKind()) {
      case CALL ->
          expr.call().function().equals(CelChildren.AND)
              || expr.call().function().equals(CelChildren.OR);
      case COMPREHENSION -> isTruth(expr.comprehension().accuInit());
      case CONSTANT, IDENT, SELECT, LIST, MAP, STRUCT, NOT_SET -> false;
    };
  }

  /** Of the macros, "all" and "exists" gather a truth; the others count or make lists. */
  private static boolean isTruth(CelExpr start) {
    return start.getKind() == ExprKind.Kind.CONSTANT
        && start.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE;
  }
}
