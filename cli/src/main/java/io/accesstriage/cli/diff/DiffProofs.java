package io.accesstriage.cli.diff;

import io.accesstriage.cli.proof.ProofOfChange;
import io.accesstriage.json.Json;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Example;
import io.accesstriage.prover.ExampleCase;
import io.accesstriage.prover.RulesComparison.More;
import io.accesstriage.rules.RuleSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What other rules would do to any finding there could be, as Markdown: whether they ever archive
 * more or less, with an example of each, and what is not proved of the rules that changed.
 */
final class DiffProofs {
  private static final int LONGEST_NAME = 160;
  private static final int LONGEST_SENTENCE = 400;

  /** GitHub takes 65,536 characters in all. */
  private static final int LONGEST_EXAMPLE = 6_000;

  private static final int MOST_ANSWERS = 25;

  private final RuleSet after;
  private final StringBuilder text = new StringBuilder();

  private DiffProofs(RuleSet after) {
    this.after = after;
  }

  /**
   * @param notProved of the new rules
   */
  static String of(RulesDiff diff, RuleSet after, ProofOfChange change, List<Answer> notProved) {
    DiffProofs proofs = new DiffProofs(after);
    proofs.line("#### Of any finding there could be").line("");
    More newly = change.newlyArchived();
    More noLonger = change.noLongerArchived();
    proofs.sentence(
        newly, "newly archived", "The new rules archive nothing that the old ones do not.");
    proofs.sentence(
        noLonger, "no longer archived", "The old rules archive nothing that the new ones do not.");
    proofs.line("");
    proofs.example(newly, "Newly archived");
    proofs.example(noLonger, "No longer archived");
    Set<String> changed = new HashSet<>(diff.added());
    changed.addAll(diff.changed());
    proofs.notProved(notProved.stream().filter(answer -> changed.contains(answer.rule())).toList());
    return proofs.text.toString();
  }

  private void sentence(More more, String what, String nothing) {
    String rule = more.rule() == null ? "" : Markdown.code(more.rule(), LONGEST_NAME);
    line(
        switch (more.verdict()) {
          case PROVED -> "- Proved: %s".formatted(nothing);
          case REFUTED ->
              "- There are findings that are %s, such as one by %s, below.".formatted(what, rule);
          case UNKNOWN ->
              "- Unknown whether anything is %s, by %s: %s"
                  .formatted(what, rule, Markdown.code(more.doubt(), LONGEST_SENTENCE));
        });
  }

  private void example(More more, String what) {
    Example example = more.example();
    if (example == null) {
      return;
    }
    line("<details><summary>%s: a case for the new rules' tests, and the event</summary>"
            .formatted(what))
        .line("");
    block("yaml", ExampleCase.of(what.toLowerCase(Locale.ROOT), after, example));
    block("json", Json.visibleText(example.event()) + "\n");
    block("yaml", example.account());
    line("</details>").line("");
  }

  /** No line of JSON or YAML is as its end, which no backtick is: others wrote some of it. */
  private void block(String language, String content) {
    if (content.length() > LONGEST_EXAMPLE) {
      line("It is too long to be shown.").line("");
      return;
    }
    line("~~~" + language);
    text.append(content);
    line("~~~").line("");
  }

  private void notProved(List<Answer> answers) {
    if (answers.isEmpty()) {
      return;
    }
    line("Not proved for added or changed rules:").line("");
    answers.stream().limit(MOST_ANSWERS).forEach(this::answer);
    if (answers.size() > MOST_ANSWERS) {
      line("- %d more".formatted(answers.size() - MOST_ANSWERS));
    }
    line("");
  }

  private void answer(Answer answer) {
    line(
        "- %s, %s: %s%s"
            .formatted(
                Markdown.code(answer.rule(), LONGEST_NAME),
                answer.question(),
                Markdown.code(answer.why(), LONGEST_SENTENCE),
                answer.accepted() == null
                    ? ""
                    : " Accepted: " + Markdown.code(answer.accepted(), LONGEST_SENTENCE)));
  }

  private DiffProofs line(String line) {
    text.append(line).append('\n');
    return this;
  }
}
