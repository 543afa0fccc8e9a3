package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A part of a condition that asks one question of one name or tag, as most parts do. It is answered
 * without CEL, many times faster, and as CEL would answer it.
 */
@FunctionalInterface
interface PlainPart {
  Truth evaluate(Scope scope);

  /**
   * Reads a part of a condition.
   *
   * @param whole the checked condition
   * @return nothing where the part is of another form
   */
  static Optional<PlainPart> of(CelExpr part, CelAbstractSyntaxTree whole) {
    return new Reader(whole).read(part);
  }

  /**
   * That a name or tag has one of a few values.
   *
   * @param of the name or tag, as CEL
   */
  record OneOf(String of, Value<String> value, Set<String> texts) implements PlainPart {
    @Override
    public Truth evaluate(Scope scope) {
      return value
          .apply(scope)
          .map(actual -> Truth.of(texts.contains(actual)))
          .orElse(Truth.UNDETERMINED);
    }
  }

  /** Where a value comes from; nothing where it was not read. */
  @FunctionalInterface
  interface Value<T> extends Function<Scope, Optional<T>> {
    default PlainPart is(Predicate<T> asked) {
      return scope ->
          apply(scope).map(value -> Truth.of(asked.test(value))).orElse(Truth.UNDETERMINED);
    }
  }

  /** Recognizes the forms in a checked condition. */
  record Reader(CelAbstractSyntaxTree whole) {
    private static final Value<Map<String, String>> TAGS = Scope::tags;

    private Optional<PlainPart> read(CelExpr expr) {
      if (expr.getKind() != ExprKind.Kind.CALL) {
        return this.<Boolean>name(expr, SimpleType.BOOL).map(value -> value.is(truth -> truth));
      }
      CelCall call = expr.call();
      List<CelExpr> args = call.args();
      return switch (call.function()) {
        case "!_" -> read(args.get(0)).map(PlainPart::not);
        case "_==_" -> equality(args);
        case "_!=_" -> equality(args).map(PlainPart::not);
        case "@in" -> membership(args.get(0), args.get(1));
        case "startsWith" -> comparison(call, String::startsWith);
        case "endsWith" -> comparison(call, String::endsWith);
        case "contains" -> comparison(call, String::contains);
        case Vocabulary.HAS_TAG ->
            Expressions.text(args.get(0)).map(key -> TAGS.is(tags -> tags.containsKey(key)));
        default -> Optional.empty();
      };
    }

    private Optional<PlainPart> equality(List<CelExpr> sides) {
      return equality(sides.get(0), sides.get(1)).or(() -> equality(sides.get(1), sides.get(0)));
    }

    private Optional<PlainPart> equality(CelExpr side, CelExpr other) {
      return Expressions.text(other).flatMap(text -> oneOf(side, Set.of(text)));
    }

    private Optional<PlainPart> comparison(CelCall call, BiPredicate<String, String> holds) {
      return call.target()
          .flatMap(this::text)
          .flatMap(
              value ->
                  Expressions.text(call.args().get(0))
                      .map(text -> value.is(actual -> holds.test(actual, text))));
    }

    /** The file's own lists are left to CEL, since they may be long. */
    private Optional<PlainPart> membership(CelExpr element, CelExpr list) {
      return literals(list).flatMap(texts -> oneOf(element, texts));
    }

    private Optional<PlainPart> oneOf(CelExpr of, Set<String> texts) {
      return text(of).map(value -> new OneOf(CelText.expression(of, whole), value, texts));
    }

    private static Optional<Set<String>> literals(CelExpr list) {
      if (list.getKind() != ExprKind.Kind.LIST) {
        return Optional.empty();
      }
      Set<String> texts = new HashSet<>();
      for (CelExpr element : list.list().elements()) {
        Optional<String> text = Expressions.text(element);
        if (text.isEmpty()) {
          return Optional.empty();
        }
        texts.add(text.get());
      }
      return Optional.of(texts);
    }

    /** A name of a text, or a tag. */
    private Optional<Value<String>> text(CelExpr expr) {
      if (expr.getKind() == ExprKind.Kind.CALL && expr.call().function().equals(Vocabulary.TAG)) {
        return Expressions.text(expr.call().args().get(0))
            .map(key -> scope -> TAGS.apply(scope).map(tags -> tags.getOrDefault(key, "")));
      }
      return name(expr, SimpleType.STRING);
    }

    /** A name of this type, whose values are then of the Java class that CEL has for it. */
    @SuppressWarnings("unchecked")
    private <T> Optional<Value<T>> name(CelExpr expr, CelType type) {
      CelReference reference = whole.getReferenceMap().get(expr.id());
      return reference != null
              && expr.getKind() != ExprKind.Kind.CALL
              && reference.value().isEmpty()
              && whole.getType(expr.id()).filter(type::equals).isPresent()
          ? Optional.of(scope -> (Optional<T>) scope.find(reference.name()))
          : Optional.empty();
    }
  }

  private PlainPart not() {
    return scope -> evaluate(scope).not();
  }
}
