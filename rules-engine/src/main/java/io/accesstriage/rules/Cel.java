package io.accesstriage.rules;

import com.google.re2j.Pattern;
import dev.cel.checker.CelChecker;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction.Overload.Comparison;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
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
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CEL as rules use it: the names of the {@link Vocabulary} and a file's lists. Every limit of the
 * language is set here, so that a condition can neither run long nor use much memory.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL's definition</a>
 */
final class Cel {
  static final int LONGEST_SOURCE = 10_000;
  static final int DEEPEST_NESTING = 64;
  private static final int LARGEST_PATTERN = 2_000;
  private static final CelOptions LIMITS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST_SOURCE)
          .maxParseRecursionDepth(DEEPEST_NESTING)
          .maxParseErrorRecoveryLimit(10)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(LARGEST_PATTERN)
          .populateMacroCalls(true)
          .build();

  private final CelCompiler compiler;
  private final Map<Set<String>, CelChecker> checkers = new ConcurrentHashMap<>();
  private final CelRuntime runtime;
  private final Set<String> names = new TreeSet<>();
  private final Map<String, Search> patterns = new ConcurrentHashMap<>();

  /**
   * @param lists the names of the file's own lists
   * @param withRisk whether the risk score is known where these conditions are evaluated
   */
  Cel(Collection<String> lists, boolean withRisk) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(LIMITS)
            .setStandardEnvironmentEnabled(false)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL)
            .addFunctionDeclarations(
                function(Vocabulary.TAG, SimpleType.STRING),
                function(Vocabulary.HAS_TAG, SimpleType.BOOL));
    for (Vocabulary.Name name : Vocabulary.NAMES) {
      builder.addVar(name.name(), name.type());
      names.add(name.name());
    }
    for (String list : lists) {
      builder.addVar(Vocabulary.LISTS + list, ListType.create(SimpleType.STRING));
      names.add(Vocabulary.LISTS + list);
    }
    if (withRisk) {
      builder.addVar(Vocabulary.RISK, SimpleType.INT);
      names.add(Vocabulary.RISK);
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
            .addFunctionBindings(matches("matches"), matches("matches_string"))
            .build();
  }

  CelValidationResult parse(String source) {
    return compiler.parse(source);
  }

  /** Finds out the types of a condition that could be parsed. */
  CelValidationResult check(CelAbstractSyntaxTree parsed) {
    Set<String> functions = Expressions.functions(parsed.getExpr());
    return checkers.computeIfAbsent(functions, this::checker).check(parsed);
  }

  /**
   * A checker with only these of CEL's own functions: for each condition it goes through all that
   * it has, which takes longer than the check itself.
   */
  private CelChecker checker(Set<String> functions) {
    return compiler
        .toCheckerBuilder()
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder()
                .filterFunctions(
                    (function, overload) ->
                        functions.contains(function.functionName())
                            && !(overload instanceof Comparison comparison
                                && comparison.isHeterogeneousComparison()))
                .build())
        .build();
  }

  /**
   * A program for a part of a condition.
   *
   * @param whole the checked condition
   */
  CelRuntime.Program program(CelExpr part, CelAbstractSyntaxTree whole)
      throws CelEvaluationException {
    return runtime.createProgram(part(part, whole));
  }

  /** A part of a checked condition as a condition of its own. */
  static CelAbstractSyntaxTree part(CelExpr part, CelAbstractSyntaxTree whole) {
    return CelAbstractSyntaxTree.newCheckedAst(
        part, whole.getSource(), whole.getReferenceMap(), whole.getTypeMap());
  }

  /** The names that a condition may read. */
  Set<String> names() {
    return names;
  }

  /**
   * Compiles a pattern that stands in a condition, once for all its uses.
   *
   * @return why it is refused; nothing where it is not
   * @throws com.google.re2j.PatternSyntaxException where it is no pattern
   */
  Optional<String> addPattern(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    if (compiled.programSize() > LARGEST_PATTERN) {
      return Optional.of("the regular expression is too large: its repetitions multiply");
    }
    patterns.put(pattern, new Search(compiled, RequiredText.of(pattern)));
    return Optional.empty();
  }

  /** CEL's own function, but for compiling the patterns that stand in conditions only once. */
  @SuppressWarnings("Immutable")
  private CelFunctionBinding matches(String overload) {
    Map<String, Search> compiled = patterns;
    return CelFunctionBinding.from(
        overload,
        String.class,
        String.class,
        (text, regex) -> {
          Search search = compiled.get(regex);
          return search == null ? ofFinding(regex).matcher(text).find() : search.finds(text);
        });
  }

  /** A search for a pattern in texts most of which do not contain what it requires. */
  private record Search(Pattern pattern, String required) {
    boolean finds(String text) {
      return text.contains(required) && pattern.matcher(text).find();
    }
  }

  /** A pattern that is known only now; CEL makes an error of what is thrown. */
  private static Pattern ofFinding(String regex) {
    Pattern pattern = Pattern.compile(regex);
    if (pattern.programSize() > LARGEST_PATTERN) {
      throw new IllegalArgumentException("the regular expression is too large");
    }
    return pattern;
  }

  private static CelFunctionDecl function(String name, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(name + "_string", result, SimpleType.STRING));
  }
}
