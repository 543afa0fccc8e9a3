package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import io.accesstriage.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compiles conditions, and notes their mistakes where they stand in the file. */
final class ConditionCompiler {
  /** The function that CEL parses "and" into. */
  static final String LOGICAL_AND = "_&&_";

  /** The functions that may have a value although an argument has none. */
  private static final Set<String> NOT_STRICT = Set.of(LOGICAL_AND, "_||_", "_?_:_");

  private final Cel cel;
  private final ConditionMistakes mistakes;
  private final LiteralMistakes literals;
  private final Map<List<Object>, Condition.Part> parts = new HashMap<>();
  private final Map<String, CelAbstractSyntaxTree> compiled = new HashMap<>();

  /**
   * @param lists the file's own
   * @param withRisk whether the risk score is known where these conditions are evaluated
   */
  ConditionCompiler(Map<String, List<YamlText>> lists, boolean withRisk) {
    this.cel = new Cel(lists.keySet(), withRisk);
    this.mistakes = new ConditionMistakes(cel.names());
    this.literals = new LiteralMistakes(cel, lists);
  }

  /** The compiled condition, or nothing: then its mistakes are noted in the file. */
  Optional<Condition> compile(YamlText source) {
    try {
      CelValidationResult parsed = cel.parse(source.value());
      if (parsed.hasError()) {
        mistakes.ofParsing(parsed.getErrors(), source);
        return Optional.empty();
      }
      CelValidationResult checked = cel.check(parsed.getAst());
      if (checked.hasError()) {
        mistakes.ofChecking(checked.getErrors(), source);
        return Optional.empty();
      }
      CelAbstractSyntaxTree ast = checked.getAst();
      compiled.put(source.value(), ast);
      return literals.note(ast, source) ? Optional.empty() : Optional.of(condition(ast));
    } catch (CelValidationException | CelEvaluationException e) {
      source.problem("CEL does not accept this condition");
      return Optional.empty();
    }
  }

  /**
   * Whether a condition that compiles limits the principal, whatever the tags and aliases say.
   *
   * @param when what the source was compiled to
   * @param riskReadsTags whether the risk score rests on them, too
   */
  boolean constrainsPrincipal(
      YamlText source, Condition when, Map<String, List<String>> lists, boolean riskReadsTags) {
    try {
      CelAbstractSyntaxTree ast = compiled.get(source.value());
      PrincipalConstraint constraint = new PrincipalConstraint(cel, ast, lists, when.texts());
      for (CelExpr conjunct : conjuncts(ast)) {
        if (!part(ast, conjunct).restsOnTags(riskReadsTags) && constraint.isIn(conjunct)) {
          return true;
        }
      }
      return false;
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("the condition compiled before: " + source.value(), e);
    }
  }

  private Condition condition(CelAbstractSyntaxTree ast)
      throws CelValidationException, CelEvaluationException {
    List<Condition.Part> parts = new ArrayList<>();
    for (CelExpr conjunct : conjuncts(ast)) {
      parts.add(part(ast, conjunct));
    }
    return new Condition(parts);
  }

  /** The parts that must all be true, in the order of the source. */
  static List<CelExpr> conjuncts(CelAbstractSyntaxTree ast) {
    List<CelExpr> conjuncts = new ArrayList<>();
    split(ast.getExpr(), conjuncts);
    return conjuncts;
  }

  private static void split(CelExpr expr, List<CelExpr> conjuncts) {
    if (expr.getKind() == ExprKind.Kind.CALL && expr.call().function().equals(LOGICAL_AND)) {
      expr.call().args().forEach(arg -> split(arg, conjuncts));
    } else {
      conjuncts.add(expr);
    }
  }

  private Condition.Part part(CelAbstractSyntaxTree whole, CelExpr expr)
      throws CelValidationException, CelEvaluationException {
    List<CelNavigableExpr> nodes = Expressions.nodes(expr);
    List<Object> shape = Expressions.shape(nodes);
    Condition.Part same = parts.get(shape);
    if (same != null) {
      return same;
    }
    Set<String> names = new TreeSet<>();
    Set<String> texts = new TreeSet<>();
    Set<String> tagKeys = new TreeSet<>();
    Condition.TagsRead tagsRead = Condition.TagsRead.NONE;
    boolean isStrict = true;
    for (CelNavigableExpr node : nodes) {
      isStrict &= isStrict(node.expr());
      Expressions.text(node.expr()).ifPresent(texts::add);
      CelReference reference = whole.getReferenceMap().get(node.id());
      if (reference != null && cel.names().contains(reference.name())) {
        names.add(reference.name());
      }
      if (node.getKind() == ExprKind.Kind.CALL && isTagFunction(node.expr().call().function())) {
        Optional<String> key = Expressions.text(node.expr().call().args().get(0));
        key.ifPresent(tagKeys::add);
        tagsRead =
            key.isPresent() && tagsRead != Condition.TagsRead.ANY
                ? Condition.TagsRead.NAMED
                : Condition.TagsRead.ANY;
      }
    }
    Condition.Part part =
        new Condition.Part(
            cel.program(expr, whole),
            CelText.expression(expr, whole),
            names,
            texts,
            tagKeys,
            tagsRead,
            isStrict,
            Cel.part(expr, whole),
            PlainPart.of(expr, whole));
    parts.put(shape, part);
    return part;
  }

  private static boolean isStrict(CelExpr expr) {
    return switch (expr.getKind()) {
      case COMPREHENSION -> false;
      case CALL -> !NOT_STRICT.contains(expr.call().function());
      default -> true;
    };
  }

  private static boolean isTagFunction(String function) {
    return function.equals(Vocabulary.TAG) || function.equals(Vocabulary.HAS_TAG);
  }
}
