package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import io.accesstriage.finding.AccessLevel;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Suggestion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what a condition compares access levels with and is none. A misspelt level would never be
 * there, so that {@code !("Permission management" in access.levels)} would archive everything.
 */
final class LevelLiterals {
  private static final List<String> LABELS =
      Stream.of(AccessLevel.values()).map(AccessLevel::label).toList();
  private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "@in");

  private final CelAbstractSyntaxTree ast;

  /** The variables of loops over the levels. */
  private final Set<String> loopVariables = new HashSet<>();

  private final Map<Long, String> problems = new LinkedHashMap<>();

  private LevelLiterals(CelAbstractSyntaxTree ast) {
    this.ast = ast;
  }

  /** What is wrong with which expression. */
  static Map<Long, String> problems(CelAbstractSyntaxTree ast) {
    LevelLiterals literals = new LevelLiterals(ast);
    List<CelExpr> expressions =
        CelNavigableAst.fromAst(ast).getRoot().allNodes().map(CelNavigableExpr::expr).toList();
    expressions.forEach(literals::noteLoop);
    expressions.forEach(literals::check);
    return literals.problems;
  }

  private void noteLoop(CelExpr expr) {
    if (expr.getKind() == ExprKind.Kind.COMPREHENSION
        && isLevels(expr.comprehension().iterRange())) {
      loopVariables.add(expr.comprehension().iterVar());
    }
  }

  private void check(CelExpr expr) {
    if (expr.getKind() != ExprKind.Kind.CALL
        || !COMPARISONS.contains(expr.call().function())
        || expr.call().args().size() != 2) {
      return;
    }
    CelExpr left = expr.call().args().get(0);
    CelExpr right = expr.call().args().get(1);
    if (isOfLevels(left)) {
      literals(right).forEach(this::checkLiteral);
    }
    if (isOfLevels(right)) {
      literals(left).forEach(this::checkLiteral);
    }
  }

  private boolean isOfLevels(CelExpr expr) {
    return isLevels(expr)
        || (expr.getKind() == ExprKind.Kind.IDENT && loopVariables.contains(expr.ident().name()));
  }

  private boolean isLevels(CelExpr expr) {
    return Optional.ofNullable(ast.getReferenceMap().get(expr.id()))
        .map(CelReference::name)
        .filter(Vocabulary.LEVELS::equals)
        .isPresent();
  }

  private static Stream<CelExpr> literals(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> Stream.of(expr);
      case LIST -> expr.list().elements().stream().flatMap(LevelLiterals::literals);
      default -> Stream.empty();
    };
  }

  private void checkLiteral(CelExpr literal) {
    if (literal.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return;
    }
    String text = literal.constant().stringValue();
    if (!LABELS.contains(text)) {
      problems.put(
          literal.id(),
          "not an access level: %s; known are %s%s"
              .formatted(
                  SafeText.quoted(text, 100),
                  String.join(", ", LABELS),
                  Suggestion.of(text, LABELS)));
    }
  }
}
