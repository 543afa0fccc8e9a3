package io.accesstriage.rules;

import java.util.List;

/**
 * What a condition makes of a finding.
 *
 * @param truth of the whole condition
 * @param parts each looked at for itself, with the values of all that it reads, or that one was not
 *     read
 */
public record Evaluated(Truth truth, List<Checked.Part> parts) {
  public Evaluated {
    parts = List.copyOf(parts);
  }

  static Evaluated of(Condition condition, Scope scope) {
    return new Evaluated(
        condition.evaluate(scope),
        condition.parts().stream()
            .map(part -> new Checked.Part(part.text(), scope.of(part), part.sawOrNot(scope)))
            .toList());
  }
}
