package io.accesstriage.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.YamlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compiles conditions: CEL, type-checked against the {@link Vocabulary}. Every limit of the
 * language is set here, so that a condition can neither run long nor use much memory.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL's definition</a>
 */
final class ConditionCompiler {
  private static final int LONGEST_SOURCE = 10_000;
  private static final CelOptions LIMITS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST_SOURCE)
          .maxParseRecursionDepth(64)
          .maxParseErrorRecoveryLimit(10)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(2_000)
          .populateMacroCalls(true)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  /** The function that CEL parses "and" into. */
  private static final String LOGICAL_AND = "_&&_";

  /** The functions that may have a value although an argument has none. */
  private static final Set<String> NOT_STRICT = Set.of(LOGICAL_AND, "_||_", "_?_:_");

  private static final String UNDECLARED = "undeclared reference to '";

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final Set<String> known = new TreeSet<>();

  /**
   * @param lists the names of the file's own lists
   * @param withRisk whether the risk score is known where these conditions are evaluated
   */
  ConditionCompiler(Collection<String> lists, boolean withRisk) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(LIMITS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL)
            .addFunctionDeclarations(
                function(Vocabulary.TAG, SimpleType.STRING),
                function(Vocabulary.HAS_TAG, SimpleType.BOOL));
    for (Vocabulary.Name name : Vocabulary.NAMES) {
      builder.addVar(name.name(), name.type());
      known.add(name.name());
    }
    for (String list : lists) {
      builder.addVar(Vocabulary.LISTS + list, ListType.create(SimpleType.STRING));
      known.add(Vocabulary.LISTS + list);
    }
    if (withRisk) {
      builder.addVar(Vocabulary.RISK, SimpleType.INT);
      known.add(Vocabulary.RISK);
    }
    this.compiler = builder.build();
    this.runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(LIMITS)
            .addLateBoundFunctions(Vocabulary.TAG, Vocabulary.HAS_TAG)
            .build();
  }

  /** The compiled condition, or nothing: then its mistakes are noted in the file. */
  Optional<Condition> compile(YamlText source) {
    CelValidationResult result = compiler.compile(source.value());
    if (result.hasError()) {
      result.getErrors().forEach(issue -> note(issue, source));
      return Optional.empty();
    }
    try {
      CelAbstractSyntaxTree ast = result.getAst();
      return hasBadPattern(ast, source) ? Optional.empty() : Optional.of(condition(ast));
    } catch (CelValidationException | CelEvaluationException e) {
      source.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Condition condition(CelAbstractSyntaxTree ast) throws CelEvaluationException {
    List<CelExpr> conjuncts = new ArrayList<>();
    split(ast.getExpr(), conjuncts);
    List<Condition.Part> parts = new ArrayList<>();
    for (CelExpr conjunct : conjuncts) {
      parts.add(part(ast, conjunct));
    }
    return new Condition(parts);
  }

  private static void split(CelExpr expr, List<CelExpr> conjuncts) {
    if (expr.getKind() == ExprKind.Kind.CALL && expr.call().function().equals(LOGICAL_AND)) {
      expr.call().args().forEach(arg -> split(arg, conjuncts));
    } else {
      conjuncts.add(expr);
    }
  }

  private Condition.Part part(CelAbstractSyntaxTree whole, CelExpr expr)
      throws CelEvaluationException {
    CelAbstractSyntaxTree ast =
        CelAbstractSyntaxTree.newCheckedAst(
            expr, whole.getSource(), whole.getReferenceMap(), whole.getTypeMap());
    Set<String> names = new TreeSet<>();
    Set<String> tagKeys = new TreeSet<>();
    boolean readsTags = false;
    boolean isStrict = true;
    for (CelNavigableExpr node : nodes(ast)) {
      isStrict &= isStrict(node.expr());
      CelReference reference = whole.getReferenceMap().get(node.id());
      if (reference != null && known.contains(reference.name())) {
        names.add(reference.name());
      }
      if (node.getKind() == ExprKind.Kind.CALL && isTagFunction(node.expr().call().function())) {
        readsTags = true;
        literal(node.expr().call().args().get(0)).ifPresent(tagKeys::add);
      }
    }
    return new Condition.Part(
        runtime.createProgram(ast),
        CelText.expression(expr, whole),
        names,
        tagKeys,
        readsTags,
        isStrict);
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

  /** A bad pattern would otherwise show only when it is evaluated, and never archive anything. */
  private static boolean hasBadPattern(CelAbstractSyntaxTree ast, YamlText source) {
    boolean bad = false;
    for (CelNavigableExpr node : nodes(ast)) {
      if (node.getKind() != ExprKind.Kind.CALL
          || !node.expr().call().function().equals("matches")) {
        continue;
      }
      List<CelExpr> args = node.expr().call().args();
      CelExpr pattern = args.get(args.size() - 1);
      Optional<String> text = literal(pattern);
      if (text.isPresent()) {
        try {
          Pattern.compile(text.get());
        } catch (PatternSyntaxException e) {
          bad = true;
          source.problem(
              ast.getSource().getPositionsMap().getOrDefault(pattern.id(), 0),
              "not a regular expression (RE2): " + e.getMessage());
        }
      }
    }
    return bad;
  }

  private static List<CelNavigableExpr> nodes(CelAbstractSyntaxTree ast) {
    return CelNavigableAst.fromAst(ast).getRoot().allNodes().collect(Collectors.toList());
  }

  private static Optional<String> literal(CelExpr expr) {
    return expr.getKind() == ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }

  private void note(CelIssue issue, YamlText source) {
    int offset = offset(source.value(), issue.getSourceLocation());
    String message = issue.getMessage();
    if (message.startsWith(UNDECLARED)) {
      String name = dottedNameAt(source.value(), offset);
      message = "unknown name \"%s\"%s".formatted(name, suggestion(name));
    }
    source.problem(offset, message);
  }

  private String suggestion(String name) {
    if (name.equals("account") || name.equals("tags")) {
      return "; did you mean \"%s\"?"
          .formatted(name.equals("tags") ? "tag(\"…\")" : "resource.account");
    }
    String suggestion = Suggestion.of(name, known);
    if (!suggestion.isEmpty()) {
      return suggestion;
    }
    String prefix = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : name + ".";
    String siblings =
        known.stream().filter(k -> k.startsWith(prefix)).collect(Collectors.joining(", "));
    return "; known are " + (siblings.isEmpty() ? String.join(", ", known) : siblings);
  }

  /** CEL reports only the first identifier of a dotted name that it does not know. */
  private static String dottedNameAt(String source, int offset) {
    int end = offset;
    while (end < source.length()
        && (Character.isLetterOrDigit(source.charAt(end))
            || source.charAt(end) == '_'
            || source.charAt(end) == '.')) {
      end++;
    }
    return source.substring(offset, end);
  }

  private static int offset(String source, CelSourceLocation location) {
    int start = 0;
    for (int line = 1; line < location.getLine(); line++) {
      start = source.indexOf('\n', start) + 1;
    }
    return Math.max(0, Math.min(source.length(), start + Math.max(0, location.getColumn())));
  }

  private static CelFunctionDecl function(String name, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(name + "_string", result, SimpleType.STRING));
  }
}
