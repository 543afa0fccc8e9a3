package io.accesstriage.cli.io;

import io.accesstriage.rules.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Reads the rules that a command line names, for somebody who works on them. */
public final class RulesInput {
  private RulesInput() {}

  /**
   * @param err takes a line for everything that loads and is probably not meant
   * @throws CommandLineError where the file cannot be read
   */
  public static RuleSet read(Path file, PrintWriter err) {
    RuleSet rules =
        InputFile.parsed(
            file,
            "rules file",
            (name, text) -> RuleSet.parse(name, text, warning -> err.println(warning.text())));
    err.flush();
    return rules;
  }
}
