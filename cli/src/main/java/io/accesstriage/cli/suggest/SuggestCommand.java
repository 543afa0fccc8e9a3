package io.accesstriage.cli.suggest;

import io.accesstriage.cli.io.CommandFailed;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.io.OutputFiles;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.proof.Proof;
import io.accesstriage.cli.source.FindingSource;
import io.accesstriage.cli.source.SourceOptions;
import io.accesstriage.cli.source.UnreadableSource;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.prover.suggest.SuggestedFiles;
import io.accesstriage.prover.suggest.Suggester;
import io.accesstriage.prover.suggest.Suggestion;
import io.accesstriage.prover.suggest.Suggestions;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.text.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

/** {@code triage suggest}: rules for findings that no rule decides. */
@Command(
    name = "suggest",
    description = {
      "Suggests the fewest tight rules for findings that no rule decides: of one type, one kind of"
          + " principal and like names, with two test cases each. Every rule is proved to archive"
          + " nothing public, of any principal, account, action or resource, or by tags alone. On a"
          + " terminal it asks about each and writes what you take to suggested.yaml and"
          + " suggested-test.yaml, at the end."
    },
    exitCodeList = {
      "0:rules were suggested, or there is nothing to suggest",
      "1:a finding of the file was refused; or reading or writing ended early, and no file was"
          + " written",
      "2:the command line, or a file that it names, is wrong"
    },
    footer = {
      "  triage suggest --analyzer-arn ARN",
      "  triage suggest --from findings.json --out suggestions",
      "  triage test --rules suggestions/suggested.yaml"
    })
public final class SuggestCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int LONGEST_LINE = 2_000;
  private static final String RULES = "suggested.yaml";
  private static final String TESTS = "suggested-test.yaml";

  @Spec private CommandSpec spec;

  @Mixin private SourceOptions sources = new SourceOptions();

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Asks nothing and writes all suggestions to suggested.yaml and suggested-test.yaml there.")
  private @Nullable Path out;

  @Option(
      names = "--by-tags",
      description =
          "A rule may also name resources by tags that all of them have, which others may write.")
  private boolean byTags;

  @Option(
      names = "--least",
      paramLabel = "N",
      defaultValue = "3",
      description = "Of how many findings a rule has to be, 1 or more; default 3.")
  private int least;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (least < 1) {
      throw new CommandLineError("--least: expected 1 or more, found %d".formatted(least));
    }
    PrintWriter err = spec.commandLine().getErr();
    RuleSet ruleSet = rules.read(err);
    boolean asks = out == null && Boolean.getBoolean("triage.terminal.input");
    Path folder = out == null ? Path.of("") : out;
    if (out != null || asks) {
      refuseWhatIsThere(folder);
    }
    // What a person has archived shows which rules are missing.
    FindingSource source =
        sources.source(Set.of(FindingStatus.ACTIVE, FindingStatus.ARCHIVED), err);
    Suggester suggester =
        new Suggester(ruleSet, Proof.hasReadableTags(), clock.instant(), byTags, least);
    try {
      List<Subject> seen = new ArrayList<>();
      source.read(
          sourced -> new Subject(sourced.finding(), sourced.facts(), sourced.readAt()), seen::add);
      Suggestions suggestions = suggester.of(seen);
      if (!report(source.name(), suggestions, suggester, folder, asks)) {
        throw new CommandFailed(
            "the answers ended before the last question, so nothing was written; q ends early");
      }
      source.notes().forEach(note -> err.println(SafeText.line(note, LONGEST_LINE)));
      source.refusals().forEach(refusal -> err.println(SafeText.line(refusal, LONGEST_LINE)));
      return source.refusals().isEmpty() ? 0 : FAILED;
    } catch (UnreadableSource e) {
      throw new CommandFailed("not all findings could be read: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new CommandFailed("the files could not be written: " + InputFile.why(e.getCause()), e);
    }
  }

  /** Somebody may have filled it in. */
  private static void refuseWhatIsThere(Path folder) {
    for (String name : List.of(RULES, TESTS)) {
      if (Files.exists(folder.resolve(name))) {
        throw new CommandLineError(
            "%s: is there already; move it, or name another folder with --out"
                .formatted(folder.resolve(name)));
      }
    }
  }

  /**
   * @return false if there were not answers enough
   */
  private boolean report(
      String name, Suggestions suggestions, Suggester suggester, Path folder, boolean asks) {
    PrintWriter print = spec.commandLine().getOut();
    SuggestionReport report = new SuggestionReport(print, Ansi.AUTO);
    report.summary(name, suggestions);
    Optional<List<Suggestion>> wanted = Optional.empty();
    if (asks && !suggestions.all().isEmpty()) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      wanted = new Interview(in, print, report, suggester).taken(suggestions);
      if (wanted.isEmpty()) {
        print.flush();
        return false;
      }
    } else if (out != null) {
      suggestions.all().forEach(report::brief);
      wanted = Optional.of(suggestions.all());
    } else {
      for (int i = 0; i < suggestions.all().size(); i++) {
        report.whole(suggestions.all().get(i), i + 1, suggestions.all().size());
        print.println();
      }
    }
    report.rest(suggestions);
    wanted.filter(some -> !some.isEmpty()).ifPresent(some -> write(some, folder, print));
    print.flush();
    return true;
  }

  private void write(List<Suggestion> wanted, Path folder, PrintWriter print) {
    SuggestedFiles texts = SuggestedFiles.of(wanted);
    try (OutputFiles files = new OutputFiles()) {
      Files.createDirectories(folder.toAbsolutePath());
      files.create(folder.resolve(RULES)).stream()
          .write(texts.rules().getBytes(StandardCharsets.UTF_8));
      files.create(folder.resolve(TESTS)).stream()
          .write(texts.tests().getBytes(StandardCharsets.UTF_8));
      files.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    print.println();
    print.println(
        SafeText.line(
            "Written: %s and %s. Fill in owner and reason of each rule, then copy what you want."
                .formatted(folder.resolve(RULES), folder.resolve(TESTS)),
            LONGEST_LINE));
  }
}
