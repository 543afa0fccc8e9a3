package io.accesstriage.cli.proof;

import io.accesstriage.prover.Answer;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleSource;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Place;
import io.accesstriage.yaml.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What of the built-in questions is not proved of rules, as compilers warn. */
public final class RuleWarnings {
  private static final int LONGEST_LINE = 2_000;

  private final RuleSet rules;

  public RuleWarnings(RuleSet rules) {
    this.rules = rules;
  }

  /** A line each, and one for each rule that accepts some, whose reasons the proof shows. */
  public List<String> lines(List<Answer> notProved) {
    Map<String, List<Answer>> accepted = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Answer answer : notProved) {
      if (answer.accepted() == null) {
        lines.add(warning(answer));
      } else {
        accepted.computeIfAbsent(answer.rule(), rule -> new ArrayList<>()).add(answer);
      }
    }
    accepted.forEach((rule, answers) -> lines.add(accepted(rule, answers)));
    return lines;
  }

  /** How many of them no rule accepts. */
  public static long unaccepted(List<Answer> notProved) {
    return notProved.stream().filter(answer -> answer.accepted() == null).count();
  }

  private String accepted(String rule, List<Answer> answers) {
    Place place = place(rule);
    return SafeText.line(
        "%s:%d:%d: accepted: rule %s, %s; triage prove shows the reasons"
            .formatted(
                place.file(),
                place.line(),
                place.column(),
                rule,
                answers.stream().map(Answer::question).collect(Collectors.joining(", "))),
        LONGEST_LINE);
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
