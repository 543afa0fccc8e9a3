package io.accesstriage.cli.prove;

import io.accesstriage.messages.words.Words;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Example;
import io.accesstriage.prover.ExampleCase;
import io.accesstriage.prover.Prover;
import io.accesstriage.prover.Verdict;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Prints answers for a person: rule by rule, what is not proved first, with its example. */
final class ProveReport {
  private static final int LONGEST_LINE = 1_000;

  private final PrintWriter out;
  private final Ansi ansi;
  private final RuleSet rules;

  ProveReport(PrintWriter out, Ansi ansi, RuleSet rules) {
    this.out = out;
    this.ansi = ansi;
    this.rules = rules;
  }

  /**
   * Prints them.
   *
   * @param file the name of the rules file
   */
  void print(String file, List<Answer> answers) {
    Map<String, List<Answer>> byRule = new LinkedHashMap<>();
    answers.forEach(
        answer -> byRule.computeIfAbsent(answer.rule(), id -> new ArrayList<>()).add(answer));
    byRule.forEach(this::rule);
    line(
        0,
        "%s: %s, %d proved, %d refuted%s, %d unknown"
            .formatted(
                file,
                Words.count(answers.size(), "question"),
                count(answers, Verdict.PROVED),
                count(answers, Verdict.REFUTED),
                accepted(answers),
                count(answers, Verdict.UNKNOWN)));
  }

  private static long count(List<Answer> answers, Verdict verdict) {
    return answers.stream().filter(answer -> answer.verdict() == verdict).count();
  }

  private static String accepted(List<Answer> answers) {
    long accepted =
        answers.stream()
            .filter(a -> a.verdict() == Verdict.REFUTED && a.accepted() != null)
            .count();
    return accepted == 0 ? "" : " (%d of them accepted)".formatted(accepted);
  }

  private void rule(String rule, List<Answer> answers) {
    heading(rule);
    answers.stream().filter(answer -> answer.verdict() != Verdict.PROVED).forEach(this::answer);
    String proved =
        answers.stream()
            .filter(answer -> answer.verdict() == Verdict.PROVED)
            .map(ProveReport::proved)
            .collect(Collectors.joining(", "));
    if (!proved.isEmpty()) {
      line(2, "proved: " + proved);
    }
    out.println();
  }

  /** What is proved of these three is the contrary of what they are called. */
  private static String proved(Answer answer) {
    return switch (answer.question()) {
      case "dead", "shadowed" -> "not " + answer.question();
      case "same" -> "not the same as another";
      default ->
          Prover.isBuiltIn(answer.question()) ? "not " + answer.question() : answer.question();
    };
  }

  private void answer(Answer answer) {
    line(2, "%s: %s. %s".formatted(answer.question(), word(answer), AnswerJson.why(answer)));
    if (answer.accepted() != null) {
      line(4, "accepted: " + answer.accepted());
      return;
    }
    Example example = answer.example();
    if (example != null) {
      String name = "%s, %s".formatted(answer.rule(), answer.question());
      ExampleCase.of(name, rules, example).lines().forEach(text -> line(4, text));
    }
  }

  private static String word(Answer answer) {
    return switch (answer.verdict()) {
      case PROVED -> "no";
      case REFUTED -> Prover.isBuiltIn(answer.question()) ? "yes" : "violated";
      case UNKNOWN -> "unknown";
    };
  }

  private void heading(String text) {
    out.println(ansi.string("@|bold " + SafeText.line(text, LONGEST_LINE) + "|@"));
  }

  private void line(int indent, String text) {
    out.println(" ".repeat(indent) + SafeText.line(text, LONGEST_LINE));
  }
}
