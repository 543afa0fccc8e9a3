package io.accesstriage.cli.io;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RulesFolder;
import io.accesstriage.rules.RulesText;
import io.accesstriage.yaml.Warning;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The rules that a command line names: one file, or a folder. A mixin of every command. */
public final class RulesOption {
  private static final String DEFAULT = "rules";
  private static final String WHAT = "rules file";

  @Option(
      names = "--rules",
      paramLabel = "PATH",
      description =
          "The rules: a file, or a folder of such files (*.yaml) with their tests (*-test.yaml);"
              + " default "
              + DEFAULT
              + "/ beside the launcher.")
  private @Nullable Path rules;

  /** The file or folder. */
  public Path path() {
    return rules == null ? Home.resolve(DEFAULT) : rules;
  }

  /** The rules as their reader knows them, to whom it is nothing where the launcher stands. */
  public String name() {
    if (rules != null) {
      return rules.toString();
    }
    List<Path> files = files(path());
    return files.size() == 1 ? name(files.get(0).toString()) : DEFAULT;
  }

  /** The same of one of the files. */
  public String name(String file) {
    return rules == null ? DEFAULT + "/" + Path.of(file).getFileName() : file;
  }

  /**
   * @throws CommandLineError where one of the files cannot be read
   */
  public RuleSet read() {
    return read(path());
  }

  /** The rules, for somebody who works on them, with a line for each warning. */
  public RuleSet read(PrintWriter err) {
    return read(path(), warning -> err.println(warning.text()));
  }

  /**
   * The rules of a file or folder.
   *
   * @throws CommandLineError where one of the files cannot be read
   */
  public static RuleSet read(Path path) {
    return parsed(path, RuleSet::parse);
  }

  /**
   * The rules of a file or folder, for somebody who works on them.
   *
   * @param warnings takes everything that loads and is probably not meant
   * @throws CommandLineError where one of the files cannot be read
   */
  public static RuleSet read(Path path, Consumer<Warning> warnings) {
    return parsed(path, texts -> RuleSet.parse(texts, Instant.now(), warnings));
  }

  private static RuleSet parsed(Path path, Function<List<RulesText>, RuleSet> parser) {
    List<RulesText> texts =
        files(path).stream()
            .map(file -> new RulesText(file.toString(), InputFile.text(file, WHAT)))
            .toList();
    try {
      return parser.apply(texts);
    } catch (StackOverflowError e) {
      throw new CommandLineError("%s:1:1: the rules are nested too deep".formatted(path), e);
    }
  }

  private static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try {
      List<Path> files = RulesFolder.rules(path);
      if (files.isEmpty()) {
        throw new CommandLineError("%s: the folder has no rules (*.yaml)".formatted(path));
      }
      return files;
    } catch (IOException e) {
      throw InputFile.unreadable(path, "folder of rules", e);
    }
  }
}
