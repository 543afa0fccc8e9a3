package io.accesstriage.cli.manual;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** A manual page in roff: the help of the command and of each of its commands, as it is printed. */
final class ManualPage {
  private ManualPage() {}

  static String of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String name = spec.name();
    StringBuilder page = new StringBuilder();
    page.append(
        ".TH %s 1 \"\" \"%s\" \"User commands\"%n"
            .formatted(name.toUpperCase(Locale.ROOT), spec.version()[0]));
    page.append(
        ".SH NAME%n%s \\- %s%n".formatted(name, escaped(spec.usageMessage().description()[0])));
    page.append(".SH DESCRIPTION%n".formatted());
    append(page, command);
    page.append(".SH COMMANDS%n".formatted());
    command
        .getSubcommands()
        .forEach(
            (subcommand, line) -> {
              page.append(".SS %s %s%n".formatted(name, escaped(subcommand)));
              append(page, line);
            });
    page.append(".SH ENVIRONMENT%n".formatted());
    page.append(
        ".TP%n.B NO_COLOR%nIf set, nothing is coloured; without a terminal nothing is, either.%n"
            .formatted());
    page.append(
        ".TP%n.B JAVA_HOME%nThe JDK to run with, 17 or later; default the java of the PATH.%n"
            .formatted());
    return page.toString().replace("\r\n", "\n");
  }

  /** As it is: filling its lines would join what the help has set apart. */
  private static void append(StringBuilder page, CommandLine line) {
    page.append(".nf\n");
    line.getUsageMessage(Ansi.OFF)
        .lines()
        .map(ManualPage::escaped)
        .forEach(text -> page.append(text).append('\n'));
    page.append(".fi\n");
  }

  /**
   * A backslash begins an escape, a hyphen may become another character, a dot begins a request.
   */
  private static String escaped(String line) {
    String escaped = line.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
