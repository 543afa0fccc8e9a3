package io.accesstriage.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.Home;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.local.EventFile;
import io.accesstriage.cli.local.EventInput;
import io.accesstriage.cli.local.EventResult;
import io.accesstriage.cli.local.LocalTriage;
import io.accesstriage.cli.local.RunConfig;
import io.accesstriage.cli.local.SampleEvents;
import io.accesstriage.cli.world.World;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.JsonMistake;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.stateslanguage.StateMachine;
import io.accesstriage.stateslanguage.UnsupportedStateMachineException;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code triage run}: what becomes of finding events, without AWS. */
@Command(
    name = "run",
    description = {
      "Runs finding events through the real state machine and the real functions over a sample"
          + " account, without AWS, and shows each one's way, decision and alert."
    },
    exitCodeList = {
      "0:every execution succeeded",
      "1:an execution failed, or a file could start none: it is no JSON object, or what another"
          + " command reads",
      "2:the command line, or a file that it names, is wrong; nothing was run"
    },
    footer = {
      "  triage run",
      "  triage run events/external/s3-bucket-public.json",
      "  triage run --config AlertTags=Owner,Team --show chat events/external",
      "  triage run --rules my-rules.yaml --config Mode=observe --json events/"
    })
public final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--account",
      paramLabel = "FILE",
      description = "The sample account; default events/sample-account.yaml beside the launcher.")
  private @Nullable Path account;

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--state-machine",
      paramLabel = "FILE",
      description = "The state machine; default statemachine.asl.json beside the launcher.")
  private @Nullable Path stateMachine;

  @Option(
      names = "--config",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of template.yaml that changes a triage, such as Mode=observe. Defaults are"
              + " the template's, except Mode=archive, AnalyzerArns: those of the events,"
              + " ImmediateAlerts=low and MaxImmediateAlertsPerHour=none, to show everything.")
  private List<String> config = new ArrayList<>();

  @Option(
      names = "--show",
      paramLabel = "READER",
      description =
          "As whom alerts are shown: email (the default), chat for a channel of Slack or Teams, or"
              + " json for a queue or a function, with the message attributes.")
  private @Nullable String show;

  @Option(names = "--json", description = "One JSON object an event on standard output.")
  private boolean json;

  @Parameters(
      paramLabel = "PATH",
      description = {
        "Event files or folders; default events/ beside the launcher. A folder means its *.json"
            + " files, without those of its subfolders malformed and functions."
      })
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    AlertReader reader = reader();
    RunConfig parameters = new RunConfig(config);
    RuleSet ruleSet = rules.read();
    World world = new World(SampleEvents.account(account));
    List<EventFile> files = SampleEvents.files(paths);
    List<byte[]> contents = files.stream().map(EventFile::read).toList();
    List<Optional<Finding>> findings = contents.stream().map(RunCommand::finding).toList();
    StateMachine machine =
        machine(
            parameters,
            findings.stream()
                .flatMap(Optional::stream)
                .map(Finding::analyzerArn)
                .collect(Collectors.toSet()));

    PrintWriter err = spec.commandLine().getErr();
    parameters.warnings().forEach(err::println);
    warnOfContradictions(files, findings, err);
    LocalTriage triage = new LocalTriage(machine, ruleSet, world);
    return run(triage, files, contents, reader);
  }

  private AlertReader reader() {
    if (show != null && json) {
      throw new CommandLineError("--show is for people; what --json prints has no such choice");
    }
    if (show == null) {
      return AlertReader.EMAIL;
    }
    return Arrays.stream(AlertReader.values())
        .filter(reader -> reader.option().equals(show))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLineError(
                    "--show: expected email, chat or json, found " + SafeText.quoted(show, 40)));
  }

  private int run(
      LocalTriage triage, List<EventFile> files, List<byte[]> contents, AlertReader reader) {
    PrintWriter out = spec.commandLine().getOut();
    RunReport report = new RunReport(out, Ansi.AUTO, reader);
    boolean succeeded = true;
    for (int i = 0; i < files.size(); i++) {
      EventResult result = triage.run(files.get(i).label(), contents.get(i));
      succeeded &= result.succeeded();
      if (json) {
        out.println(JsonLine.of(result.json()));
      } else {
        report.print(result);
      }
      out.flush();
    }
    if (!json) {
      report.summary();
    }
    return succeeded ? 0 : 1;
  }

  private StateMachine machine(RunConfig parameters, Set<String> analyzers) {
    Path file = stateMachine == null ? Home.resolve("statemachine.asl.json") : stateMachine;
    try {
      return StateMachine.parse(
          InputFile.text(file, "state machine"), parameters.substitutions(analyzers));
    } catch (UnsupportedStateMachineException e) {
      throw new CommandLineError(e.inFile(file.toString()) + why(e), e);
    }
  }

  private static String why(UnsupportedStateMachineException e) {
    return e.getCause() instanceof JsonProcessingException mistake
        ? ": " + JsonMistake.message(mistake)
        : "";
  }

  private static Optional<Finding> finding(byte[] content) {
    try {
      return EventInput.read(content).finding();
    } catch (MalformedInput e) {
      // Its own result will say so.
      return Optional.empty();
    }
  }

  /** Of what two events say of a finding as of the same time, only the first is known. */
  private static void warnOfContradictions(
      List<EventFile> files, List<Optional<Finding>> findings, PrintWriter err) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      Optional<Finding> finding = findings.get(i);
      String time = finding.map(f -> f.analyzerArn() + f.id() + f.updatedAt()).orElse("");
      Integer before = time.isEmpty() ? null : first.putIfAbsent(time, i);
      if (before != null && !findings.get(before).equals(finding)) {
        err.println(
            SafeText.line(
                "%s: says otherwise of finding %s than %s, and has the same updatedAt, so what the first of them says is kept. Give the later one a later updatedAt."
                    .formatted(files.get(i).label(), finding.get().id(), files.get(before).label()),
                1_000));
      }
    }
  }
}
