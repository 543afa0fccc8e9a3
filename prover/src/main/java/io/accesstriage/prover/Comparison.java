package io.accesstriage.prover;

import io.accesstriage.finding.AccessLevel;
import io.accesstriage.prover.Constraint.AtMost;
import io.accesstriage.prover.Constraint.EachIn;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.Related;
import io.accesstriage.prover.Constraint.Relation;
import io.accesstriage.prover.Constraint.SizeIn;
import io.accesstriage.prover.Constraint.SomeIn;
import io.accesstriage.prover.Constraint.TextIn;
import io.accesstriage.prover.Operand.Amount;
import io.accesstriage.prover.Operand.Elements;
import io.accesstriage.prover.Operand.Entries;
import io.accesstriage.prover.Operand.ListOf;
import io.accesstriage.prover.Operand.MapOf;
import io.accesstriage.prover.Operand.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What comparisons of operands claim of variables; nothing where that cannot be said exactly. */
final class Comparison {
  /** Longer texts are not told apart by their length. */
  private static final long LONGEST = 300;

  /** The lists that findings have in order, each element once. */
  private static final Set<String> SORTED =
      Set.of(Variables.ACTIONS, Variables.SERVICES, Variables.LEVELS);

  private static final List<String> LEVELS =
      Stream.of(AccessLevel.values()).map(AccessLevel::label).toList();

  private final Languages languages;
  private final Operands operands;

  Comparison(Languages languages, Operands operands) {
    this.languages = languages;
    this.operands = operands;
  }

  /** What a text is asked, such as to start with another one. */
  Optional<Claim> related(Relation relation, Text subject, Text other) {
    List<Claim.Need> needs = Operand.both(subject.needs(), other.needs());
    Optional<String> constant = subject.constant();
    Optional<String> text = other.constant();
    if (constant.isPresent() && text.isPresent()) {
      return languages
          .related(relation, text.get())
          .map(language -> claim(language.has(constant.get()), needs));
    }
    if (text.isPresent() && subject.variable().isPresent()) {
      return languages
          .related(relation, text.get())
          .map(language -> textIn(subject.variable().get(), language, needs));
    }
    if (constant.isPresent() && other.variable().isPresent()) {
      return languages
          .relatedTo(relation, constant.get())
          .map(language -> textIn(other.variable().get(), language, needs));
    }
    if (subject.variable().isPresent()) {
      return Optional.of(ofTemplate(relation, subject.variable().get(), other, needs));
    }
    return relation == Relation.EQUALS && other.variable().isPresent()
        ? Optional.of(ofTemplate(relation, other.variable().get(), subject, needs))
        : Optional.empty();
  }

  private static Claim ofTemplate(
      Relation relation, String variable, Text template, List<Claim.Need> needs) {
    Optional<String> other = template.variable();
    if (other.isPresent() && relation == Relation.EQUALS) {
      int order = variable.compareTo(other.get());
      if (order == 0) {
        return claim(true, needs);
      }
      if (order > 0) {
        return ofTemplate(relation, other.get(), Text.ofVariable(variable, List.of()), needs);
      }
    }
    return new Claim(
        new Formula.Only(new Related(variable, relation, template.parts(), true)),
        new Formula.Only(new Related(variable, relation, template.parts(), false)),
        needs);
  }

  private static Claim claim(boolean truth, List<Claim.Need> needs) {
    return new Claim(Formula.of(truth), Formula.of(!truth), needs);
  }

  /** That the text of a variable is one of a language. */
  Claim textIn(String variable, Language language, List<Claim.Need> needs) {
    return new Claim(textIn(variable, language), textIn(variable, language.not()), needs);
  }

  /** A tag that is not there reads as an empty text, so one that is not empty is there. */
  static Formula textIn(String variable, Language language) {
    Formula isOne = new Formula.Only(new TextIn(variable, language));
    return Variables.isTag(variable) && !language.has("")
        ? Formula.and(new Formula.Only(new FlagIn(Variables.defined(variable), Truths.TRUE)), isOne)
        : isOne;
  }

  Claim hasTag(String key) {
    String variable = Variables.tag(key);
    String flag = Variables.defined(variable);
    return new Claim(
        new Formula.Only(new FlagIn(flag, Truths.TRUE)),
        Formula.and(
            new Formula.Only(new FlagIn(flag, Truths.FALSE)),
            new Formula.Only(new TextIn(variable, languages.of("")))),
        operands.isUnread(variable) ? List.of(Claim.Need.NEVER) : List.of());
  }

