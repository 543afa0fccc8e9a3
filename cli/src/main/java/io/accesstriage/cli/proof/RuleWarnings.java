package io.accesstriage.cli.proof;

import io.accesstriage.prover.Answer;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleSource;
import io.accesstriage.yaml.Place;
import io.accesstriage.yaml.Warning;
import java.util.List;

/** What of the built-in questions is not proved of rules, as compilers warn. */
public final class RuleWarnings {
  private final RuleSet rules;

  public RuleWarnings(RuleSet rules) {
    this.rules = rules;
  }

  /** A line for each that no rule accepts. The proof and the page show the others, with reasons. */
  public List<String> lines(List<Answer> notProved) {
    return notProved.stream()
        .filter(answer -> answer.accepted() == null)
        .map(this::warning)
        .toList();
  }

  private String warning(Answer answer) {
    Place place = place(answer.rule());
    return new Warning(
            place.file(),
            place.line(),
            place.column(),
            "rule %s, %s: %s".formatted(answer.rule(), answer.question(), answer.why()))
        .text();
  }

  private Place place(String rule) {
    return rules.sources().stream()
        .filter(source -> source.id().equals(rule))
        .findFirst()
        .map(RuleSource::place)
        .orElse(rules.riskSource().place());
  }
}
