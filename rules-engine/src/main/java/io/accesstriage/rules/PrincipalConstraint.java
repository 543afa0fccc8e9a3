package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a condition limits who may have the access, whatever those write who may write tags and
 * aliases. It does so if one of the parts that must all be true reads the principal, nothing that
 * they write, and is true neither of anyone nor of no principal ({@link AnyPrincipal}).
 */
final class PrincipalConstraint {
  /** Whose a principal is may be compared with whose the resource is; any account will do. */
  private static final Map<String, Object> OWNER =
      Map.of("resource.account", "111122223333", "account.id", "111122223333");

  private final Cel cel;
  private final CelAbstractSyntaxTree whole;
  private final List<Scope> scopes;

  /**
   * @param whole the checked condition
   * @param texts that are written in it
   */
  PrincipalConstraint(
      Cel cel, CelAbstractSyntaxTree whole, Map<String, List<String>> lists, Set<String> texts) {
    this.cel = cel;
    this.whole = whole;
    this.scopes =
        AnyPrincipal.scopes(lists, texts).stream().map(scope -> scope.with(OWNER)).toList();
  }

  /**
   * Whether a part of the condition limits the principal if it is true.
   *
   * @param part that reads neither tags nor aliases
   */
  boolean isIn(CelExpr part) throws CelEvaluationException {
    return isIn(part, true);
  }

  /** Whether the principal is limited wherever the expression has this value. */
  private boolean isIn(CelExpr expr, boolean value) throws CelEvaluationException {
    if (expr.getKind() != ExprKind.Kind.CALL) {
      return isOfLeaf(expr, value);
    }
    List<CelExpr> args = expr.call().args();
    return switch (expr.call().function()) {
      case "!_" -> isIn(args.get(0), !value);
      case "_&&_" -> value ? isInAny(args, true) : isInAll(args, false);
      case "_||_" -> value ? isInAll(args, true) : isInAny(args, false);
      case "_?_:_" ->
          (isIn(args.get(0), true) || isIn(args.get(1), value))
              && (isIn(args.get(0), false) || isIn(args.get(2), value));
      default -> isOfLeaf(expr, value);
    };
  }

  private boolean isOfLeaf(CelExpr expr, boolean value) throws CelEvaluationException {
    return readsPrincipal(expr) && isNeverOfAnyone(expr, value);
  }

  private boolean isInAll(List<CelExpr> expressions, boolean value) throws CelEvaluationException {
    for (CelExpr expr : expressions) {
      if (!isIn(expr, value)) {
        return false;
      }
    }
    return true;
  }

  private boolean isInAny(List<CelExpr> expressions, boolean value) throws CelEvaluationException {
    for (CelExpr expr : expressions) {
      if (isIn(expr, value)) {
        return true;
      }
    }
    return false;
  }

  private boolean readsPrincipal(CelExpr expr) {
    return Expressions.names(expr, whole).anyMatch(name -> name.startsWith(Vocabulary.PRINCIPAL));
  }

  /** Whether it surely has the other value for each of those that it has to exclude. */
  private boolean isNeverOfAnyone(CelExpr expr, boolean value) throws CelEvaluationException {
    CelRuntime.Program program = cel.program(expr, whole);
    for (Scope scope : scopes) {
      if (scope.evaluate(program) != Truth.of(!value)) {
        return false;
      }
    }
    return true;
  }
}
