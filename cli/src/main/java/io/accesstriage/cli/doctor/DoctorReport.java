package io.accesstriage.cli.doctor;

import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Prints outcomes for a person, each as soon as it is there. What AWS answers is hostile text. */
final class DoctorReport {
  private static final int LONGEST = 1_000;
  private static final String INDENT = " ".repeat(9);

  private final PrintWriter out;
  private final Ansi ansi;
  private int ok;
  private int wrong;
  private int unknown;

  DoctorReport(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void begin(DeployedStack stack) {
    line("", "%s in %s, account %s".formatted(stack.name(), stack.region(), stack.account()));
    out.println();
  }

  void print(Examination examination) {
    examination.outcomes().forEach(outcome -> print(examination.subject(), outcome));
    out.flush();
  }

  private void print(String subject, Outcome outcome) {
    String head = "%s: %s".formatted(subject, outcome.what());
    if (outcome instanceof Outcome.Ok) {
      ok++;
      line(word("green", "ok"), head);
    } else if (outcome instanceof Outcome.Wrong is) {
      wrong++;
      line(word("red", "WRONG"), head);
      line(INDENT, is.why());
      String before = INDENT + "Fix: ";
      for (String text : is.fix().lines().toList()) {
        line(before, text);
        before = INDENT + "     ";
      }
    } else if (outcome instanceof Outcome.Unknown is) {
      unknown++;
      line(word("yellow", "unknown"), head);
      line(INDENT, is.fix());
    }
  }

  void end() {
    out.println();
    line("", "%d ok, %d wrong, %d unknown".formatted(ok, wrong, unknown));
    out.flush();
  }

  private String word(String style, String word) {
    String padded = String.format(Locale.ROOT, "%-9s", word);
    return ansi.enabled()
        ? Ansi.Style.on(Ansi.Style.parse(style)) + padded + Ansi.Style.reset.on()
        : padded;
  }

  private void line(String before, String text) {
    out.println(before + SafeText.line(text, LONGEST));
  }
}
