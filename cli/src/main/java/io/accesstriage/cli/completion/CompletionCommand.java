package io.accesstriage.cli.completion;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code triage completion}: completes commands and options in bash and zsh. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands, options and files in bash and zsh, for a launcher"
          + " that is found as triage."
    },
    exitCodeList = {
      "0:the script was printed",
      "1:a mistake of triage itself",
      "2:the command line is wrong; nothing was printed"
    },
    footer = {
      "  source <(triage completion)",
      "  triage completion > ~/.local/share/bash-completion/completions/triage"
    })
public final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(root.name(), root.commandLine()));
    out.flush();
    return 0;
  }
}
