package io.accesstriage.cli.io;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.yaml.Warning;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The rules that a command line names. A mixin of every command that reads one file of them. */
public final class RulesOption {
  private static final String DEFAULT = "rules/rules.yaml";
  private static final String WHAT = "rules file";

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "The rules; default " + DEFAULT + " beside the launcher.")
  private @Nullable Path rules;

  public Path file() {
    return rules == null ? Home.resolve(DEFAULT) : rules;
  }

  /** The file as its reader knows it, to whom it is nothing where the launcher stands. */
  public String name() {
    return rules == null ? DEFAULT : rules.toString();
  }

  /**
   * @throws CommandLineError where the file cannot be read
   */
  public RuleSet read() {
    return InputFile.parsed(file(), WHAT, RuleSet::parse);
  }

  /** The rules, for somebody who works on them, with a line for each warning. */
  public RuleSet read(PrintWriter err) {
    return read(file(), warning -> err.println(warning.text()));
  }

  /**
   * The rules of a file, for somebody who works on them.
   *
   * @param warnings takes everything that loads and is probably not meant
   * @throws CommandLineError where the file cannot be read
   */
  public static RuleSet read(Path file, Consumer<Warning> warnings) {
    return InputFile.parsed(
        file, WHAT, (name, text) -> RuleSet.parse(name, text, Instant.now(), warnings));
  }
}
