package io.accesstriage.cli.diff;

import io.accesstriage.cli.diff.Change.Kind;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What other rules would do, as Markdown for a comment on a pull request. */
final class DiffReport {
  /** GitHub takes 65,536 characters; four tables of this size have fewer. */
  private static final int MOST_ROWS = 25;

  private static final int LONGEST_SENTENCE = 200;
  private static final int LONGEST_NAME = 160;

  /** A note may name some analyzers. */
  private static final int LONGEST_NOTE = 1_500;

  private static final int MOST_RULES = 20;

  private final RulesDiff diff;
  private final StringBuilder text = new StringBuilder();

  private DiffReport(RulesDiff diff) {
    this.diff = diff;
  }

  /**
   * @param source where the findings are from
   * @param notes what has to be known of it, a sentence each
   * @param failures why the command fails, a sentence each
   */
  static String of(RulesDiff diff, String source, List<String> notes, List<String> failures) {
    DiffReport report = new DiffReport(diff);
    report.head(source);
    notes.forEach(note -> report.line("> **Note:** " + Markdown.code(note, LONGEST_NOTE)).line(""));
    failures.forEach(failure -> report.line("> **Not allowed:** " + failure).line(""));
    for (Kind kind : Kind.values()) {
      report.table(kind, diff.changes(kind));
    }
    return report.text.toString();
  }

  private void head(String source) {
    line("### What this rule change would do").line("");
    rules("Added", diff.added());
    rules("Removed", diff.removed());
    rules("Changed", diff.changed());
    line("**%s**".formatted(counts(kind -> !kind.isDoubtful()))).line("");
    String doubts = counts(kind -> kind.isDoubtful() && !diff.changes(kind).isEmpty());
    if (!doubts.isEmpty()) {
      line("**%s: not enough was read**".formatted(doubts)).line("");
    }
    line("%s checked: %s. Rules %s → %s%s."
            .formatted(
                diff.findings() == 1 ? "1 finding" : diff.findings() + " findings",
                Markdown.code(source, LONGEST_NAME),
                Markdown.code(diff.oldVersion(), LONGEST_NAME),
                Markdown.code(diff.newVersion(), LONGEST_NAME),
                diff.oldVersion().equals(diff.newVersion()) ? ", which mean the same" : ""))
        .line("");
    if (diff.unread() > 0) {
      line("Something could not be read for %d of them: archive rules that need it do not apply, notify rules do."
              .formatted(diff.unread()))
          .line("");
      diff.lacks()
          .forEach(
              (what, why) -> line("- %s: %s".formatted(what, Markdown.code(why, LONGEST_NOTE))));
      if (!diff.lacks().isEmpty()) {
        line("");
      }
    }
  }

  private String counts(Predicate<Kind> kinds) {
    return Stream.of(Kind.values())
        .filter(kinds)
        .map(this::count)
        .collect(Collectors.joining(", "));
  }

  private String count(Kind kind) {
    List<Change> changes = diff.changes(kind);
    long open = changes.stream().filter(Change::isPublic).count();
    boolean isOpening = kind == Kind.NEWLY_ARCHIVED || kind == Kind.MIGHT_BE_ARCHIVED;
    return "%d %s%s"
        .formatted(
            changes.size(),
            kind.title.toLowerCase(Locale.ROOT),
            isOpening && open > 0
                ? (kind == Kind.NEWLY_ARCHIVED ? " (%d public)" : " (%d public or not known)")
                    .formatted(open)
                : "");
  }

  private void rules(String what, List<String> ids) {
    ids.stream()
        .limit(MOST_RULES)
        .forEach(id -> line("- %s: %s".formatted(what, Markdown.code(id, LONGEST_NAME))));
    if (ids.size() > MOST_RULES) {
      line("- %s: %d more".formatted(what, ids.size() - MOST_RULES));
    }
    if (!ids.isEmpty()) {
      line("");
    }
  }

  private void table(Kind kind, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    line("#### %s: %d".formatted(kind.title, changes.size())).line("");
    line("| risk | finding | before | after |").line("|--:|---|---|---|");
    changes.stream().limit(MOST_ROWS).forEach(this::row);
    line("");
    if (changes.size() > MOST_ROWS) {
      line("… and %d more, of no higher risk.".formatted(changes.size() - MOST_ROWS)).line("");
    }
    if (kind == Kind.NO_LONGER_ARCHIVED) {
      line("Those that Access Analyzer Triage has archived become active again, and are alerted.")
          .line("");
    }
  }

  private void row(Change change) {
    line(
        "| %d%s | %s<br>%s%s | %s | %s |"
            .formatted(
                change.risk(),
                change.isPublic() ? " **public**" : "",
                Markdown.code(change.sentence(), LONGEST_SENTENCE),
                Markdown.code(change.resourceArn(), LONGEST_NAME),
                change.isArchived() ? " (archived now)" : "",
                verdict(change.before()),
                verdict(change.after())));
  }

  private static String verdict(Verdict verdict) {
    String rule =
        verdict.rule() == null ? "" : " by " + Markdown.code(verdict.rule(), LONGEST_NAME);
    if (verdict.doubt() != null) {
      return "not certain: archived by %s, or alert"
          .formatted(Markdown.code(verdict.doubt(), LONGEST_NAME));
    }
    return verdict.archives()
        ? "archived" + rule + (verdict.byTagsAlone() ? ", by tags alone" : "")
        : "alert, " + verdict.severity().name().toLowerCase(Locale.ROOT) + rule;
  }

  private DiffReport line(String line) {
    text.append(line).append('\n');
    return this;
  }
}
