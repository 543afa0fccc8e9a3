package io.accesstriage.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction.Overload.Comparison;
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
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.YamlText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Compiles conditions: CEL, type-checked against the {@link Vocabulary}. Every limit of the
 * language is set here, so that a condition can neither run long nor use much memory.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL's definition</a>
 */
final class ConditionCompiler {
  private static final int LONGEST_SOURCE = 10_000;
  private static final int LARGEST_PATTERN = 2_000;
  private static final CelOptions LIMITS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST_SOURCE)
          .maxParseRecursionDepth(64)
          .maxParseErrorRecoveryLimit(10)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(LARGEST_PATTERN)
          .populateMacroCalls(true)
          .build();

  /**
   * CEL's standard declarations as its options above leave them. Left alone, the compiler makes
   * them anew for each condition.
   */
  private static final CelStandardDeclarations DECLARATIONS =
      CelStandardDeclarations.newBuilder()
          .filterFunctions(
              (function, overload) ->
                  !(overload instanceof Comparison comparison
                      && comparison.isHeterogeneousComparison()))
          .build();

  /** The function that CEL parses "and" into. */
  private static final String LOGICAL_AND = "_&&_";

  /** The functions that may have a value although an argument has none. */
  private static final Set<String> NOT_STRICT = Set.of(LOGICAL_AND, "_||_", "_?_:_");

  private static final String UNDECLARED = "undeclared reference to '";

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final Set<String> known = new TreeSet<>();
  private final Map<List<Object>, Condition.Part> parts = new HashMap<>();
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  /**
   * @param lists the names of the file's own lists
   * @param withRisk whether the risk score is known where these conditions are evaluated
   */
  ConditionCompiler(Collection<String> lists, boolean withRisk) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(LIMITS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(DECLARATIONS)
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
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(LIMITS)
            .setStandardEnvironmentEnabled(false)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .excludeFunctions(StandardFunction.MATCHES)
                    .build())
            .addFunctionBindings(matches("matches", patterns), matches("matches_string", patterns))
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
      return hasBadLiteral(ast, source) ? Optional.empty() : Optional.of(condition(ast));
    } catch (CelValidationException | CelEvaluationException e) {
      source.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Condition condition(CelAbstractSyntaxTree ast)
      throws CelValidationException, CelEvaluationException {
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
      throws CelValidationException, CelEvaluationException {
    CelAbstractSyntaxTree ast =
        CelAbstractSyntaxTree.newCheckedAst(
            expr, whole.getSource(), whole.getReferenceMap(), whole.getTypeMap());
    List<CelNavigableExpr> nodes = nodes(ast);
    List<Object> shape = shape(nodes);
    Condition.Part same = parts.get(shape);
    if (same != null) {
      return same;
    }
    Set<String> names = new TreeSet<>();
    Set<String> tagKeys = new TreeSet<>();
    Condition.TagsRead tagsRead = Condition.TagsRead.NONE;
    boolean isStrict = true;
    for (CelNavigableExpr node : nodes) {
      isStrict &= isStrict(node.expr());
      CelReference reference = whole.getReferenceMap().get(node.id());
      if (reference != null && known.contains(reference.name())) {
        names.add(reference.name());
      }
      if (node.getKind() == ExprKind.Kind.CALL && isTagFunction(node.expr().call().function())) {
        Optional<String> key = literal(node.expr().call().args().get(0));
        key.ifPresent(tagKeys::add);
        tagsRead =
            key.isPresent() && tagsRead != Condition.TagsRead.ANY
                ? Condition.TagsRead.NAMED
                : Condition.TagsRead.ANY;
      }
    }
    Condition.Part part =
        new Condition.Part(
            runtime.createProgram(ast),
            CelText.expression(expr, whole),
            names,
            tagKeys,
            tagsRead,
            isStrict);
    parts.put(shape, part);
    return part;
  }

  /**
   * What an expression says, whichever rule it stands in: its nodes in order, each with the number
   * of those directly in it.
   */
  private static List<Object> shape(List<CelNavigableExpr> nodes) {
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

  /**
   * CEL's own function, but for compiling the patterns that stand in conditions only once.
   *
   * @param compiled those patterns; they save time and change no result
   */
  @SuppressWarnings("Immutable")
  private static CelFunctionBinding matches(String overload, Map<String, Pattern> compiled) {
    return CelFunctionBinding.from(
        overload,
        String.class,
        String.class,
        (text, regex) -> {
          Pattern pattern = compiled.get(regex);
          return (pattern == null ? ofFinding(regex) : pattern).matcher(text).find();
        });
  }

  /** A pattern that is known only now; CEL makes an error of what is thrown. */
  private static Pattern ofFinding(String regex) {
    Pattern pattern = Pattern.compile(regex);
    if (pattern.programSize() > LARGEST_PATTERN) {
      throw new IllegalArgumentException("the regular expression is too large");
    }
    return pattern;
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

  /**
   * Literals that are no pattern, time, duration or access level would otherwise show only when
   * they are evaluated, if at all.
   */
  private boolean hasBadLiteral(CelAbstractSyntaxTree ast, YamlText source) {
    boolean bad = false;
    for (CelNavigableExpr node : nodes(ast)) {
      if (node.getKind() != ExprKind.Kind.CALL || node.expr().call().args().isEmpty()) {
        continue;
      }
      List<CelExpr> args = node.expr().call().args();
      CelExpr last = args.get(args.size() - 1);
      Optional<String> problem =
          literal(last)
              .flatMap(
                  text ->
                      switch (node.expr().call().function()) {
                        case "matches" -> patternProblem(text);
                        case "timestamp" -> timestampProblem(text);
                        case "duration" -> durationProblem(ast, node.expr(), text);
                        default -> Optional.empty();
                      });
      if (problem.isPresent()) {
        bad = true;
        int codePoints = ast.getSource().getPositionsMap().getOrDefault(last.id(), 0);
        source.problem(atCodePoint(source.value(), codePoints), problem.get());
      }
    }
    for (Map.Entry<Long, String> level : LevelLiterals.problems(ast).entrySet()) {
      bad = true;
      int codePoints = ast.getSource().getPositionsMap().getOrDefault(level.getKey(), 0);
      source.problem(atCodePoint(source.value(), codePoints), level.getValue());
    }
    return bad;
  }

  private Optional<String> patternProblem(String pattern) {
    try {
      Pattern compiled = Pattern.compile(pattern);
      if (compiled.programSize() > LARGEST_PATTERN) {
        return Optional.of("the regular expression is too large: its repetitions multiply");
      }
      patterns.put(pattern, compiled);
      return Optional.empty();
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
      Object unused =
          runtime
              .createProgram(
                  CelAbstractSyntaxTree.newCheckedAst(
                      call, whole.getSource(), whole.getReferenceMap(), whole.getTypeMap()))
              .eval();
      return Optional.empty();
    } catch (CelEvaluationException e) {
      return Optional.of(
          "expected a duration such as \"24h\" or \"90m\" (there are no days), found \"%s\""
              .formatted(text));
    }
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
    String text = source.value();
    int offset = offset(text, issue.getSourceLocation());
    String message = issue.getMessage();
    if (!message.startsWith(UNDECLARED)) {
      source.problem(offset, message);
      return;
    }
    String undeclared =
        message.substring(UNDECLARED.length(), message.indexOf('\'', UNDECLARED.length()));
    if (offset < text.length() && text.charAt(offset) == '(') {
      // CEL places a call at its parenthesis.
      source.problem(
          Math.max(0, text.lastIndexOf(undeclared, offset)),
          "unknown function %s%s"
              .formatted(
                  SafeText.quoted(undeclared, 100),
                  Suggestion.of(undeclared, Vocabulary.FUNCTIONS).isEmpty()
                      ? "; known are " + String.join(", ", Vocabulary.FUNCTIONS)
                      : Suggestion.of(undeclared, Vocabulary.FUNCTIONS)));
      return;
    }
    if (offset < text.length() && text.charAt(offset) == '{') {
      source.problem(
          Math.max(0, text.lastIndexOf(undeclared, offset)),
          "a rule cannot make messages such as " + SafeText.quoted(undeclared, 100));
      return;
    }
    String name = dottedNameAt(text, offset);
    source.problem(
        offset, "unknown name %s%s".formatted(SafeText.quoted(name, 100), suggestion(name)));
  }

  private String suggestion(String name) {
    if (name.equals("account")) {
      return "; did you mean \"resource.account\" or \"principal.account\"?";
    }
    if (name.equals("tags") || name.startsWith("tags.") || name.startsWith("resource.tags")) {
      return "; a tag is read by tag(\"name\")";
    }
    String suggestion = Suggestion.of(name, known);
    if (!suggestion.isEmpty()) {
      return suggestion;
    }
    String prefix = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : name + ".";
    List<String> siblings = known.stream().filter(k -> k.startsWith(prefix)).toList();
    return "; known are "
        + String.join(
            ", ",
            siblings.isEmpty()
                ? known.stream().map(k -> k.replaceAll("\\..*", ".…")).distinct().toList()
                : siblings);
  }

  /**
   * CEL reports only the first identifier of a dotted name that it does not know. A method that is
   * called on the name is no part of it.
   */
  private static String dottedNameAt(String source, int offset) {
    int end = offset;
    while (end < source.length()
        && (Character.isLetterOrDigit(source.charAt(end))
            || source.charAt(end) == '_'
            || source.charAt(end) == '.')) {
      end++;
    }
    String name = source.substring(offset, end);
    return end < source.length() && source.charAt(end) == '(' && name.contains(".")
        ? name.substring(0, name.lastIndexOf('.'))
        : name;
  }

  private static int offset(String source, CelSourceLocation location) {
    int start = 0;
    for (int line = 1; line < location.getLine(); line++) {
      start = source.indexOf('\n', start) + 1;
    }
    return start + atCodePoint(source.substring(start), location.getColumn());
  }

  /** CEL counts code points. */
  private static int atCodePoint(String text, int codePoints) {
    return text.offsetByCodePoints(
        0, Math.max(0, Math.min(codePoints, text.codePointCount(0, text.length()))));
  }

  private static CelFunctionDecl function(String name, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(name + "_string", result, SimpleType.STRING));
  }
}
