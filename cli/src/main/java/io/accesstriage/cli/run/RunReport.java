package io.accesstriage.cli.run;

import io.accesstriage.cli.stepfunctions.Execution;
import io.accesstriage.decision.Decision;
import io.accesstriage.notify.AlertMessage;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Prints what became of the events, for a person. */
final class RunReport {
  private final PrintWriter out;
  private final Ansi ansi;

  RunReport(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void print(EventResult result) {
    out.println(styled("bold", SafeText.line(result.event(), 200)));
    if (result.refusal() != null) {
      line("error", styled("red", SafeText.line(result.refusal(), 500)));
      out.println();
      return;
    }
    line("states", String.join(" > ", result.states()));
    Decision decision = result.decision();
    if (decision != null) {
      line("decision", decision(decision));
      line("because", SafeText.line(decision.reason(), 500));
    }
    effects(result);
    Execution execution = result.execution();
    if (execution != null && !result.succeeded() && execution.error() != null) {
      line(
          "error",
          styled(
              "red",
              "%s: %s"
                  .formatted(
                      execution.error().state(),
                      SafeText.line(String.valueOf(execution.error().cause()), 1_000))));
    }
    result.effects().alerts().forEach(this::alert);
    out.println();
  }

  /** The last lines: how many of what. */
  void summary(List<EventResult> results) {
    long failed = results.stream().filter(result -> !result.succeeded()).count();
    long archived = results.stream().mapToLong(result -> result.effects().archived().size()).sum();
    long alerts = results.stream().mapToLong(result -> result.effects().alerts().size()).sum();
    out.println(
        styled(
            failed == 0 ? "green" : "red",
            "%s: %s archived, %s, %d failed"
                .formatted(
                    count(results.size(), "event"), archived, count(alerts, "alert"), failed)));
  }

  private void effects(EventResult result) {
    if (!result.effects().archived().isEmpty()) {
      line("archived", String.join(", ", result.effects().archived()));
    }
    if (!result.effects().unarchived().isEmpty()) {
      line("un-archived", String.join(", ", result.effects().unarchived()));
    }
  }

  private String decision(Decision decision) {
    String outcome =
        styled(
            switch (decision.outcome()) {
              case ARCHIVE -> "green";
              case NOTIFY, UNARCHIVE -> "yellow";
              case IGNORE, BUSY -> "faint";
            },
            decision.outcome().name());
    String rule = decision.rule() == null ? "" : " by rule " + decision.rule();
    return outcome + rule + ", severity " + decision.severity().label();
  }

  private void alert(AlertMessage alert) {
    out.println();
    out.println("    Subject: " + styled("bold", alert.subject()));
    out.println();
    alert.bodies().get(AlertMessage.EMAIL).lines().forEach(text -> out.println(indented(text)));
  }

  private static String indented(String text) {
    return text.isEmpty() ? "" : "    " + SafeText.line(text, 2_000);
  }

  private void line(String name, String text) {
    out.printf("  %-11s %s%n", name, text);
  }

  private String styled(String style, String text) {
    if (!ansi.enabled()) {
      return text;
    }
    Ansi.IStyle[] styles = Ansi.Style.parse(style);
    return Ansi.Style.on(styles) + text + Ansi.Style.off(styles);
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
