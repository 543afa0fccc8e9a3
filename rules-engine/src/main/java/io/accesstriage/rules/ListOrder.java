package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import io.accesstriage.finding.AccessLevel;
import io.accesstriage.yaml.YamlText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists that are compared with a finding's and written otherwise than findings have theirs, in
 * another order or with a text twice. None is ever equal to them, which nobody would see.
 */
final class ListOrder {
  private static final Map<String, UnaryOperator<List<String>>> OF_FINDINGS =
      Map.of(
          "access.actions",
          ListOrder::eachOnce,
          Vocabulary.LEVELS,
          ListOrder::byLevel,
          "finding.sources",
          texts -> texts.stream().sorted().toList(),
          "finding.unused.services",
          ListOrder::eachOnce,
          Vocabulary.KEY_ALIASES,
          ListOrder::eachOnce);

  private final CelAbstractSyntaxTree ast;
  private final Map<String, List<YamlText>> lists;

  /**
   * @param lists the file's own
   */
  ListOrder(CelAbstractSyntaxTree ast, Map<String, List<YamlText>> lists) {
    this.ast = ast;
    this.lists = lists;
  }

  /**
   * @param node that is the list
   */
  record Mistake(long node, String message) {}

  /** Those of one part of the condition, not of what is in it. */
  Stream<Mistake> in(CelExpr expr) {
    if (expr.getKind() != ExprKind.Kind.CALL || expr.call().args().size() != 2) {
      return Stream.empty();
    }
    CelExpr left = expr.call().args().get(0);
    CelExpr right = expr.call().args().get(1);
    return switch (expr.call().function()) {
      case "_==_", "_!=_" -> Stream.concat(of(left, right), of(right, left));
      case "@in" ->
          right.getKind() == ExprKind.Kind.LIST
              ? right.list().elements().stream().flatMap(element -> of(left, element))
              : Stream.empty();
      default -> Stream.empty();
    };
  }

  private Stream<Mistake> of(CelExpr compared, CelExpr list) {
    return name(compared)
        .flatMap(
            name ->
                Optional.ofNullable(OF_FINDINGS.get(name))
                    .flatMap(order -> texts(list).flatMap(texts -> message(name, order, texts))))
        .map(message -> new Mistake(list.id(), message))
        .stream();
  }

  private static Optional<String> message(
      String name, UnaryOperator<List<String>> order, List<String> texts) {
    List<String> ordered = order.apply(texts);
    return ordered.equals(texts)
        ? Optional.empty()
        : Optional.of(
            "%s is never equal to this list, whose order or repetition is another: write %s"
                .formatted(
                    name,
                    ordered.stream()
                        .map(text -> "\"" + text + "\"")
                        .collect(Collectors.joining(", ", "[", "]"))));
  }

  private Optional<List<String>> texts(CelExpr list) {
    if (list.getKind() != ExprKind.Kind.LIST) {
      return name(list)
          .filter(name -> name.startsWith(Vocabulary.LISTS))
          .map(name -> lists.get(name.substring(Vocabulary.LISTS.length())))
          .map(texts -> texts.stream().map(YamlText::value).toList());
    }
    List<String> texts =
        list.list().elements().stream()
            .flatMap(element -> Expressions.text(element).stream())
            .toList();
    return Optional.of(texts).filter(all -> all.size() == list.list().elements().size());
  }

  private Optional<String> name(CelExpr expr) {
    return Optional.ofNullable(ast.getReferenceMap().get(expr.id())).map(CelReference::name);
  }

  private static List<String> eachOnce(List<String> texts) {
    return texts.stream().sorted().distinct().toList();
  }

  /** As they are, where one of them is no level: that is another mistake. */
  private static List<String> byLevel(List<String> texts) {
    List<String> levels = Arrays.stream(AccessLevel.values()).map(AccessLevel::label).toList();
    return levels.containsAll(texts) ? levels.stream().filter(texts::contains).toList() : texts;
  }
}
