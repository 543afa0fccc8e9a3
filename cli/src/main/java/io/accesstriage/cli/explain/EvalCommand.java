package io.accesstriage.cli.explain;

import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.local.OneFinding;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.rules.Evaluated;
import io.accesstriage.rules.Subject;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code triage eval}: what one condition makes of a finding. */
@Command(
    name = "eval",
    description = {
      "Says whether one condition is true of a finding, and what it saw: each name that it reads"
          + " with its value, or that it was not read. The condition may read the lists and the"
          + " risk of the rules."
    },
    exitCodeList = {
      "0:the condition was evaluated, whether it is true, false or undetermined",
      "1:AWS did not tell the finding, or the output could not be written",
      "2:the condition, the command line or a file is wrong, or there is no such finding"
    },
    footer = {
      "  triage eval 'finding.isPublic' events/external/s3-bucket-public.json",
      "  triage eval 'tag(\"Owner\") != \"\"' --analyzer-arn ARN FINDING_ID"
    })
public final class EvalCommand implements Callable<Integer> {
  private static final int LONGEST_LINE = 2_000;

  @Spec private CommandSpec spec;

  @Mixin private OneFinding finding = new OneFinding();

  @Mixin private RulesOption rules = new RulesOption();

  @Parameters(index = "0", paramLabel = "CONDITION", description = "The condition, in CEL.")
  private String condition;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "EVENT|FINDING_ID",
      description = "The event file of the finding, or with --analyzer-arn or --from its id.")
  private @Nullable String argument;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    SourcedFinding sourced = finding.read(argument, err).finding();
    Evaluated evaluated =
        rules
            .read()
            .evaluate(
                condition,
                new Subject(sourced.finding(), sourced.facts(), sourced.readAt()),
                warning -> err.println(warning.text()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(evaluated.truth().label());
    evaluated
        .parts()
        .forEach(
            part -> {
              print(out, "  %-12s %s".formatted(part.truth().label(), part.expression()));
              part.saw().forEach(saw -> print(out, " ".repeat(15) + saw));
            });
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, String line) {
    out.println(SafeText.line(line, LONGEST_LINE));
  }
}
