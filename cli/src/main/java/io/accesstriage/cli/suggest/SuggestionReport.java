package io.accesstriage.cli.suggest;

import io.accesstriage.cli.proof.SuggestionWords;
import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.prover.suggest.SuggestedFiles;
import io.accesstriage.prover.suggest.Suggestion;
import io.accesstriage.prover.suggest.Suggestions;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Prints suggestions for a person. What findings say is made harmless. */
final class SuggestionReport {
  private static final int LONGEST_LINE = 4_000;
  private static final int MOST_OWNERS = 5;

  private final PrintWriter out;
  private final Ansi ansi;

  SuggestionReport(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** What there is to suggest, in one sentence. */
  void summary(String source, Suggestions suggestions) {
    if (suggestions.all().isEmpty()) {
      line(
          0,
          "%s: %s. No rule to suggest%s"
              .formatted(
                  SafeText.line(source, SuggestionWords.LONGEST_SENTENCE),
                  counted(suggestions.seen().size(), "finding"),
                  isAll(suggestions) ? "." : ":"));
      return;
    }
    int suggested =
        suggestions.all().stream().mapToInt(suggestion -> suggestion.findings().size()).sum();
    line(
        0,
        "%s: %s, %,d that a rule may be for; %s for %,d of them"
            .formatted(
                SafeText.line(source, SuggestionWords.LONGEST_SENTENCE),
                counted(suggestions.seen().size(), "finding"),
                suggested + suggestions.left(),
                counted(suggestions.all().size(), "rule"),
                suggested));
    out.println();
  }

  private static boolean isAll(Suggestions suggestions) {
    return suggestions.refused().isEmpty() && suggestions.left() == 0;
  }

  /** Why there are no more rules. */
  void rest(Suggestions suggestions) {
    if (isAll(suggestions)) {
      return;
    }
    if (!suggestions.all().isEmpty()) {
      out.println();
      line(0, "No rule is suggested for:");
    }
    suggestions.refused().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(why -> line(2, "%,7d  %s".formatted(why.getValue(), why.getKey())));
    if (suggestions.left() > 0) {
      line(2, "%,7d  Too few are alike, or no tight rule is proved.".formatted(suggestions.left()));
    }
  }

  /** A suggestion on one line. */
  void brief(Suggestion suggestion) {
    line(
        2,
        "%,7d  %s, severity %s, %s%s"
            .formatted(
                suggestion.findings().size(),
                suggestion.id(),
                suggestion.severity().label(),
                owners(suggestion),
                byHand(suggestion)));
  }

  /** All of a suggestion but its cases. */
  void whole(Suggestion suggestion, int number, int of) {
    heading("%d of %d: %s".formatted(number, of, suggestion.id()));
    line(
        2,
        "%s, highest severity %s, risk %d, of %s"
            .formatted(
                counted(suggestion.findings().size(), "finding"),
                suggestion.severity().label(),
                suggestion.risk(),
                owners(suggestion)));
    if (suggestion.byHand() > 0) {
      line(2, "archived by hand %,d times: a rule is missing".formatted(suggestion.byHand()));
    }
    suggestion.rule().lines().forEach(text -> line(4, text));
    line(2, "Doesn't archive: " + SuggestionWords.left(suggestion));
    line(2, "Would also archive: " + SuggestionWords.beyond(suggestion));
  }

  /** Its test cases, and findings that it archives. */
  void cases(Suggestion suggestion) {
    RuleSet rules = SuggestedFiles.parsed(List.of(suggestion));
    SuggestedFiles.archived(suggestion, rules).ifPresent(this::text);
    SuggestedFiles.left(suggestion, rules).ifPresent(this::text);
    line(2, "It archives:");
    suggestion.findings().stream()
        .limit(10)
        .forEach(
            subject ->
                line(
                    4,
                    SafeText.line(
                        FindingWords.sentence(subject.finding()),
                        SuggestionWords.LONGEST_SENTENCE)));
    if (suggestion.findings().size() > 10) {
      line(4, "… and %,d more.".formatted(suggestion.findings().size() - 10));
    }
  }

  private void text(String lines) {
    lines.lines().forEach(text -> line(4, text));
  }

  private static String byHand(Suggestion suggestion) {
    return suggestion.byHand() == 0
        ? ""
        : ", archived by hand %,d times".formatted(suggestion.byHand());
  }

  private static String owners(Suggestion suggestion) {
    Map<String, String> owners = suggestion.owners();
    String named =
        owners.entrySet().stream()
            .limit(MOST_OWNERS)
            .map(
                owner ->
                    owner.getKey()
                        + (owner.getValue().isEmpty()
                            ? ""
                            : " (" + SafeText.line(owner.getValue(), 60) + ")"))
            .collect(Collectors.joining(", "));
    return (owners.size() == 1 ? "account " : "accounts ")
        + named
        + (owners.size() > MOST_OWNERS
            ? " and %d more".formatted(owners.size() - MOST_OWNERS)
            : "");
  }

  private static String counted(int number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private void heading(String text) {
    out.println(ansi.string("@|bold " + SafeText.line(text, LONGEST_LINE) + "|@"));
  }

  private void line(int indent, String text) {
    out.println(" ".repeat(indent) + SafeText.line(text, LONGEST_LINE));
  }
}
