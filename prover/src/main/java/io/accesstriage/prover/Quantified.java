package io.accesstriage.prover;

import io.accesstriage.prover.Constraint.EachIn;
import io.accesstriage.prover.Constraint.Related;
import io.accesstriage.prover.Constraint.SizeIn;
import io.accesstriage.prover.Constraint.SomeIn;
import io.accesstriage.prover.Constraint.TextIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A formula about an element as one about its list: that each element makes it true, or that some
 * does.
 *
 * @param element the variable of the element
 */
record Quantified(String list, String element, boolean isOfEach) {
  /** Formulas that would become longer have none. */
  private static final int MOST_PARTS = 200;

  private static final int MOST_CONSTANTS = 10;

  /** Nothing where the formula compares the element with what is no constant. */
  Optional<Formula> of(Formula formula) {
    return of(formula, new int[1]);
  }

  private Optional<Formula> of(Formula formula, int[] parts) {
    Optional<Language> language = language(formula);
    if (language.isPresent()) {
      return Optional.of(
          new Formula.Only(
              isOfEach ? new EachIn(list, language.get()) : new SomeIn(list, language.get())));
    }
    if (!isAboutElement(formula)) {
      return Optional.of(
          isOfEach
              ? Formula.or(formula, new Formula.Only(new SizeIn(list, 0, 0)))
              : Formula.and(formula, new Formula.Only(new SizeIn(list, 1, Long.MAX_VALUE))));
    }
    if (++parts[0] > MOST_PARTS || formula instanceof Formula.Only) {
      return Optional.empty();
    }
    return isJoined(formula) ? ofEachPart(parts(formula), parts) : ofWhole(formula, parts);
  }

  /** Each element makes all true, or some makes any true. */
  private Optional<Formula> ofEachPart(List<Formula> formulas, int[] parts) {
    List<Formula> all = new ArrayList<>();
    for (Formula formula : formulas) {
      Optional<Formula> one = of(formula, parts);
      if (one.isEmpty()) {
        return one;
      }
      all.add(one.get());
    }
    return Optional.of(isOfEach ? Formula.and(all) : Formula.or(all));
  }

  /** Each element makes any true, or some makes all true. */
  private Optional<Formula> ofWhole(Formula formula, int[] parts) {
    List<Formula> others = new ArrayList<>();
    List<Formula> about = new ArrayList<>();
    for (Formula part : parts(formula)) {
      (isAboutElement(part) ? about : others).add(part);
    }
    if (!others.isEmpty()) {
      return of(opposite(about), parts)
          .map(
              rest -> {
                others.add(rest);
                return opposite(others);
              });
    }
    Optional<Formula> mixed = about.stream().filter(part -> language(part).isEmpty()).findFirst();
    if (mixed.isEmpty() || !isJoined(mixed.get())) {
      return Optional.empty();
    }
    List<Formula> rest = new ArrayList<>(about);
    rest.remove(mixed.get());
    List<Formula> each = new ArrayList<>();
    for (Formula choice : parts(mixed.get())) {
      List<Formula> with = new ArrayList<>(rest);
      with.add(choice);
      each.add(opposite(with));
    }
    return ofEachPart(each, parts);
  }

  private boolean isJoined(Formula formula) {
    return isOfEach ? formula instanceof Formula.And : formula instanceof Formula.Or;
  }

  private Formula opposite(List<Formula> parts) {
    return isOfEach ? Formula.or(parts) : Formula.and(parts);
  }

  private static List<Formula> parts(Formula formula) {
    return formula instanceof Formula.And and ? and.all() : ((Formula.Or) formula).any();
  }

  private boolean isAboutElement(Formula formula) {
    if (!(formula instanceof Formula.Only only)) {
      return parts(formula).stream().anyMatch(this::isAboutElement);
    }
    // What has no formula is named after the variables in it.
    return only.constraint().variable().contains(element)
        || (only.constraint() instanceof Related related
            && related.template().contains(new TextPart.Value(element)));
  }

  /** A formula about the element as a language; nothing where it is about anything else. */
  private Optional<Language> language(Formula formula) {
    if (formula instanceof Formula.Only only) {
      return only.constraint() instanceof TextIn in && in.variable().equals(element)
          ? Optional.of(in.language())
          : Optional.empty();
    }
    boolean isAnd = formula instanceof Formula.And;
    Language whole = isAnd ? Language.ALL : Language.NONE;
    for (Formula part : parts(formula)) {
      Optional<Language> language = language(part);
      if (language.isEmpty()) {
        return language;
      }
      whole = isAnd ? whole.and(language.get()) : whole.or(language.get());
    }
    return Optional.of(whole);
  }

  /** The few texts that the element is compared with. */
  Set<String> constants(Formula formula) {
    Set<String> constants = new TreeSet<>();
    addConstants(formula, constants);
    return constants.size() > MOST_CONSTANTS ? Set.of() : constants;
  }

  private void addConstants(Formula formula, Set<String> constants) {
    if (!(formula instanceof Formula.Only only)) {
      parts(formula).forEach(part -> addConstants(part, constants));
    } else if (only.constraint() instanceof TextIn in && in.variable().equals(element)) {
      for (Language language : List.of(in.language(), in.language().not())) {
        Set<String> few = language.texts(MOST_CONSTANTS);
        if (few != null) {
          constants.addAll(few);
        }
      }
    }
  }

  /** The same for the elements that are none of these constants. */
  Optional<Formula> ofOthers(Formula formula, Language constants) {
    Formula others = without(formula, constants);
    return of(
        isOfEach
            ? Formula.or(new Formula.Only(new TextIn(element, constants)), others)
            : Formula.and(new Formula.Only(new TextIn(element, constants.not())), others));
  }

  private Formula without(Formula formula, Language constants) {
    if (formula instanceof Formula.Only only) {
      if (!(only.constraint() instanceof TextIn in) || !in.variable().equals(element)) {
        return formula;
      }
      return in.language().isIn(constants)
          ? Formula.FALSE
          : in.language().not().isIn(constants) ? Formula.TRUE : formula;
    }
    List<Formula> parts = new ArrayList<>();
    for (Formula part : parts(formula)) {
      parts.add(without(part, constants));
    }
    return formula instanceof Formula.And ? Formula.and(parts) : Formula.or(parts);
  }
}
