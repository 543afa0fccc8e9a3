package io.accesstriage.prover;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.accesstriage.prover.Claim.Need;
import io.accesstriage.prover.Constraint.EachIn;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.SomeIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the expressions of a condition that are no truths: texts, numbers, times, lists, maps. */
final class Operands {
  /** How a count that is no variable of its own is called among the factors of a number. */
  static final String SIZE_OF_LIST = "size:";

  static final String LENGTH_OF_TEXT = "length:";

  private static final long LARGEST = 1L << 40;

  private final CelAbstractSyntaxTree whole;
  private final Map<String, List<String>> lists;
  private final Languages languages;
  private final Predicate<String> unread;
  private final String origin;

  /**
   * @param lists the file's own
   * @param unread the names that have no value here
   * @param origin tells names apart that mean something else in another file; else empty
   */
  Operands(
      CelAbstractSyntaxTree whole,
      Map<String, List<String>> lists,
      Languages languages,
      Predicate<String> unread,
      String origin) {
    this.origin = origin;
    this.whole = whole;
    this.lists = lists;
    this.languages = languages;
    this.unread = unread;
  }

  /**
   * The value of an expression; nothing where it is of no form that is known here.
   *
   * @param bound the variables of the loops around it
   */
  Optional<Operand> of(CelExpr expr, Map<String, Operand.Text> bound) {
    try {
      return switch (expr.getKind()) {
        case CONSTANT -> constant(expr.constant());
        case IDENT, SELECT -> named(expr, bound);
        case LIST -> elements(expr, bound);
        case MAP -> entries(expr, bound);
        case CALL -> called(expr, bound);
        case COMPREHENSION, STRUCT, NOT_SET -> Optional.empty();
      };
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The name of the vocabulary, or of a list of the file, that an expression is. */
  Optional<String> name(CelExpr expr, Map<String, Operand.Text> bound) {
    boolean isBound =
        expr.getKind() == CelExpr.ExprKind.Kind.IDENT && bound.containsKey(expr.ident().name());
    CelReference reference = whole.getReferenceMap().get(expr.id());
    return isBound || reference == null || reference.name().isEmpty()
        ? Optional.empty()
        : Optional.of(Variables.canonical(reference.name(), origin));
  }

  boolean isUnread(String name) {
    return unread.test(name);
  }

  private static Optional<Operand> constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> Optional.of(Operand.Text.of(constant.stringValue()));
      // Sums of larger ones may be too large, which CEL leaves undetermined.
      case INT64_VALUE ->
          Math.abs(constant.int64Value() / 2) > LARGEST
              ? Optional.empty()
              : Optional.of(new Operand.Amount(Map.of(), constant.int64Value(), List.of()));
      default -> Optional.empty();
    };
  }

