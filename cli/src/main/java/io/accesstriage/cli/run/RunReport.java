package io.accesstriage.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.local.EventResult;
import io.accesstriage.cli.world.World;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Delivery;
import io.accesstriage.decision.Outcome;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
  private int observed;
  private int unsent;
  private int settled;

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
      withoutEffect(result, result.output());
    }
    if (result.failure() != null) {
      line("error", styled("red", failure(result.failure())));
    }
    result.effects().alerts().forEach(this::alert);
    out.println();
  }

  /** The last line: how many of what. What is rare is named only where there is some. */
  void summary() {
    out.println(
        styled(
            failed == 0 ? "green" : "red",
            "%s: %d archived%s%s, %s%s%s, %d failed"
                .formatted(
                    number(events, "event"),
                    archived,
                    observed == 0 ? "" : ", %d would be archived".formatted(observed),
                    unarchived == 0 ? "" : ", %d un-archived".formatted(unarchived),
                    number(alerts, "alert"),
                    unsent == 0 ? "" : ", %d not sent".formatted(unsent),
                    settled == 0
                        ? ""
                        : ", %d %s nothing".formatted(settled, settled == 1 ? "needs" : "need"),
                    failed)));
  }

  private void count(EventResult result) {
    events++;
    failed += result.succeeded() ? 0 : 1;
    archived += result.effects().archived().size();
    unarchived += result.effects().unarchived().size();
    alerts += result.effects().alerts().size();
    observed += isObserved(result) ? 1 : 0;
    boolean isUnsent = notSent(result) != null;
    unsent += isUnsent ? 1 : 0;
    settled +=
        result.succeeded()
                && !isObserved(result)
                && !isUnsent
                && result.effects().equals(World.Effects.NONE)
            ? 1
            : 0;
  }

  private static boolean isObserved(EventResult result) {
    return result.output() != null
        && result.decision() != null
        && result.decision().outcome() == Outcome.ARCHIVE
        && isLeftByMode(result.output());
  }

  private static boolean isLeftByMode(JsonNode output) {
    return ArchiveOutcome.OBSERVED.name().equals(output.at("/archive/outcome").textValue());
  }

  private void effect(String name, List<String> findingIds) {
    if (!findingIds.isEmpty()) {
      line(name, SafeText.line(String.join(", ", findingIds), 500));
    }
  }

  /** Why a decision changed nothing, or alerted nobody. */
  private void withoutEffect(EventResult result, JsonNode output) {
    if (isLeftByMode(output)) {
      line(
          "observed",
          (isObserved(result) ? "It would be archived. " : "")
              + "Mode is observe, so the finding stays as it is.");
    }
    String why = notSent(result);
    if (why != null) {
      line("not sent", SafeText.line(why, 500));
    }
  }

  /** Why an alert was not sent; null where it was, or where there is none. */
  private static @Nullable String notSent(EventResult result) {
    return result.output() == null ? null : result.output().at("/notification/why").textValue();
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
