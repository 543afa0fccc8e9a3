package io.accesstriage.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import java.util.List;

/**
 * A part of a condition, for a program that reads conditions instead of evaluating them.
 *
 * @param text as CEL, on one line
 * @param ast checked: its references say which of its names are of the vocabulary
 */
public record Clause(String text, CelAbstractSyntaxTree ast) {

  /**
   * Conditions in the vocabulary of rules that stand in no rules file.
   *
   * @throws IllegalArgumentException where one of them is none
   */
  public static List<Clause> parse(List<String> conditions) {
    Cel cel = new Cel(List.of(), false);
    return conditions.stream().map(condition -> parse(cel, condition)).toList();
  }

  private static Clause parse(Cel cel, String condition) {
    try {
      CelValidationResult checked = cel.check(cel.parse(condition).getAst());
      return new Clause(condition, checked.getAst());
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(condition + ": " + e.getMessage(), e);
    }
  }
}
