package io.accesstriage.cli.check;

import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.source.AccessPreviews;
import io.accesstriage.cli.source.ProposedFinding;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code triage check}: what a proposed policy would alert, before it is deployed. */
@Command(
    name = "check",
    description = {
      "Says what a proposed policy would alert, of the findings of an access preview: access that"
          + " is new or changes is judged by the rules. Nothing is called expected that is not"
          + " definitely so by what is known; of tags that is only what --account says."
    },
    exitCodeList = {
      "0:nothing new would be alerted",
      "1:something would be alerted, or the output could not be written",
      "2:it cannot be judged: the command line or a file is wrong, or AWS does not tell it"
    },
    footer = {
      "  triage check --from access-preview.json",
      "  triage check --analyzer-arn ARN --access-preview-id ID",
      "  triage check --print-policy"
    })
public final class CheckCommand implements Callable<Integer> {
  private static final int LONGEST_LINE = 2_000;

  @Spec private CommandSpec spec;

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "What \"aws accessanalyzer list-access-preview-findings\" printed, without asking AWS.")
  private @Nullable Path from;

  @Option(
      names = "--analyzer-arn",
      paramLabel = "ARN",
      description = "The analyzer of the preview, which is one of an account.")
  private @Nullable String analyzerArn;

  @Option(
      names = "--access-preview-id",
      paramLabel = "ID",
      description =
          "The preview, which \"aws accessanalyzer create-access-preview\" has created: triage only"
              + " reads.")
  private @Nullable String previewId;

  @Option(
      names = "--account",
      paramLabel = "FILE",
      description =
          "Tags and key aliases that the resources will have, as in the account file of \"triage"
              + " run\". Without it they count as not read.")
  private @Nullable Path account;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The profile with the credentials; default what the environment has.")
  private @Nullable String profile;

  @Option(names = "--json", description = "One JSON object for each finding.")
  private boolean json;

  @Option(names = "--print-policy", description = "Prints the IAM policy that it needs, and ends.")
  private boolean printPolicy;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printPolicy) {
      out.println(AccessPreviews.policy(analyzerArn));
      out.flush();
      return 0;
    }
    DryRun dryRun = new DryRun(rules.read(spec.commandLine().getErr()));
    List<CheckedFinding> checked =
        findings().stream().map(proposed -> CheckedFinding.of(proposed, dryRun)).toList();
    if (json) {
      checked.forEach(one -> out.println(JsonLine.of(one.json())));
    } else {
      checked.forEach(one -> print(out, one));
      out.println(summary(checked));
      if (checked.isEmpty()) {
        out.println("The policy shares nothing with others, or this is another tool's file.");
      }
    }
    out.flush();
    return count(checked, CheckedFinding.Verdict.ALERT) > 0 ? 1 : 0;
  }

  private List<ProposedFinding> findings() {
    AccessPreviews previews = new AccessPreviews(account);
    if (from != null) {
      if (previewId != null || profile != null) {
        throw new CommandLineError(
            "--access-preview-id and --profile: are for reading from AWS, and --from reads a file");
      }
      return previews.recorded(from, analyzerArn == null ? "" : analyzerArn);
    }
    if (analyzerArn == null || previewId == null) {
      throw new CommandLineError(
          "expected --from FILE, or --analyzer-arn ARN and --access-preview-id ID");
    }
    return previews.live(analyzerArn, previewId, profile, spec.commandLine().getErr());
  }

  private static void print(PrintWriter out, CheckedFinding checked) {
    line(out, "%s: %s".formatted(checked.verdict().name(), checked.headline()));
    line(out, "  " + checked.sentence());
    line(out, "  " + checked.judged().finding().resource().arn());
    checked.reasons().forEach(reason -> line(out, "  " + reason));
  }

  private static String summary(List<CheckedFinding> checked) {
    return "%d findings: %d would be alerted, %d expected, %d unchanged, %d would end"
        .formatted(
            checked.size(),
            count(checked, CheckedFinding.Verdict.ALERT),
            count(checked, CheckedFinding.Verdict.EXPECTED),
            count(checked, CheckedFinding.Verdict.UNCHANGED),
            count(checked, CheckedFinding.Verdict.ENDS));
  }

  private static long count(List<CheckedFinding> checked, CheckedFinding.Verdict verdict) {
    return checked.stream().filter(one -> one.verdict() == verdict).count();
  }

  private static void line(PrintWriter out, String text) {
    out.println(SafeText.line(text, LONGEST_LINE));
  }
}
