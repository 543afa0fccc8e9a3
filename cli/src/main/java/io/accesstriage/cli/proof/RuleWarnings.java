package io.accesstriage.cli.proof;

import io.accesstriage.prover.Answer;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleSource;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Place;
import io.accesstriage.yaml.Warning;
import java.util.List;

/** What of the built-in questions is not proved of the rules of a file, as compilers warn. */
public final class RuleWarnings {
  private static final int LONGEST_LINE = 2_000;

  private final String file;
  private final RuleSet rules;

  /**
   * @param file its name
   */
  public RuleWarnings(String file, RuleSet rules) {
    this.file = file;
    this.rules = rules;
  }

  /** A line each; what a rule accepts is among them, with its reason. */
  public List<String> lines(List<Answer> notProved) {
    return notProved.stream().map(this::line).toList();
  }

  /** How many of them no rule accepts. */
  public static long unaccepted(List<Answer> notProved) {
    return notProved.stream().filter(answer -> answer.accepted() == null).count();
  }

  private String line(Answer answer) {
    Place place = place(answer.rule());
    if (answer.accepted() != null) {
      return SafeText.line(
          "%s:%d:%d: accepted: rule %s, %s: %s"
              .formatted(
                  file,
                  place.line(),
                  place.column(),
                  answer.rule(),
                  answer.question(),
                  answer.accepted()),
          LONGEST_LINE);
    }
    return new Warning(
            file,
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
