package io.accesstriage.cli;

import io.accesstriage.cli.run.RunCommand;
import io.accesstriage.cli.test.TestCommand;
import io.accesstriage.yaml.InvalidFileException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The triage command: its subcommands, and what its exit codes mean. */
@Command(
    name = "triage",
    mixinStandardHelpOptions = true,
    version = "triage 0.1.0",
    description = "Tries and tests the triage of IAM Access Analyzer findings locally.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:everything succeeded",
      "1:an execution or a rule test failed",
      "2:the command line, or a file that it names, is wrong; nothing was run"
    },
    subcommands = {RunCommand.class, TestCommand.class})
public final class Triage {
  static final int WRONG_USE = 2;

  private Triage() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = execute(out, err, args);
    out.flush();
    System.exit(exitCode);
  }

  /** Runs the command line and returns its exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Triage())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (e instanceof CommandLineError || e instanceof InvalidFileException) {
                line.getErr().println(e.getMessage());
                return WRONG_USE;
              }
              throw e;
            })
        .execute(args);
  }
}
