package io.accesstriage.cli.test;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.proof.Proof;
import io.accesstriage.cli.proof.RuleWarnings;
import io.accesstriage.prover.Answer;
import io.accesstriage.rules.Lint;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RulesFolder;
import io.accesstriage.rules.testing.RuleCoverage;
import io.accesstriage.rules.testing.RuleTestFile;
import io.accesstriage.rules.testing.RuleTestReport;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.Warning;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code triage test}: whether the rules decide as their tests expect, and its properties hold. */
@Command(
    name = "test",
    description = {
      "Runs the tests of a rules file. An archive rule without a case that it archives and one that"
          + " it doesn't fails, and so does a notify rule without a case in which it alerts, and a"
          + " property of the file that is not proved."
    },
    exitCodeList = {
      "0:every case passed and none is missing",
      "1:a case failed or is missing, a property is not proved, or with --require-coverage"
          + " something is not covered, or with --strict there is a warning",
      "2:the command line, or a file that it names, is wrong; nothing was tested"
    },
    footer = {
      "  triage test",
      "  triage test --coverage --strict",
      "  triage test --case 'a public bucket'",
      "  triage test --rules my-rules.yaml my-rules-test.yaml"
    })
public final class TestCommand implements Callable<Integer> {
  private static final int LONGEST_LINE = 1_000;
  private static final int LONGEST_NAME = 200;

  /** A file of tests has no such field. */
  private static final Pattern RULES = Pattern.compile("(?m)^rules:");

  private final Clock clock = Clock.systemUTC();

  @Spec private CommandSpec spec;

  @Mixin private RulesOption rules = new RulesOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "The tests, a file or a folder; default the file beside the rules whose name ends in"
              + " -test.yaml instead, or all of these in the rules' folder.")
  private @Nullable Path tests;

  @Option(
      names = "--coverage",
      description =
          "Also says which rules and risk factors no passing case shows to apply and not to apply,"
              + " and which parts of their conditions to be true and false.")
  private boolean coverage;

  @Option(
      names = "--require-coverage",
      description = "The same, and fails where there is such a thing.")
  private boolean requireCoverage;

  @Option(
      names = "--strict",
      description =
          "Also fails where there is a warning, such as of a rule that has expired or may archive"
              + " what it does not name, unless it accepts that.")
  private boolean strict;

  @Option(
      names = "--case",
      paramLabel = "NAME",
      description = "Runs the case of this name only, and nothing else of the tests.")
  private @Nullable String caseName;

  @Override
  public Integer call() {
    return caseName == null ? testAll() : testOne(caseName);
  }

  private int testOne(String name) {
    if (coverage || requireCoverage || strict) {
      throw new CommandLineError(
          "--case: runs one case, so it says nothing of --coverage, --require-coverage and"
              + " --strict");
    }
    RuleSet ruleSet = rules.read(spec.commandLine().getErr());
    RuleTestFile cases = tests();
    if (!cases.caseNames().contains(name)) {
      throw new CommandLineError(
          "--case: there is no case %s%s"
              .formatted(
                  SafeText.quoted(name, LONGEST_NAME), Suggestion.of(name, cases.caseNames())));
    }
    RuleTestReport report = cases.runCase(name, ruleSet);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    return report.isPassed() ? 0 : 1;
  }

  private int testAll() {
    List<Warning> warnings = new ArrayList<>();
    RuleSet ruleSet = RulesOption.read(rules.path(), warnings::add);
    warnings.forEach(warning -> spec.commandLine().getErr().println(warning.text()));
    Proof proof = Proof.ofPropertiesAndBuiltIn(ruleSet, clock.instant());
    RuleTestFile cases = tests();
    RuleTestReport report = cases.run(ruleSet);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.text());
    boolean areProved = areProved(ruleSet, proof, out);
    boolean passed = report.isPassed() && areProved;
    if (coverage || requireCoverage) {
      RuleCoverage covered = cases.coverage(ruleSet);
      out.print(covered.text());
      passed &= !requireCoverage || covered.isComplete();
    }
    List<String> notProved = new RuleWarnings(ruleSet).lines(proof.notProved());
    notProved.forEach(spec.commandLine().getErr()::println);
    List<Lint.Note> careless =
        Lint.of(ruleSet).stream().filter(note -> note.accepted() == null).toList();
    careless.forEach(note -> spec.commandLine().getErr().println(note.text(note.place().file())));
    int unexpected = warnings.size() + notProved.size() + careless.size();
    if (strict && unexpected > 0) {
      out.println("STRICT warnings, on standard error: " + unexpected);
      passed = false;
    }
    out.flush();
    return passed ? 0 : 1;
  }

  /** Whether the file's properties are true of all that the rules may ever archive. */
  private static boolean areProved(RuleSet ruleSet, Proof proof, PrintWriter out) {
    if (ruleSet.properties().isEmpty()) {
      return true;
    }
    List<Answer> failed = proof.propertiesNotProved();
    failed.forEach(
        a ->
            out.println(
                "FAILED property %s, %s by rule %s: %s"
                    .formatted(
                        a.question(),
                        a.verdict().label(),
                        a.rule(),
                        SafeText.line(a.why(), LONGEST_LINE))));
    out.println(
        "properties: %d, %s"
            .formatted(
                ruleSet.properties().size(),
                failed.isEmpty() ? "all proved" : "not all proved; see triage prove"));
    return failed.isEmpty();
  }

  private RuleTestFile tests() {
    Path path = tests == null ? beside(rules.path()) : tests;
    return Files.isDirectory(path) ? testFolder(path) : testFile(path);
  }

  private static RuleTestFile testFolder(Path folder) {
    try {
      List<Path> files = RulesFolder.tests(folder);
      if (files.isEmpty()) {
        throw new CommandLineError(
            "%s: the folder has no tests (*-test.yaml) beside its rules".formatted(folder));
      }
      return files.size() == 1
          ? RuleTestFile.parse(files.get(0))
          : RuleTestFile.parse(folder.getFileName() + "/*-test.yaml", files);
    } catch (IOException e) {
      throw InputFile.unreadable(folder, "folder of tests", e);
    }
  }

  private static RuleTestFile testFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CommandLineError("%s: there is no such test file".formatted(file));
    }
    try {
      if (RULES.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
        throw new CommandLineError(
            "%1$s: this is a file of rules. Test it with --rules %1$s".formatted(file));
      }
      return RuleTestFile.parse(file);
    } catch (IOException e) {
      throw new CommandLineError(
          "%s: the test file could not be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Path beside(Path rulesFile) {
    if (Files.isDirectory(rulesFile)) {
      return rulesFile;
    }
    String name = String.valueOf(rulesFile.getFileName()).replaceFirst("\\.ya?ml$", "");
    return rulesFile.resolveSibling(name + "-test.yaml");
  }
}
