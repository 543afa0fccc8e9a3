package io.accesstriage.cli;

import io.accesstriage.cli.archiverules.ImportArchiveRulesCommand;
import io.accesstriage.cli.check.CheckCommand;
import io.accesstriage.cli.completion.CompletionCommand;
import io.accesstriage.cli.diff.DiffCommand;
import io.accesstriage.cli.digest.DigestCommand;
import io.accesstriage.cli.doctor.DoctorCommand;
import io.accesstriage.cli.explain.EvalCommand;
import io.accesstriage.cli.explain.ExplainCommand;
import io.accesstriage.cli.io.CommandFailed;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.lint.LintCommand;
import io.accesstriage.cli.preview.PreviewCommand;
import io.accesstriage.cli.prove.ProveCommand;
import io.accesstriage.cli.run.RunCommand;
import io.accesstriage.cli.source.ReadOnlyCalls;
import io.accesstriage.cli.suggest.SuggestCommand;
import io.accesstriage.cli.test.TestCommand;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.InvalidFileException;
import io.accesstriage.yaml.Suggestion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;

/** The triage command: its subcommands, and what its exit codes mean. */
@Command(
    name = "triage",
    version = "triage 0.1.0",
    description = "Tries and tests the triage of IAM Access Analyzer findings locally.",
    exitCodeList = {
      "0:everything succeeded",
      "1:an execution, a rule test or what a command checks failed; its own help says more",
      "2:the command line, or a file that it names, is wrong; nothing was run"
    },
    footer = {
      "  triage run",
      "  triage test",
      "  triage explain events/external/s3-bucket-public.json",
      "  triage run --help"
    },
    subcommands = {
      RunCommand.class,
      TestCommand.class,
      PreviewCommand.class,
      ExplainCommand.class,
      EvalCommand.class,
      DiffCommand.class,
      ProveCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      LintCommand.class,
      SuggestCommand.class,
      DigestCommand.class,
      ImportArchiveRulesCommand.class,
      CompletionCommand.class
    })
public final class Triage {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  /** No line of a message is longer: it may quote a file. */
  private static final int LONGEST_LINE = 2_000;

  private static final Pattern YAML = Pattern.compile("\\.ya?ml$");

  private Triage() {}

  public static void main(String[] args) {
    ReadOnlyCalls.enforce();
    StandardOutput output = new StandardOutput();
    PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = execute(out, err, args);
    if (out.checkError() && !output.isAbandoned()) {
      err.println("triage: the output could not be written");
      exitCode = Math.max(exitCode, FAILED);
    }
    System.exit(exitCode);
  }

  /** Runs the command line and returns its exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    return commandLine()
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((e, parsed) -> wrongUse(e))
        .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line))
        .execute(args);
  }

  /** What the command line may be. */
  static CommandLine commandLine() {
    CommandLine triage = new CommandLine(new Triage());
    triage.getSubcommands().values().forEach(Triage::complete);
    // A file may be named @events.
    return complete(triage).setExpandAtFiles(false);
  }

  /** Gives a command what the help of all has in common. */
  private static CommandLine complete(CommandLine command) {
    command
        .getCommandSpec()
        .mixinStandardHelpOptions(true)
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .footerHeading("%nExamples:%n");
    return command;
  }

  private static int wrongUse(CommandLine.ParameterException e) {
    CommandLine line = e.getCommandLine();
    print(line, String.valueOf(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = suggestions(line, unmatched);
      if (!suggestions.isEmpty()) {
        print(line, "Did you mean %s?".formatted(String.join(", or ", suggestions)));
      }
    }
    print(line, "Try \"%s --help\".".formatted(line.getCommandSpec().qualifiedName()));
    return WRONG_USE;
  }

  /**
   * The nearest command for a misspelt one, the option for a file without one; for a misspelt
   * option what picocli suggests.
   */
  private static List<String> suggestions(CommandLine line, UnmatchedArgumentException unmatched) {
    String word = unmatched.getUnmatched().get(0);
    if (word.startsWith("-")) {
      return unmatched.getSuggestions();
    }
    if (!line.getSubcommands().isEmpty()) {
      return Suggestion.nearest(word, line.getSubcommands().keySet(), 2).stream().toList();
    }
    String option = YAML.matcher(word).find() ? "--rules" : "--from";
    return line.getCommandSpec().findOption(option) == null
        ? List.of()
        : List.of(option + " " + word);
  }

  private static int failed(Exception e, CommandLine line) {
    if (e instanceof CommandLineError || e instanceof InvalidFileException) {
      print(line, String.valueOf(e.getMessage()));
      return WRONG_USE;
    }
    line.getOut().flush();
    if (e instanceof CommandFailed) {
      String message = "triage %s: %s".formatted(line.getCommandName(), e.getMessage());
      line.getErr().println(SafeText.line(message, LONGEST_LINE));
      return FAILED;
    }
    print(line, "triage: a mistake of triage itself, please report it: " + e);
    return FAILED;
  }

  /** Messages quote what files and arguments say, which may try to steer the terminal. */
  private static void print(CommandLine line, String message) {
    message.lines().forEach(text -> line.getErr().println(SafeText.line(text, LONGEST_LINE)));
  }
}