  Optional<Claim> isEqual(Operand first, Operand second) {
    if (first instanceof Text text && second instanceof Text other) {
      return related(Relation.EQUALS, text, other);
    }
    if (first instanceof Amount a && second instanceof Amount b) {
      return compared("_==_", a, b);
    }
    if (first instanceof ListOf list && second instanceof Elements elements) {
      return elements.constants().map(constants -> isList(list, constants));
    }
    if (first instanceof Elements && second instanceof ListOf) {
      return isEqual(second, first);
    }
    if (first instanceof MapOf map && second instanceof Entries entries) {
      return Optional.of(isMap(map, entries.entries()));
    }
    return first instanceof Entries && second instanceof MapOf
        ? isEqual(second, first)
        : Optional.empty();
  }

  private Claim isList(ListOf list, List<String> constants) {
    int size = constants.size();
    Language elements = languages.oneOf(constants);
    boolean isSorted =
        constants.equals(
            list.variable().equals(Variables.LEVELS)
                ? LEVELS.stream().filter(constants::contains).toList()
                : constants.stream().sorted().distinct().toList());
    if (SORTED.contains(list.variable()) && !isSorted) {
      return claim(false, list.needs());
    }
    List<Formula> holds = new ArrayList<>();
    holds.add(new Formula.Only(new SizeIn(list.variable(), size, size)));
    if (size > 0) {
      holds.add(new Formula.Only(new EachIn(list.variable(), elements)));
    }
    for (String constant : constants) {
      holds.add(new Formula.Only(new SomeIn(list.variable(), languages.of(constant))));
    }
    boolean isExact = size == 0 || SORTED.contains(list.variable());
    Formula fails =
        isExact
            ? Formula.or(
                size == 0
                    ? Formula.FALSE
                    : new Formula.Only(new SomeIn(list.variable(), elements.not())),
                outside(list.variable(), size, size))
            // The same elements in another order are another list.
            : Formula.TRUE;
    return new Claim(Formula.and(holds), fails, list.needs());
  }

  private Claim isMap(MapOf map, Map<String, String> entries) {
    List<Formula> holds = new ArrayList<>();
    List<Formula> fails = new ArrayList<>();
    holds.add(new Formula.Only(new SizeIn(map.variable(), entries.size(), entries.size())));
    fails.add(outside(map.variable(), entries.size(), entries.size()));
    entries.forEach(
        (key, value) -> {
          Claim.Need has = operands.keyOf(map, key);
          String entry = Operands.entryOf(map, key);
          holds.add(Formula.and(has.has(), textIn(entry, languages.of(value))));
          fails.add(Formula.or(has.lacks(), textIn(entry, languages.of(value).not())));
        });
    return new Claim(Formula.and(holds), Formula.or(fails), map.needs());
  }

  private static Formula outside(String list, long least, long most) {
    List<Formula> outside = new ArrayList<>();
    if (least > 0) {
      outside.add(new Formula.Only(new SizeIn(list, 0, least - 1)));
    }
    if (most < Long.MAX_VALUE) {
      outside.add(new Formula.Only(new SizeIn(list, most + 1, Long.MAX_VALUE)));
    }
    return Formula.or(outside);
  }

  /** Whether a value is an element of a list or a key of a map. */
  Optional<Claim> isIn(Operand value, Operand in) {
    if (!(value instanceof Text text)) {
      return Optional.empty();
    }
    Optional<String> constant = text.constant();
    List<Claim.Need> needs = Operand.both(text.needs(), in.needs());
    if (in instanceof Elements elements) {
      return isElement(text, elements, needs);
    }
    if (in instanceof ListOf list && constant.isPresent()) {
      Language one = languages.of(constant.get());
      return Optional.of(
          new Claim(
              new Formula.Only(new SomeIn(list.variable(), one)),
              new Formula.Only(new EachIn(list.variable(), one.not())),
              needs));
    }
    if (in instanceof MapOf map && constant.isPresent()) {
      Claim.Need key = operands.keyOf(map, constant.get());
      return Optional.of(new Claim(key.has(), key.lacks(), needs));
    }
    return Optional.empty();
  }

