package io.accesstriage.cli.explain;

import io.accesstriage.cli.io.CommandFailed;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.local.OneFinding;
import io.accesstriage.rules.RuleSet;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code triage explain}: why a finding is decided as it is. */
@Command(
    name = "explain",
    description = {
      "Says why a finding is decided as it is: what each rule and each part of its condition makes"
          + " of it and what they saw, the nearest archive rule and what is missing, the guards, the"
          + " risk factors, and a rule that would archive exactly this, or why none is offered."
    },
    exitCodeList = {
      "0:the finding was explained, whatever is decided about it",
      "1:AWS did not tell it, no case can say it, or the output could not be written",
      "2:the command line, or a file that it names, is wrong, or there is no such finding"
    },
    footer = {
      "  triage explain events/external/s3-bucket-public.json",
      "  triage explain --analyzer-arn ARN FINDING_ID",
      "  triage explain --from findings.json --id ID --as-case >>rules/rules-test.yaml",
      "  triage explain --rules my-rules.yaml --json event.json"
    })
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private OneFinding finding = new OneFinding();

  @Mixin private RulesOption rules = new RulesOption();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--as-case",
      description =
          "Prints the finding and what is decided as a case for rules-test.yaml instead, which"
              + " passes.")
  private boolean asCase;

  @Parameters(
      arity = "0..1",
      paramLabel = "EVENT|FINDING_ID",
      description = "The event file of the finding, or with --analyzer-arn or --from its id.")
  private @Nullable String argument;

  @Override
  public Integer call() {
    if (json && asCase) {
      throw new CommandLineError("--json and --as-case: expected one of them");
    }
    RuleSet ruleSet = rules.read();
    PrintWriter err = spec.commandLine().getErr();
    OneFinding.Named named = finding.read(argument, err);
    ExplainedFinding explained = ExplainedFinding.of(named.finding(), ruleSet);
    PrintWriter out = spec.commandLine().getOut();
    if (asCase) {
      String yaml =
          explained
              .asCase(ruleSet)
              .orElseThrow(
                  () -> new CommandFailed("no case can say all that decides this finding"));
      out.print(yaml.indent(2));
      out.flush();
    } else if (json) {
      out.println(JsonLine.of(ExplainJson.of(named.source(), explained)));
      out.flush();
    } else {
      new ExplainReport(out).print(explained);
    }
    return 0;
  }
}
