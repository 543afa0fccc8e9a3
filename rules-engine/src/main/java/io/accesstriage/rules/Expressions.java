package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is to see in an expression of CEL. */
final class Expressions {
  private Expressions() {}

  static List<CelNavigableExpr> nodes(CelExpr expr) {
    return CelNavigableExpr.fromExpr(expr).allNodes().collect(Collectors.toList());
  }

  /** Where a node begins in the source that it was parsed from. */
  static int offset(long node, CelAbstractSyntaxTree whole, String source) {
    return atCodePoint(source, whole.getSource().getPositionsMap().getOrDefault(node, 0));
  }

  /** CEL counts code points. */
  static int atCodePoint(String text, int codePoints) {
    return text.offsetByCodePoints(
        0, Math.max(0, Math.min(codePoints, text.codePointCount(0, text.length()))));
  }

  /** The names that an expression reads, of variables of loops too. */
  static Stream<String> names(CelExpr expr, CelAbstractSyntaxTree whole) {
    return nodes(expr).stream()
        .map(node -> whole.getReferenceMap().get(node.id()))
        .filter(Objects::nonNull)
        .map(CelReference::name);
  }

  /** The functions that an expression calls, without the stop that may be before a name. */
  static Set<String> functions(CelExpr expr) {
    return nodes(expr).stream()
        .filter(node -> node.getKind() == ExprKind.Kind.CALL)
        .map(node -> node.expr().call().function())
        .map(name -> name.startsWith(".") ? name.substring(1) : name)
        .collect(Collectors.toSet());
  }

  /** The text that the expression is, if it is one. */
  static Optional<String> text(CelExpr expr) {
    return expr.getKind() == ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }

  /**
   * What an expression says, whichever rule it stands in: its nodes in order, each with the number
   * of those directly in it.
   */
  static List<Object> shape(List<CelNavigableExpr> nodes) {
    List<Object> shape = new ArrayList<>();
    for (CelNavigableExpr node : nodes) {
      CelExpr expr = node.expr();
      shape.add(expr.getKind());
      shape.add(node.children().count());
      switch (expr.getKind()) {
        case CONSTANT -> shape.add(expr.constant());
        case IDENT -> shape.add(expr.ident().name());
        case SELECT -> {
          shape.add(expr.select().field());
          shape.add(expr.select().testOnly());
        }
        case CALL -> {
          shape.add(expr.call().function());
          shape.add(expr.call().target().isPresent());
        }
        case COMPREHENSION -> {
          shape.add(expr.comprehension().iterVar());
          shape.add(expr.comprehension().iterVar2());
          shape.add(expr.comprehension().accuVar());
        }
        case LIST, MAP -> {}
        // Rules cannot make messages.
        case STRUCT, NOT_SET -> throw new IllegalStateException("no part of a condition: " + expr);
      }
    }
    return shape;
  }
}
