package io.accesstriage.cli.diff;

import io.accesstriage.cli.io.Beside;
import io.accesstriage.cli.io.CommandFailed;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.local.SampleEvents;
import io.accesstriage.cli.proof.Proof;
import io.accesstriage.cli.proof.ProofOfChange;
import io.accesstriage.cli.proof.RuleWarnings;
import io.accesstriage.cli.source.FindingSource;
import io.accesstriage.cli.source.SourceOptions;
import io.accesstriage.cli.source.UnreadableSource;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code triage diff}: what a change of rules would do. */
@Command(
    name = "diff",
    description = {
      "Says what a change of rules would newly archive, no longer archive and alert otherwise, as"
          + " Markdown for a pull request."
    },
    exitCodeList = {
      "0:the change was shown, and does nothing that --fail-on-public and --fail-on-risk forbid",
      "1:it would newly archive what they forbid, or might, or not all findings could be read",
      "2:the command line, or a file that it names, is wrong; nothing was compared"
    },
    footer = {
      "  triage diff old-rules.yaml rules/rules.yaml",
      "  triage diff --fail-on-public --fail-on-risk 50 old-rules/ rules/",
      "  triage diff --from findings.json old-rules.yaml rules/rules.yaml",
      "  triage diff old-rules.yaml rules/rules.yaml events/external/"
    })
public final class DiffCommand implements Callable<Integer> {
  private static final int LONGEST_LINE = 2_000;

  @Spec private CommandSpec spec;

  @Mixin private SourceOptions sources;

  @Option(
      names = "--config",
      paramLabel = "NAME=VALUE",
      description =
          "For event files: a parameter of the deployment, as for triage run; of use here are"
              + " AccountFacts and MemberAccountRoleName.")
  private List<String> config = new ArrayList<>();

  @Option(
      names = "--fail-on-public",
      description =
          "Ends with exit code 1 where anything that is or may be public is newly archived, or"
              + " might be because not enough was read to tell.")
  private boolean failOnPublic;

  @Option(
      names = "--fail-on-risk",
      paramLabel = "N",
      description =
          "Ends with exit code 1 where anything is newly archived whose risk score is above N by"
              + " the old or the new rules; also where it might be.")
  private @Nullable Integer failOnRisk;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "The rules before the change, a file or a folder.")
  private Path oldRules;

  @Parameters(index = "1", paramLabel = "NEW", description = "The rules after it.")
  private Path newRules;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "Event files or folders, over the sample account (--account); default events/ beside the"
              + " launcher.")
  private List<String> paths = new ArrayList<>();

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    // While the rules are read.
    Beside<FindingSource> begun = Beside.begin("source", () -> source(err).begun());
    RuleSet before = RulesOption.read(oldRules);
    RuleSet after = RulesOption.read(newRules, warning -> err.println(warning.text()));
    if (failOnRisk != null && !hasFactors(before) && !hasFactors(after)) {
      throw new CommandLineError(
          ("--fail-on-risk: %s has no risk factors, so every finding scores 0 and nothing would ever"
                  + " fail. Add the \"risk\" of the shipped rules/rules.yaml with the lists that it"
                  + " names, or leave --fail-on-risk out.")
              .formatted(newRules));
    }
    RulesDiff diff = new RulesDiff(before, after);
    FindingSource source = begun.result();
    Proof proof = Proof.ofBuiltIn(after, clock.instant());
    ProofOfChange change = ProofOfChange.begin(before, after, clock.instant());
    try {
      source.read(diff::judge, diff::add);
    } catch (UnreadableSource e) {
      throw new CommandFailed("not all findings could be read: " + e.getMessage(), e);
    }
    new RuleWarnings(after).lines(proof.notProved()).forEach(err::println);
    List<String> notes = source.notes();
    notes.forEach(note -> err.println(SafeText.line(note, LONGEST_LINE)));
    source.refusals().forEach(refusal -> err.println(SafeText.line(refusal, LONGEST_LINE)));
    List<String> failures = new Gate(failOnPublic, failOnRisk).failures(diff);
    PrintWriter out = spec.commandLine().getOut();
    out.print(DiffReport.of(diff, source.name(), notes, failures));
    out.print(DiffProofs.of(diff, after, change, proof.notProved()));
    out.flush();
    return failures.isEmpty() && source.refusals().isEmpty() ? 0 : 1;
  }

  private static boolean hasFactors(RuleSet rules) {
    return !rules.riskSource().factors().isEmpty();
  }

  private FindingSource source(PrintWriter err) {
    if (!sources.isNamed()) {
      return SampleEvents.of(paths, sources.account(), config);
    }
    if (!paths.isEmpty() || !config.isEmpty()) {
      throw new CommandLineError(
          "event files and --config are for the sample account, not for --from and --analyzer-arn");
    }
    // Whether what is archived would be active again, only its details and tags can tell.
    return sources.unhashed(Set.of(FindingStatus.ACTIVE, FindingStatus.ARCHIVED), err);
  }
}
