package io.accesstriage.rules;

import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import io.accesstriage.yaml.YamlText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Literals that are no pattern, time or duration, and texts that nothing of a finding can ever be,
 * which would otherwise show only when they are evaluated, if at all.
 */
final class LiteralMistakes {
  private final Cel cel;
  private final Map<String, List<YamlText>> lists;

  /**
   * @param lists the file's own
   */
  LiteralMistakes(Cel cel, Map<String, List<YamlText>> lists) {
    this.cel = cel;
    this.lists = lists;
  }

  /** Notes those of a condition in the file; whether there are any. */
  boolean note(CelAbstractSyntaxTree ast, YamlText source) {
    boolean any = false;
    ListOrder order = new ListOrder(ast, lists);
    for (CelNavigableExpr node : Expressions.nodes(ast.getExpr())) {
      for (ListOrder.Mistake mistake : order.in(node.expr()).toList()) {
        any = true;
        source.problem(Expressions.offset(mistake.node(), ast, source.value()), mistake.message());
      }
      if (node.getKind() != ExprKind.Kind.CALL || node.expr().call().args().isEmpty()) {
        continue;
      }
      List<CelExpr> args = node.expr().call().args();
      CelExpr last = args.get(args.size() - 1);
      Optional<String> problem =
          Expressions.text(last)
              .flatMap(
                  text ->
                      switch (node.expr().call().function()) {
                        case "matches" -> patternProblem(text);
                        case "timestamp" -> timestampProblem(text);
                        case "duration" -> durationProblem(ast, node.expr(), text);
                        default -> Optional.empty();
                      });
      if (problem.isPresent()) {
        any = true;
        source.problem(Expressions.offset(last.id(), ast, source.value()), problem.get());
      }
    }
    return noteComparisons(Comparisons.in(ast), ast, source) || any;
  }

  private boolean noteComparisons(
      Comparisons comparisons, CelAbstractSyntaxTree ast, YamlText source) {
    boolean any = false;
    for (Comparisons.WithText compared : comparisons.texts()) {
      any |= noteText(compared.with(), compared.text(), at(compared.node(), ast, source));
    }
    for (Comparisons.WithPart compared : comparisons.parts()) {
      any |= notePart(compared.with(), compared.part(), at(compared.node(), ast, source));
    }
    for (Comparisons.WithList compared : comparisons.lists()) {
      for (YamlText element : lists.getOrDefault(compared.list(), List.of())) {
        any |=
            noteText(
                compared.with(),
                element.value(),
                new Place(element, element::problem, element::warning));
      }
    }
    return any;
  }

  /** Where something is noted; where in the text is only looked up then. */
  private record Place(YamlText text, Consumer<String> problem, Consumer<String> warning) {
    boolean note(Optional<String> mistake, Supplier<Optional<String>> otherwise) {
      mistake.ifPresent(problem);
      if (mistake.isEmpty() && text.takesWarnings()) {
        otherwise.get().ifPresent(warning);
      }
      return mistake.isPresent();
    }
  }

  private static Place at(long node, CelAbstractSyntaxTree ast, YamlText source) {
    return new Place(
        source,
        message -> source.problem(Expressions.offset(node, ast, source.value()), message),
        message -> source.warning(Expressions.offset(node, ast, source.value()), message));
  }

  private static boolean noteText(KnownTexts known, String text, Place place) {
    return place.note(known.mistake(text), () -> known.warning(text));
  }

  private static boolean notePart(KnownTexts known, TextPart part, Place place) {
    boolean any = false;
    for (String text : part.wholeTexts()) {
      any |= noteText(known, text, place);
    }
    return part.wholeTexts().isEmpty()
        ? place.note(known.mistake(part), () -> known.warning(part))
        : any;
  }

  private Optional<String> patternProblem(String pattern) {
    try {
      return cel.addPattern(pattern);
    } catch (PatternSyntaxException e) {
      return Optional.of("not a regular expression (RE2): " + e.getMessage());
    }
  }

  private static Optional<String> timestampProblem(String text) {
    try {
      OffsetDateTime.parse(text);
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of(
          "expected a time such as \"2026-01-31T00:00:00Z\", found \"%s\"".formatted(text));
    }
  }

  private Optional<String> durationProblem(CelAbstractSyntaxTree whole, CelExpr call, String text) {
    try {
      Object unused = cel.program(call, whole).eval();
      return Optional.empty();
    } catch (CelEvaluationException e) {
      return Optional.of(
          "expected a duration such as \"24h\" or \"90m\" (there are no days), found \"%s\""
              .formatted(text));
    }
  }
}
