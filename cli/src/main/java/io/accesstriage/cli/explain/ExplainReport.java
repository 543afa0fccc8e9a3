package io.accesstriage.cli.explain;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.rules.Checked;
import io.accesstriage.rules.Truth;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints an explanation for a person. Nothing is left out; what a finding says is made harmless.
 */
final class ExplainReport {
  private static final int LONGEST_LINE = 1_000;

  private final PrintWriter out;

  ExplainReport(PrintWriter out) {
    this.out = out;
  }

  void print(ExplainedFinding explained) {
    Decision decision = explained.decision();
    line(0, FindingWords.sentence(explained.sourced().finding()));
    section("Decision", decision(decision));
    line(2, decision.reason());
    decision.explanation().notes().stream()
        .filter(note -> !note.equals(decision.reason()))
        .forEach(note -> line(2, note));
    if (!explained.guards().isEmpty()) {
      section("Guards", "not archived, whatever the rules say");
      explained.guards().forEach(guard -> line(2, guard));
    }
    section("Rules", "version " + decision.rulesVersion());
    explained.checked().rules().forEach(this::rule);
    if (explained.checked().rules().isEmpty()) {
      line(2, "The file has none.");
    }
    if (explained.nearest() != null) {
      nearest(explained.nearest());
    } else if (isArchivedByNone(explained.checked())) {
      section("Nearest archive rule", "none");
    }
    risk(explained);
    if (explained.offeredRule() != null) {
      section("A rule that would archive exactly this", "fill in owner and reason");
      explained.offeredRule().lines().forEach(text -> line(2, text));
    } else {
      section("No rule to copy", "");
      line(2, String.valueOf(explained.whyNoRuleIsOffered()));
    }
    out.flush();
  }

  private static String decision(Decision decision) {
    return decision.outcome()
        + (decision.rule() == null ? "" : " by rule " + decision.rule())
        + ", severity "
        + decision.severity().label();
  }

  private void rule(Checked.OfRule rule) {
    line(
        2,
        "%s (%s) %s".formatted(rule.id(), rule.archives() ? "archive" : "notify", verdict(rule)));
    if (rule.heldBack() != null) {
      line(4, rule.heldBack());
    }
    rule.parts().forEach(this::part);
  }

  private static String verdict(Checked.OfRule rule) {
    return switch (rule.applies()) {
      case TRUE -> "applies";
      case FALSE -> rule.condition() == Truth.FALSE ? "does not apply" : "is held back";
      case UNDETERMINED ->
          rule.archives()
              ? "could not be checked, so it archives nothing"
              : "could not be checked, so it alerts in case it applies";
    };
  }

  private void part(Checked.Part part) {
    line(4, "%-12s %s".formatted(word(part.truth()), part.expression()));
    part.saw().forEach(value -> line(17, value));
  }

  private static boolean isArchivedByNone(Checked checked) {
    return checked.rules().stream()
        .filter(Checked.OfRule::archives)
        .noneMatch(rule -> rule.applies() == Truth.TRUE);
  }

  private void nearest(Explanation.Near near) {
    section(
        "Nearest archive rule",
        "%s, %d of %d conditions not met"
            .formatted(near.rule(), near.failed().size(), near.conditions()));
    for (Explanation.Condition condition : near.failed()) {
      line(2, (condition.certain() ? "" : "(undetermined) ") + condition.expression());
    }
  }

  private void risk(ExplainedFinding explained) {
    Checked checked = explained.checked();
    section("Risk", explained.decision().risk().range());
    for (Checked.OfFactor factor : checked.factors()) {
      line(
          2,
          "%4d %s (%s)"
              .formatted(
                  factor.points(),
                  factor.id(),
                  switch (factor.condition()) {
                    case TRUE -> "counted";
                    case FALSE -> "not counted";
                    case UNDETERMINED ->
                        factor.points() > 0
                            ? "could not be checked, so it is counted"
                            : "could not be checked, so it is not counted";
                  }));
      factor.parts().forEach(this::part);
    }
    line(
        2,
        checked.archiveBelow() == 0
            ? "No score archives: archiveBelow is 0."
            : "A score below %d %s."
                .formatted(
                    checked.archiveBelow(),
                    switch (checked.byRisk()) {
                      case TRUE -> "archives; this one does";
                      case FALSE -> "archives; this one does not";
                      case UNDETERMINED -> "archives; whether this one does could not be checked";
                    }));
  }

  private static String word(Truth truth) {
    return truth.name().toLowerCase(Locale.ROOT);
  }

  private void section(String title, String text) {
    out.println();
    line(0, text.isEmpty() ? title : title + ": " + text);
  }

  private void line(int indent, String text) {
    out.println(" ".repeat(indent) + SafeText.line(text, LONGEST_LINE));
  }
}
