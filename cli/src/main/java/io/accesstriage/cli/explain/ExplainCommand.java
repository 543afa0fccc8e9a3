package io.accesstriage.cli.explain;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.local.SampleEvents;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.rules.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
      "1:the output could not be written, or a mistake of triage itself",
      "2:the command line, or a file that it names, is wrong; nothing was explained"
    },
    footer = {
      "  triage explain events/external/s3-bucket-public.json",
      "  triage explain --rules my-rules.yaml --json event.json"
    })
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--account",
      paramLabel = "FILE",
      description = "The sample account; default events/sample-account.yaml beside the launcher.")
  private @Nullable Path account;

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--config",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of the deployment, as for triage run; of use here are AccountFacts and"
              + " MemberAccountRoleName.")
  private List<String> config = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Parameters(paramLabel = "EVENT", description = "The event file of the finding.")
  private String event;

  @Override
  public Integer call() {
    RuleSet ruleSet = rules.read();
    List<SourcedFinding> findings = new ArrayList<>();
    SampleEvents.of(List.of(event), account, config).read(Function.identity(), findings::add);
    if (findings.size() != 1) {
      throw new CommandLineError(
          "%s: expected one event file, found %d".formatted(event, findings.size()));
    }
    ExplainedFinding explained = ExplainedFinding.of(findings.get(0), ruleSet);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonLine.of(ExplainJson.of(event, explained)));
      out.flush();
    } else {
      new ExplainReport(out).print(explained);
    }
    return 0;
  }
}
