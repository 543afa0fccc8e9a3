package io.accesstriage.cli.manual;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code triage man}: the manual page, from what each command's help says. */
@Command(
    name = "man",
    description = {"Prints the manual page of all commands."},
    exitCodeList = {
      "0:the page was printed",
      "1:a mistake of triage itself",
      "2:the command line is wrong; nothing was printed"
    },
    footer = {
      "  triage man > triage.1 && man ./triage.1",
      "  triage man > ~/.local/share/man/man1/triage.1"
    })
public final class ManualCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(ManualPage.of(spec.root().commandLine()));
    out.flush();
    return 0;
  }
}
