package io.accesstriage.cli.preview;

import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.dryrun.Tally;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Severity;
import io.accesstriage.messages.words.Words;
import io.accesstriage.rules.RuleOutline;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** The counts, for a person at a terminal. */
final class TableOutput implements PreviewOutput {
  private static final int MOST_ROWS = 20;
  private static final int NAME = 44;
  private static final int LONGEST_LINE = 2_000;

  private final PrintWriter out;
  private final Ansi ansi;

  TableOutput(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  @Override
  public Runnable adding(PreviewedFinding finding) {
    // Only the counts are shown.
    return () -> {};
  }

  @Override
  public void end(Preview preview, List<String> warnings) {
    out.println("Preview of " + SafeText.line(preview.source(), LONGEST_LINE));
    out.println(
        "at %s, rules %s. Nothing was changed."
            .formatted(Words.time(preview.startedAt()), preview.rulesVersion()));
    out.println();
    out.println(styled("bold", row("", "archive", "alert", "leave", "total")));
    out.println(row("All findings", preview.total()));
    section("Severity of the alert", severities(preview));
    rules(preview);
    section("Finding type", largest(preview.byFindingType()));
    section("Resource type", largest(preview.byResourceType()));
    section("Account", largest(preview.byAccount()));
    unread(preview);
    if (!warnings.isEmpty()) {
      heading("Look at this first");
      warnings.forEach(
          warning -> out.println("  " + styled("yellow", SafeText.line(warning, LONGEST_LINE))));
    }
    out.flush();
  }

  private static Map<String, Tally> severities(Preview preview) {
    Map<String, Tally> named = new LinkedHashMap<>();
    Severity[] all = Severity.values();
    for (int i = all.length - 1; i >= 0; i--) {
      named.put(all[i].label(), preview.bySeverity().get(all[i]));
    }
    return named;
  }

  private void rules(Preview preview) {
    heading("Rule");
    for (RuleOutline rule : preview.rules()) {
      int findings = preview.byRule().getOrDefault(rule.id(), 0);
      List<String> notes = new ArrayList<>();
      int notChecked = preview.notChecked(rule.id());
      if (notChecked > 0) {
        notes.add("%,d not checked".formatted(notChecked));
      } else if (findings == 0) {
        notes.add("decides nothing");
      }
      byTags(preview, rule.id(), findings).ifPresent(notes::add);
      if (isOver(rule, preview)) {
        notes.add("expired on " + rule.expires());
      }
      rule(rule.id(), rule.archives(), findings, notes);
    }
    Integer byRisk = preview.byRule().get(Decision.RISK_THRESHOLD);
    if (byRisk != null) {
      rule(
          "(risk threshold)",
          true,
          byRisk,
          byTags(preview, Decision.RISK_THRESHOLD, byRisk).stream().toList());
    }
    rule("(no rule applies)", false, preview.alertsByDefault(), List.of());
  }

  private static Optional<String> byTags(Preview preview, String rule, int findings) {
    int byTags = preview.archivedByTagsAlone(rule);
    if (byTags == 0) {
      return Optional.empty();
    }
    return Optional.of(
        (byTags == findings ? "" : "%,d ".formatted(byTags)) + "by tags or aliases alone");
  }

  private static boolean isOver(RuleOutline rule, Preview preview) {
    return rule.expires() != null
        && preview.startedAt().atOffset(ZoneOffset.UTC).toLocalDate().isAfter(rule.expires());
  }

  private void rule(String id, boolean archives, int findings, List<String> notes) {
    String counts =
        row(id, archives ? number(findings) : "", archives ? "" : number(findings), "", "");
    out.println(
        notes.isEmpty() ? counts.stripTrailing() : counts + "  " + String.join(", ", notes));
  }

  private void section(String title, Map<String, Tally> tallies) {
    heading(title);
    tallies.forEach((name, tally) -> out.println(row(name, tally)));
  }

  private void heading(String title) {
    out.println();
    out.println(styled("bold", title));
  }

  /** The largest, and in one row what is smaller. */
  private static Map<String, Tally> largest(Map<String, Tally> tallies) {
    List<Map.Entry<String, Tally>> sorted =
        tallies.entrySet().stream()
            .sorted(Comparator.comparingInt((Map.Entry<String, Tally> e) -> -e.getValue().total()))
            .toList();
    Map<String, Tally> rows = new LinkedHashMap<>();
    sorted.stream().limit(MOST_ROWS).forEach(e -> rows.put(e.getKey(), e.getValue()));
    if (sorted.size() > MOST_ROWS) {
      rows.put(
          "(%d others)".formatted(sorted.size() - MOST_ROWS),
          sorted.stream().skip(MOST_ROWS).map(Map.Entry::getValue).reduce(Tally.NONE, Tally::and));
    }
    return rows;
  }

  private void unread(Preview preview) {
    if (preview.unread().isEmpty()) {
      return;
    }
    heading("Not read, so rules that need it archive nothing");
    preview
        .unread()
        .forEach(
            not ->
                out.println(
                    "  %s of %s (%s), such as: %s"
                        .formatted(
                            SafeText.line(not.what(), 100),
                            Warnings.findings(not.findings()),
                            not.cause().words(),
                            SafeText.line(not.example(), 400))));
  }

  private static String row(String name, Tally tally) {
    return row(
        name,
        number(tally.archive()),
        number(tally.alert()),
        number(tally.leave()),
        number(tally.total()));
  }

  private static String row(String name, String archive, String alert, String leave, String total) {
    return String.format(
        Locale.ROOT,
        "  %-" + NAME + "s %9s %9s %9s %9s",
        SafeText.line(name, NAME),
        archive,
        alert,
        leave,
        total);
  }

  private static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private String styled(String style, String text) {
    // Many terminals take the code for "no longer bold" for "underlined twice".
    return ansi.enabled()
        ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on()
        : text;
  }
}