  private Optional<Claim> isElement(Text text, Elements elements, List<Claim.Need> needs) {
    Optional<List<String>> constants = elements.constants();
    if (constants.isPresent() && text.variable().isPresent()) {
      return Optional.of(textIn(text.variable().get(), languages.oneOf(constants.get()), needs));
    }
    List<Formula> holds = new ArrayList<>();
    List<Formula> fails = new ArrayList<>();
    for (Text element : elements.elements()) {
      Optional<Claim> equal = related(Relation.EQUALS, text, element);
      if (equal.isEmpty()) {
        return Optional.empty();
      }
      holds.add(equal.get().holds());
      fails.add(equal.get().fails());
    }
    return Optional.of(new Claim(Formula.or(holds), Formula.and(fails), needs));
  }

  /**
   * A comparison of numbers or times.
   *
   * @param operator as CEL names its function
   */
  Optional<Claim> compared(String operator, Amount first, Amount second) {
    try {
      Amount difference = Operands.sum(first, second, -1);
      Optional<Formula> atMost = between(difference, Long.MIN_VALUE, 0);
      Optional<Formula> atLeast = between(difference, 0, Long.MAX_VALUE);
      Optional<Formula> below = between(difference, Long.MIN_VALUE, -1);
      Optional<Formula> above = between(difference, 1, Long.MAX_VALUE);
      if (atMost.isEmpty() || atLeast.isEmpty() || below.isEmpty() || above.isEmpty()) {
        return Optional.empty();
      }
      List<Claim.Need> needs = difference.needs();
      return switch (operator) {
        case "_<_" -> Optional.of(new Claim(below.get(), atLeast.get(), needs));
        case "_<=_" -> Optional.of(new Claim(atMost.get(), above.get(), needs));
        case "_>_" -> Optional.of(new Claim(above.get(), atMost.get(), needs));
        case "_>=_" -> Optional.of(new Claim(atLeast.get(), below.get(), needs));
        case "_==_" ->
            Optional.of(
                new Claim(
                    Formula.and(atMost.get(), atLeast.get()),
                    Formula.or(below.get(), above.get()),
                    needs));
        default -> Optional.empty();
      };
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** That a number is in a range, whose ends are 0 or nearly so, or none. */
  private static Optional<Formula> between(Amount number, long least, long most) {
    Set<String> names = new HashSet<>(number.factors().keySet());
    if (names.isEmpty()) {
      return Optional.of(Formula.of(least <= number.constant() && number.constant() <= most));
    }
    String name = names.iterator().next();
    if (name.startsWith(Operands.SIZE_OF_LIST) || name.startsWith(Operands.LENGTH_OF_TEXT)) {
      return names.size() == 1 && number.factors().get(name) == 1
          ? counted(
              name,
              least == Long.MIN_VALUE ? 0 : Math.subtractExact(least, number.constant()),
              most == Long.MAX_VALUE ? most : Math.subtractExact(most, number.constant()))
          : Optional.empty();
    }
    String plus = Differences.ZERO;
    String minus = Differences.ZERO;
    for (String variable : names) {
      int factor = number.factors().get(variable);
      if (factor == 1 && plus.equals(Differences.ZERO) && isPlain(variable)) {
        plus = variable;
      } else if (factor == -1 && minus.equals(Differences.ZERO) && isPlain(variable)) {
        minus = variable;
      } else {
        return Optional.empty();
      }
    }
    List<Formula> ends = new ArrayList<>();
    if (most != Long.MAX_VALUE) {
      ends.add(
          new Formula.Only(new AtMost(plus, minus, Math.subtractExact(most, number.constant()))));
    }
    if (least != Long.MIN_VALUE) {
      ends.add(
          new Formula.Only(new AtMost(minus, plus, Math.subtractExact(number.constant(), least))));
    }
    return Optional.of(Formula.and(ends));
  }

  private static boolean isPlain(String variable) {
    return !variable.contains(":") && !variable.equals(Variables.RISK);
  }

  private static Optional<Formula> counted(String name, long from, long most) {
    long least = Math.max(0, from);
    if (most < least) {
      return Optional.of(Formula.FALSE);
    }
    if (name.startsWith(Operands.SIZE_OF_LIST)) {
      String list = name.substring(Operands.SIZE_OF_LIST.length());
      return Optional.of(new Formula.Only(new SizeIn(list, least, most)));
    }
    String text = name.substring(Operands.LENGTH_OF_TEXT.length());
    if (least > LONGEST || (most > LONGEST && most != Long.MAX_VALUE)) {
      return Optional.empty();
    }
    Language length =
        most == Long.MAX_VALUE
            ? Language.ofLength((int) least)
            : Language.ofLength((int) least, (int) most);
    return Optional.of(textIn(text, length));
  }
}
