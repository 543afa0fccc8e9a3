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
    for (CelNavigableExpr node : Expressions.nodes(ast.getExpr())) {
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
      int offset = Expressions.offset(compared.node(), ast, source.value());
      any |= noteText(compared.with(), compared.text(), offset, source);
    }
    for (Comparisons.WithPart compared : comparisons.parts()) {
      int offset = Expressions.offset(compared.node(), ast, source.value());
      any |= notePart(compared.with(), compared.part(), offset, source);
    }
    for (Comparisons.WithList compared : comparisons.lists()) {
      for (YamlText element : lists.getOrDefault(compared.list(), List.of())) {
        Optional<String> mistake = compared.with().mistake(element.value());
        any |= mistake.isPresent();
        mistake.ifPresent(element::problem);
        if (mistake.isEmpty() && element.takesWarnings()) {
          compared.with().warning(element.value()).ifPresent(element::warning);
        }
      }
    }
    return any;
  }

  private static boolean noteText(KnownTexts known, String text, int offset, YamlText source) {
    Optional<String> mistake = known.mistake(text);
    mistake.ifPresent(message -> source.problem(offset, message));
    if (mistake.isEmpty() && source.takesWarnings()) {
      known.warning(text).ifPresent(message -> source.warning(offset, message));
    }
    return mistake.isPresent();
  }

  private static boolean notePart(KnownTexts known, TextPart part, int offset, YamlText source) {
    if (!part.wholeTexts().isEmpty()) {
      boolean any = false;
      for (String text : part.wholeTexts()) {
        any |= noteText(known, text, offset, source);
      }
      return any;
    }
    Optional<String> mistake = known.mistake(part);
    mistake.ifPresent(message -> source.problem(offset, message));
    if (mistake.isEmpty() && source.takesWarnings()) {
      known.warning(part).ifPresent(message -> source.warning(offset, message));
    }
    return mistake.isPresent();
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
