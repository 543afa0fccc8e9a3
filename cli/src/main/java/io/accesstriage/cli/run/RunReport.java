package io.accesstriage.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.local.EventResult;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Prints what became of the events, for a person, and counts it. */
final class RunReport {
  /** A line of JSON that is cut is none. */
  private static final int LONGEST_LINE = 100_000;

  private final PrintWriter out;
  private final Ansi ansi;
  private final AlertReader reader;
  private int events;
  private int failed;
  private int archived;
  private int unarchived;
  private int alerts;

  /**
   * @param reader as whom alerts are shown
   */
  RunReport(PrintWriter out, Ansi ansi, AlertReader reader) {
    this.out = out;
    this.ansi = ansi;
    this.reader = reader;
  }

  void print(EventResult result) {
    count(result);
    out.println(styled("bold", SafeText.line(result.event(), 500)));
    if (!result.states().isEmpty()) {
      line("states", String.join(" > ", result.states()));
    }
    if (result.decision() != null) {
      line("decision", decision(result.decision()));
      line("because", SafeText.line(result.decision().reason(), 500));
    }
    effect("archived", result.effects().archived());
    effect("un-archived", result.effects().unarchived());
    if (result.output() != null) {
      withoutEffect(result.output());
    }
    if (result.failure() != null) {
      line("error", styled("red", failure(result.failure())));
    }
    result.effects().alerts().forEach(this::alert);
    out.println();
  }

  /** The last line: how many of what. */
  void summary() {
    out.println(
        styled(
            failed == 0 ? "green" : "red",
            "%s: %d archived%s, %s, %d failed"
                .formatted(
                    number(events, "event"),
                    archived,
                    unarchived == 0 ? "" : ", %d un-archived".formatted(unarchived),
                    number(alerts, "alert"),
                    failed)));
  }

  private void count(EventResult result) {
    events++;
    failed += result.succeeded() ? 0 : 1;
    archived += result.effects().archived().size();
    unarchived += result.effects().unarchived().size();
    alerts += result.effects().alerts().size();
  }

  private void effect(String name, List<String> findingIds) {
    if (!findingIds.isEmpty()) {
      line(name, SafeText.line(String.join(", ", findingIds), 500));
    }
  }

  /** Why a decision changed nothing, or told nobody. */
  private void withoutEffect(JsonNode output) {
    if (ArchiveOutcome.OBSERVED.name().equals(output.at("/archive/outcome").textValue())) {
      line("observed", "Mode is observe, so the finding stays as it is.");
    }
    String why = output.at("/notification/why").textValue();
    if (why != null) {
      line("not sent", SafeText.line(why, 500));
    }
  }

  private static String failure(EventResult.Failure failure) {
    String state = failure.state() == null ? "" : failure.state() + ": ";
    return SafeText.line(state + failure.cause(), 1_000);
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
    String delivery = decision.delivery() == Delivery.DIGEST ? ", in the digest" : "";
    return outcome + rule + ", severity " + decision.severity().label() + delivery;
  }

  private void alert(AlertMessage alert) {
    out.println();
    List<String> lines = reader.lines(alert);
    out.println("    " + styled("bold", SafeText.line(lines.get(0), LONGEST_LINE)));
    lines.stream().skip(1).forEach(text -> out.println(indented(text)));
  }

  private static String indented(String text) {
    return text.isEmpty() ? "" : "    " + SafeText.line(text, LONGEST_LINE);
  }

  private void line(String name, String text) {
    out.printf("  %-11s %s%n", name, text);
  }

  private String styled(String style, String text) {
    if (!ansi.enabled()) {
      return text;
    }
    // Many terminals take the code for "no longer bold" for "underlined twice".
    return Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on();
  }

  private static String number(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
