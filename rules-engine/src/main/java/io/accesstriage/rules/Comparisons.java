package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which texts a condition compares with names of which there are {@link KnownTexts}. */
final class Comparisons {
  private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "@in");
  private static final String INDEX = "_[_]";

  private final CelAbstractSyntaxTree ast;
  private final List<WithText> texts = new ArrayList<>();
  private final List<WithPart> parts = new ArrayList<>();
  private final Set<WithList> lists = new HashSet<>();

  private Comparisons(CelAbstractSyntaxTree ast) {
    this.ast = ast;
  }

  /**
   * A text that stands in the condition.
   *
   * @param node that it is
   */
  record WithText(KnownTexts with, String text, long node) {}

  /**
   * A part or a pattern of a text, which stands in the condition.
   *
   * @param node that it is
   */
  record WithPart(KnownTexts with, TextPart part, long node) {}

  /** The elements of a list of the file. */
  record WithList(KnownTexts with, String list) {}

  /**
   * What an operand of a comparison may be, or its elements.
   *
   * @param known of names
   * @param texts that stand in the condition
   * @param lists of the file
   */
  private record Operand(Set<KnownTexts> known, List<WithNode> texts, Set<String> lists) {
    static final Operand OTHER = new Operand(Set.of(), List.of(), Set.of());

    Operand and(Operand other) {
      Set<KnownTexts> allKnown = new HashSet<>(known);
      allKnown.addAll(other.known);
      List<WithNode> allTexts = new ArrayList<>(texts);
      allTexts.addAll(other.texts);
      Set<String> allLists = new HashSet<>(lists);
      allLists.addAll(other.lists);
      return new Operand(allKnown, allTexts, allLists);
    }
  }

  private record WithNode(String text, long node) {}

  static Comparisons in(CelAbstractSyntaxTree ast) {
    Comparisons comparisons = new Comparisons(ast);
    comparisons.visit(ast.getExpr(), Map.of());
    return comparisons;
  }

  /** In the order of the condition. */
  List<WithText> texts() {
    return texts;
  }

  /** In the order of the condition. */
  List<WithPart> parts() {
    return parts;
  }

  Set<WithList> lists() {
    return lists;
  }

  /**
   * @param elements what the variables of the loops around it may be
   */
  private void visit(CelExpr expr, Map<String, Operand> elements) {
    switch (expr.getKind()) {
      case CALL -> {
        compareIn(expr, elements);
        expr.call().target().ifPresent(target -> visit(target, elements));
        expr.call().args().forEach(arg -> visit(arg, elements));
      }
      case SELECT -> {
        if (name(expr).isEmpty()) {
          CelExpr map = expr.select().operand();
          compare(
              operand(map, elements),
              new Operand(
                  Set.of(), List.of(new WithNode(expr.select().field(), expr.id())), Set.of()));
          visit(map, elements);
        }
      }
      case LIST -> expr.list().elements().forEach(element -> visit(element, elements));
      case MAP ->
          expr.map()
              .entries()
              .forEach(
                  entry -> {
                    visit(entry.key(), elements);
                    visit(entry.value(), elements);
                  });
      case COMPREHENSION -> loop(expr.comprehension(), elements);
      case CONSTANT, IDENT, STRUCT, NOT_SET -> {}
    }
  }

  private void loop(CelExpr.CelComprehension loop, Map<String, Operand> elements) {
    visit(loop.iterRange(), elements);
    visit(loop.accuInit(), elements);
    Map<String, Operand> inside = new HashMap<>(elements);
    inside.remove(loop.accuVar());
    inside.remove(loop.iterVar2());
    inside.put(loop.iterVar(), operand(loop.iterRange(), elements));
    visit(loop.loopCondition(), inside);
    visit(loop.loopStep(), inside);
    visit(loop.result(), inside);
  }

  private void compareIn(CelExpr expr, Map<String, Operand> elements) {
    List<CelExpr> args = expr.call().args();
    if (COMPARISONS.contains(expr.call().function())
        || (expr.call().function().equals(INDEX) && isOf(args.get(0), CelKind.MAP))) {
      compare(operand(args.get(0), elements), operand(args.get(1), elements));
    }
    expr.call()
        .target()
        .filter(target -> args.size() == 1)
        .ifPresent(
            target -> notePart(expr.call().function(), operand(target, elements), args.get(0)));
  }

  private void notePart(String function, Operand names, CelExpr argument) {
    Expressions.text(argument)
        .flatMap(text -> TextPart.of(function, text))
        .ifPresent(
            part ->
                names.known.forEach(known -> parts.add(new WithPart(known, part, argument.id()))));
  }

  private void compare(Operand one, Operand other) {
    noteTexts(one, other);
    noteTexts(other, one);
  }

  private void noteTexts(Operand names, Operand values) {
    for (KnownTexts known : names.known) {
      values.texts.forEach(text -> texts.add(new WithText(known, text.text, text.node)));
      values.lists.forEach(list -> lists.add(new WithList(known, list)));
    }
  }

  private Operand operand(CelExpr expr, Map<String, Operand> elements) {
    Optional<String> name = name(expr);
    if (name.isPresent()) {
      return ofName(name.get());
    }
    return switch (expr.getKind()) {
      case IDENT -> elements.getOrDefault(expr.ident().name(), Operand.OTHER);
      case CONSTANT ->
          Expressions.text(expr)
              .map(text -> new Operand(Set.of(), List.of(new WithNode(text, expr.id())), Set.of()))
              .orElse(Operand.OTHER);
      case LIST -> all(expr.list().elements(), elements);
      case MAP ->
          all(expr.map().entries().stream().map(CelExpr.CelMap.Entry::key).toList(), elements);
      case CALL -> ofCall(expr, elements);
      case SELECT, COMPREHENSION, STRUCT, NOT_SET -> Operand.OTHER;
    };
  }

  private static Operand ofName(String name) {
    return name.startsWith(Vocabulary.LISTS)
        ? new Operand(Set.of(), List.of(), Set.of(name.substring(Vocabulary.LISTS.length())))
        : KnownTexts.of(name)
            .map(known -> new Operand(Set.of(known), List.of(), Set.of()))
            .orElse(Operand.OTHER);
  }

  private Operand ofCall(CelExpr expr, Map<String, Operand> elements) {
    List<CelExpr> args = expr.call().args();
    return switch (expr.call().function()) {
      case "_?_:_" -> all(args.subList(1, 3), elements);
      case "_+_" -> isOf(expr, CelKind.LIST) ? all(args, elements) : Operand.OTHER;
      case INDEX ->
          isOf(args.get(0), CelKind.LIST) ? operand(args.get(0), elements) : Operand.OTHER;
      default -> ofName(expr.call().function());
    };
  }

  private Operand all(List<CelExpr> expressions, Map<String, Operand> elements) {
    return expressions.stream()
        .map(expr -> operand(expr, elements))
        .reduce(Operand.OTHER, Operand::and);
  }

  private boolean isOf(CelExpr expr, CelKind kind) {
    return ast.getType(expr.id()).filter(type -> type.kind() == kind).isPresent();
  }

  /** The variable that the expression is, but for those of loops. */
  private Optional<String> name(CelExpr expr) {
    return expr.getKind() == ExprKind.Kind.IDENT || expr.getKind() == ExprKind.Kind.SELECT
        ? Optional.ofNullable(ast.getReferenceMap().get(expr.id()))
            .map(CelReference::name)
            .filter(name -> name.indexOf('.') >= 0 || KnownTexts.of(name).isPresent())
        : Optional.empty();
  }
}
