package io.accesstriage.cli.preview;

import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.io.Beside;
import io.accesstriage.cli.io.CommandFailed;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.io.OutputFiles;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.proof.Proof;
import io.accesstriage.cli.proof.RuleWarnings;
import io.accesstriage.cli.source.FindingSource;
import io.accesstriage.cli.source.SourceOptions;
import io.accesstriage.cli.source.UnreadableSource;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.text.SafeText;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code triage preview}: what the rules would do to an account's findings, without doing it. */
@Command(
    name = "preview",
    description = {
      "Shows what the rules would archive, alert and leave alone of the findings that an analyzer"
          + " has, by the evaluate function's own classes and as if nothing had been done about"
          + " them before. Changes nothing: its AWS clients refuse every call that doesn't read."
    },
    exitCodeList = {
      "0:all findings were previewed; anything unread is reported",
      "1:a finding of the file was refused, and the others were previewed; or reading or writing"
          + " ended early, and files that were to be written are as they were before",
      "2:the command line, or a file that it names, is wrong"
    },
    footer = {
      "  triage preview --analyzer-arn ARN --profile security",
      "  triage preview --analyzer-arn ARN --html report.html --csv findings.csv",
      "  triage preview --analyzer-arn ARN --print-policy",
      "  aws accessanalyzer list-findings --analyzer-arn ARN >findings.json",
      "  triage preview --from findings.json --analyzer-arn ARN --json"
    })
public final class PreviewCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int LONGEST_LINE = 2_000;
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec;

  @Mixin private SourceOptions sources = new SourceOptions();

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--json",
      description = "JSON Lines on standard output: a finding each, then the counts.")
  private boolean json;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Writes a table for a spreadsheet; - for standard output.")
  private @Nullable String csv;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes a page for a browser, which needs nothing but this file.")
  private @Nullable Path html;

  @Option(
      names = "--print-policy",
      description = "Prints the IAM policy that reading needs, and reads nothing.")
  private boolean printsPolicy;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printsPolicy) {
      out.println(sources.policy());
      out.flush();
      return 0;
    }
    if (json && STANDARD_OUTPUT.equals(csv)) {
      throw new CommandLineError("--json and --csv - both write to standard output");
    }
    PrintWriter err = spec.commandLine().getErr();
    // While the rules are read, which takes as long as many findings.
    Beside<FindingSource> begun = Beside.begin("source", () -> source(err).begun());
    RuleSet ruleSet = rules.read(err);
    FindingSource source = begun.result();
    boolean isExplained = json || html != null;
    Proof proof = Proof.ofBuiltIn(ruleSet, clock.instant());
    try {
      preview(source, isExplained ? new DryRun(ruleSet) : DryRun.unexplained(ruleSet), proof, out);
      new RuleWarnings(ruleSet).lines(proof.notProved()).forEach(err::println);
      source.refusals().forEach(refusal -> err.println(SafeText.line(refusal, LONGEST_LINE)));
      return source.refusals().isEmpty() ? 0 : FAILED;
    } catch (UnreadableSource e) {
      throw new CommandFailed("not all findings could be read: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new CommandFailed("the output could not be written: " + InputFile.why(e.getCause()), e);
    }
  }

  private FindingSource source(PrintWriter err) {
    Set<FindingStatus> asked = Set.of(FindingStatus.ACTIVE);
    return json ? sources.source(asked, err) : sources.unhashed(asked, err);
  }

  private void preview(FindingSource source, DryRun dryRun, Proof proof, PrintWriter out) {
    Preview preview = new Preview(source.name(), dryRun.rules(), Instant.now());
    try (OutputFiles files = new OutputFiles()) {
      List<PreviewOutput> outputs = new ArrayList<>();
      outputs.add(onStandardOutput(out));
      csvFile()
          .ifPresent(
              file ->
                  outputs.add(
                      new CsvOutput(
                          new BufferedWriter(
                              new OutputStreamWriter(
                                  files.create(file).stream(), StandardCharsets.UTF_8)))));
      if (html != null) {
        outputs.add(
            new HtmlOutput(
                files.create(html).stream(), preview, dryRun.rules(), rules.name(), proof));
      }
      source.read(
          sourced -> {
            PreviewedFinding finding = dryRun.judge(sourced);
            return new Told(
                finding, outputs.stream().map(output -> output.adding(finding)).toList());
          },
          told -> {
            preview.add(told.finding);
            told.adding.forEach(Runnable::run);
          });
      List<String> warnings = Warnings.of(preview, source.notes());
      // Files first: a table tells that all is well.
      for (int i = outputs.size() - 1; i >= 0; i--) {
        if (i == 0) {
          files.finish();
        }
        outputs.get(i).end(preview, warnings);
      }
    }
  }

  /** A finding, and what adds it to each output. */
  private record Told(PreviewedFinding finding, List<Runnable> adding) {}

  private PreviewOutput onStandardOutput(PrintWriter out) {
    if (json) {
      return new JsonOutput(out);
    }
    return STANDARD_OUTPUT.equals(csv) ? new CsvOutput(out) : new TableOutput(out, Ansi.AUTO);
  }

  private Optional<Path> csvFile() {
    return Optional.ofNullable(csv).filter(file -> !file.equals(STANDARD_OUTPUT)).map(Path::of);
  }
}
