package io.accesstriage.prover;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How to write a part of a condition that cannot be decided, so that it can. */
final class Advice {
  private static final Map<String, String> BY_FUNCTION =
      Map.ofEntries(
          Map.entry("int", "compare the text instead of a number"),
          Map.entry("matches", "decided without flags, Unicode classes and large counts"),
          Map.entry("_+_", "compare each count by itself"),
          Map.entry("_-_", "compare each count by itself"));

  private Advice() {}

  /** A clause, or nothing. */
  static String on(CelExpr part, CelAbstractSyntaxTree whole) {
    List<CelExpr> nodes =
        CelNavigableExpr.fromExpr(part).allNodes().map(CelNavigableExpr::expr).toList();
    return nodes.stream()
        .map(node -> ofNode(node, whole))
        .flatMap(Optional::stream)
        .findFirst()
        .or(
            () ->
                nodes.stream()
                    .filter(node -> node.getKind() == Kind.CALL)
                    .map(node -> BY_FUNCTION.get(node.call().function()))
                    .filter(Objects::nonNull)
                    .findFirst())
        .orElse("");
  }

  private static Optional<String> ofNode(CelExpr node, CelAbstractSyntaxTree whole) {
    if (node.getKind() == Kind.COMPREHENSION) {
      CelExpr step = node.comprehension().loopStep();
      boolean isChoice = step.getKind() == Kind.CALL && step.call().function().equals("_?_:_");
      boolean isMade = node.comprehension().accuInit().getKind() == Kind.LIST;
      return isChoice || isMade ? Optional.of("decided as exists or all") : Optional.empty();
    }
    if (node.getKind() != Kind.CALL) {
      return Optional.empty();
    }
    String function = node.call().function();
    List<CelExpr> args = node.call().args();
    if (function.equals("_[_]")) {
      CelExpr key = args.get(1);
      boolean isText =
          key.getKind() == Kind.CONSTANT
              && key.constant().getKind() == CelConstant.Kind.STRING_VALUE;
      return isText
          ? Optional.empty()
          : Optional.of(
              SimpleType.INT.equals(whole.getTypeMap().get(key.id()))
                  ? "decided as exists or all"
                  : "decided if the key is written out");
    }
    if (function.startsWith("get")) {
      return Optional.of("compare with timestamp(...) or a duration");
    }
    boolean isOrder = List.of("_<_", "_<=_", "_>_", "_>=_").contains(function);
    return isOrder && SimpleType.STRING.equals(whole.getTypeMap().get(args.get(0).id()))
        ? Optional.of("compare texts by ==, in, startsWith or matches")
        : Optional.empty();
  }
}
