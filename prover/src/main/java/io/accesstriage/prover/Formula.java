package io.accesstriage.prover;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What has to be so: constraints, joined by "and" and "or" only. */
sealed interface Formula {
  And TRUE = new And(List.of());
  Or FALSE = new Or(List.of());

  /** True where all are. */
  record And(List<Formula> all) implements Formula {}

  /** True where any is. */
  record Or(List<Formula> any) implements Formula {}

  /** A formula of one constraint. */
  record Only(Constraint constraint) implements Formula {}

  static Formula and(Formula... formulas) {
    return and(List.of(formulas));
  }

  static Formula and(Collection<? extends Formula> formulas) {
    List<Formula> all = new ArrayList<>();
    for (Formula formula : formulas) {
      if (formula.equals(FALSE)) {
        return FALSE;
      }
      if (formula instanceof And and) {
        all.addAll(and.all);
      } else {
        all.add(formula);
      }
    }
    return all.size() == 1 ? all.get(0) : new And(all);
  }

  static Formula or(Formula... formulas) {
    return or(List.of(formulas));
  }

  static Formula or(Collection<? extends Formula> formulas) {
    List<Formula> any = new ArrayList<>();
    for (Formula formula : formulas) {
      if (formula.equals(TRUE)) {
        return TRUE;
      }
      if (formula instanceof Or or) {
        any.addAll(or.any);
      } else {
        any.add(formula);
      }
    }
    return any.size() == 1 ? any.get(0) : new Or(any);
  }

  static Formula of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  /** What a formula is about. */
  static Set<String> variables(Formula formula) {
    Set<String> variables = new TreeSet<>();
    if (formula instanceof Formula.And and) {
      and.all().forEach(part -> variables.addAll(variables(part)));
    } else if (formula instanceof Formula.Or or) {
      or.any().forEach(part -> variables.addAll(variables(part)));
    } else {
      Constraint constraint = ((Formula.Only) formula).constraint();
      variables.add(constraint.variable());
      if (constraint instanceof Constraint.Related related) {
        for (TextPart part : related.template()) {
          if (part instanceof TextPart.Value value) {
            variables.add(value.variable());
          }
        }
      }
    }
    return variables;
  }
}