  private Optional<Operand> named(CelExpr expr, Map<String, Operand.Text> bound) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT && bound.containsKey(expr.ident().name())) {
      return Optional.of(bound.get(expr.ident().name()));
    }
    Optional<String> name = name(expr, bound);
    if (name.isPresent()) {
      return variable(name.get(), whole.getTypeMap().get(expr.id()));
    }
    return expr.getKind() == CelExpr.ExprKind.Kind.SELECT && !expr.select().testOnly()
        ? of(expr.select().operand(), bound).flatMap(map -> entry(map, expr.select().field()))
        : Optional.empty();
  }

  private Optional<Operand> variable(String name, @org.jspecify.annotations.Nullable CelType type) {
    if (name.startsWith(Variables.LISTS)) {
      List<String> list = lists.get(name.substring(Variables.LISTS.length()));
      return list == null ? Optional.empty() : Optional.of(constants(list));
    }
    List<Need> needs = needs(name);
    if (type == null) {
      return Optional.empty();
    }
    if (type.kind() == CelKind.LIST) {
      return Optional.of(new Operand.ListOf(name, needs));
    }
    if (type.kind() == CelKind.MAP) {
      return Optional.of(new Operand.MapOf(name, needs));
    }
    if (type.equals(SimpleType.STRING)) {
      return Optional.of(Operand.Text.ofVariable(name, needs));
    }
    return type.equals(SimpleType.INT) || type.equals(SimpleType.TIMESTAMP)
        ? Optional.of(new Operand.Amount(Map.of(name, 1), 0, needs))
        : Optional.empty();
  }

  private List<Need> needs(String name) {
    if (unread.test(name)) {
      return List.of(Need.NEVER);
    }
    return Variables.isPartial(name)
        ? List.of(
            new Need(
                new Formula.Only(new FlagIn(Variables.defined(name), Truths.TRUE)),
                new Formula.Only(new FlagIn(Variables.defined(name), Truths.FALSE))))
        : List.of();
  }

  private static Operand.Elements constants(List<String> list) {
    return new Operand.Elements(list.stream().map(Operand.Text::of).toList());
  }

  private Optional<Operand> elements(CelExpr expr, Map<String, Operand.Text> bound) {
    List<Operand.Text> elements = new ArrayList<>();
    for (CelExpr element : expr.list().elements()) {
      Optional<Operand.Text> text = text(element, bound);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      elements.add(text.get());
    }
    return Optional.of(new Operand.Elements(elements));
  }

  private Optional<Operand> entries(CelExpr expr, Map<String, Operand.Text> bound) {
    Map<String, String> entries = new HashMap<>();
    for (CelExpr.CelMap.Entry entry : expr.map().entries()) {
      Optional<String> key = text(entry.key(), bound).flatMap(Operand.Text::constant);
      Optional<String> value = text(entry.value(), bound).flatMap(Operand.Text::constant);
      if (key.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      entries.put(key.get(), value.get());
    }
    return Optional.of(new Operand.Entries(entries));
  }

  Optional<Operand.Text> text(CelExpr expr, Map<String, Operand.Text> bound) {
    return of(expr, bound).filter(Operand.Text.class::isInstance).map(Operand.Text.class::cast);
  }

  private Optional<Operand> called(CelExpr expr, Map<String, Operand.Text> bound) {
    List<CelExpr> args = new ArrayList<>();
    expr.call().target().ifPresent(args::add);
    args.addAll(expr.call().args());
    return switch (expr.call().function()) {
      case "tag" -> text(args.get(0), bound).flatMap(Operand.Text::constant).map(this::tag);
      case "size" -> of(args.get(0), bound).flatMap(Operands::size);
      case "string" -> text(args.get(0), bound).map(Operand.class::cast);
      case "timestamp" ->
          text(args.get(0), bound)
              .flatMap(Operand.Text::constant)
              .flatMap(Times::timestamp)
              .map(Operands::number);
      case "duration" ->
          text(args.get(0), bound)
              .flatMap(Operand.Text::constant)
              .flatMap(Times::duration)
              .map(Operands::number);
      case "_+_" -> both(args, bound).flatMap(pair -> sum(pair.get(0), pair.get(1), 1));
      case "_-_" -> both(args, bound).flatMap(pair -> sum(pair.get(0), pair.get(1), -1));
      case "-_" -> of(args.get(0), bound).flatMap(value -> sum(number(0), value, -1));
      case "_[_]" ->
          text(args.get(1), bound)
              .flatMap(Operand.Text::constant)
              .flatMap(key -> of(args.get(0), bound).flatMap(map -> entry(map, key)));
      default -> Optional.empty();
    };
  }

  private Operand tag(String key) {
    return Operand.Text.ofVariable(
        Variables.tag(key), unread.test(Variables.tag(key)) ? List.of(Need.NEVER) : List.of());
  }

  private static Operand number(long constant) {
    return new Operand.Amount(Map.of(), constant, List.of());
  }

  private static Optional<Operand> size(Operand of) {
    if (of instanceof Operand.Elements elements) {
      return Optional.of(
          new Operand.Amount(Map.of(), elements.elements().size(), elements.needs()));
    }
    if (of instanceof Operand.ListOf list) {
      return Optional.of(count(SIZE_OF_LIST + list.variable(), list.needs()));
    }
    if (of instanceof Operand.MapOf map) {
      return Optional.of(count(SIZE_OF_LIST + map.variable(), map.needs()));
    }
    if (of instanceof Operand.Entries entries) {
      return Optional.of(number(entries.entries().size()));
    }
    if (of instanceof Operand.Text text) {
      return text.constant().isPresent()
          ? Optional.of(number(text.constant().get().codePoints().count()))
          : text.variable().map(name -> count(LENGTH_OF_TEXT + name, text.needs()));
    }
    return Optional.empty();
  }

  private static Operand count(String name, List<Need> needs) {
    return new Operand.Amount(Map.of(name, 1), 0, needs);
  }

  private Optional<List<Operand>> both(List<CelExpr> args, Map<String, Operand.Text> bound) {
    Optional<Operand> first = of(args.get(0), bound);
    Optional<Operand> second = of(args.get(1), bound);
    return first.isPresent() && second.isPresent()
        ? Optional.of(List.of(first.get(), second.get()))
        : Optional.empty();
  }

  private static Optional<Operand> sum(Operand first, Operand second, int sign) {
    if (first instanceof Operand.Text text && second instanceof Operand.Text other && sign > 0) {
      return Optional.of(text.plus(other));
    }
    if (first instanceof Operand.Elements list
        && second instanceof Operand.Elements other
        && sign > 0) {
      List<Operand.Text> all = new ArrayList<>(list.elements());
      all.addAll(other.elements());
      return Optional.of(new Operand.Elements(all));
    }
    if (first instanceof Operand.Amount a && second instanceof Operand.Amount b) {
      return Optional.of(sum(a, b, sign));
    }
    return Optional.empty();
  }

  static Operand.Amount sum(Operand.Amount a, Operand.Amount b, int sign) {
    Map<String, Integer> factors = new HashMap<>(a.factors());
    b.factors().forEach((name, factor) -> factors.merge(name, sign * factor, Integer::sum));
    factors.values().removeIf(factor -> factor == 0);
    return new Operand.Amount(
        factors,
        Math.addExact(a.constant(), Math.multiplyExact(sign, b.constant())),
        Operand.both(a.needs(), b.needs()));
  }

  private Optional<Operand> entry(Operand of, String key) {
    if (!(of instanceof Operand.MapOf map)) {
      return Optional.empty();
    }
    return Optional.of(
        Operand.Text.ofVariable(
            entryOf(map, key), Operand.both(map.needs(), List.of(keyOf(map, key)))));
  }

  /** The value of a key; what limits the access is what the condition says. */
  static String entryOf(Operand.MapOf map, String key) {
    String variable = map.variable();
    return Variables.entry(variable.equals(Variables.LIMITS) ? Variables.CONDITION : variable, key);
  }

  /** That a map has a key, and that it lacks it. */
  Need keyOf(Operand.MapOf map, String key) {
    return keyOf(languages, map.variable(), key);
  }

  static Need keyOf(Languages languages, String map, String key) {
    String flag = Variables.defined(Variables.entry(map, key));
    Language name = languages.of(key);
    Formula has =
        Formula.and(
            new Formula.Only(new FlagIn(flag, Truths.TRUE)),
            new Formula.Only(new SomeIn(map, name)));
    return new Need(
        map.equals(Variables.LIMITS)
            ? Formula.and(has, keyOf(languages, Variables.CONDITION, key).has())
            : has,
        Formula.and(
            new Formula.Only(new FlagIn(flag, Truths.FALSE)),
            new Formula.Only(new EachIn(map, name.not()))));
  }
}
