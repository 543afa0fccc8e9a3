package io.accesstriage.cli.lint;

import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.rules.Lint;
import io.accesstriage.rules.RuleSet;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code triage lint}: what of the rules that archive is careless. */
@Command(
    name = "lint",
    description = {
      "Says which rules that archive have no last day, a pattern that reads like a glob, a name"
          + " without an account, an owner that is no address, or a reason or owner that nobody has"
          + " filled in. \"triage test\" says it, too. A rule that intends it accepts it with"
          + " a reason, such as accept: {no-expiry: It is by contract.}"
    },
    exitCodeList = {
      "0:there is nothing to say, or without --strict",
      "1:with --strict: a rule does not accept what is said of it",
      "2:the command line, or a file that it names, is wrong"
    },
    footer = {"  triage lint", "  triage lint --rules my-rules.yaml --strict"})
public final class LintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--strict",
      description = "Ends with exit code 1 where a rule does not accept what is said of it.")
  private boolean strict;

  @Override
  public Integer call() {
    RuleSet ruleSet = rules.read(spec.commandLine().getErr());
    List<Lint.Note> notes = Lint.of(ruleSet);
    PrintWriter out = spec.commandLine().getOut();
    notes.forEach(note -> out.println(note.text(rules.name(note.place().file()))));
    long careless = notes.stream().filter(note -> note.accepted() == null).count();
    out.println(
        "%s: %d warnings, %d accepted".formatted(rules.name(), careless, notes.size() - careless));
    out.flush();
    return strict && careless > 0 ? 1 : 0;
  }
}
