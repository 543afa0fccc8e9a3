package io.accesstriage.cli.proof;

import io.accesstriage.prover.Answer;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleSource;
import io.accesstriage.yaml.Place;
import io.accesstriage.yaml.Warning;
import java.util.ArrayList;
import java.util.List;

/** What of the built-in questions is not proved of rules, as compilers warn. */
public final class RuleWarnings {
  private final RuleSet rules;

  public RuleWarnings(RuleSet rules) {
    this.rules = rules;
  }

  /**
   * A line for each that no rule accepts, and one for all for which there was no time. The proof
   * and the page show the others, with reasons.
   */
  public List<String> lines(List<Answer> notProved) {
    List<Answer> open = notProved.stream().filter(answer -> answer.accepted() == null).toList();
    List<String> lines = new ArrayList<>();
    open.stream().filter(answer -> !answer.lacksTime()).map(this::warning).forEach(lines::add);
    List<Answer> notAsked = open.stream().filter(Answer::lacksTime).toList();
    if (!notAsked.isEmpty()) {
      lines.add(notAsked(notAsked));
    }
    return lines;
  }

  private String warning(Answer answer) {
    return warning(
        answer.rule(), "rule %s, %s: %s".formatted(answer.rule(), answer.question(), answer.why()));
  }

  private String notAsked(List<Answer> answers) {
    return warning(
        answers.get(0).rule(),
        "%s from rule %s on %s not answered in %d seconds; \"triage prove\" takes its time"
            .formatted(
                answers.size() == 1 ? "1 question" : answers.size() + " questions",
                answers.get(0).rule(),
                answers.size() == 1 ? "is" : "are",
                Proof.MOST_BESIDE.toSeconds()));
  }

  private String warning(String rule, String message) {
    Place place = place(rule);
    return new Warning(place.file(), place.line(), place.column(), message).text();
  }

  private Place place(String rule) {
    return rules.sources().stream()
        .filter(source -> source.id().equals(rule))
        .findFirst()
        .map(RuleSource::place)
        .orElse(rules.riskSource().place());
  }
}
