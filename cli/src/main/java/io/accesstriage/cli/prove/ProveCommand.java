package io.accesstriage.cli.prove;

import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.cli.io.RulesOption;
import io.accesstriage.cli.proof.Proof;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Prover;
import io.accesstriage.prover.Verdict;
import io.accesstriage.rules.RuleSet;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code triage prove}: what the rules may ever archive. */
@Command(
    name = "prove",
    description = {
      "Says what the rules may ever archive, of any finding there could be: public access, any"
          + " principal, any account, any action, any resource, by tags alone; which rules are"
          + " dead, shadowed or the same; and whether the file's own properties hold. What is"
          + " refuted comes with an example that the rules archive."
    },
    exitCodeList = {
      "0:every property of the file is proved",
      "1:a property is refuted or unknown, or with --strict another question that no accept covers",
      "2:the command line, or a file that it names, is wrong; nothing was proved"
    },
    footer = {
      "  triage prove",
      "  triage prove --strict",
      "  triage prove --rules my-rules.yaml --json"
    })
public final class ProveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--json",
      description = "One JSON object for each rule and question on standard output.")
  private boolean json;

  @Option(
      names = "--strict",
      description =
          "Ends with exit code 1 also where a question that is no property is not proved, and the"
              + " rule does not accept that.")
  private boolean strict;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    RuleSet ruleSet = rules.read(spec.commandLine().getErr());
    List<Answer> answers = Proof.ofAll(ruleSet, clock.instant()).answers();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      answers.forEach(answer -> out.println(JsonLine.of(AnswerJson.of(answer))));
    } else {
      new ProveReport(out, Ansi.AUTO, ruleSet).print(rules.name(), answers);
    }
    out.flush();
    return answers.stream().anyMatch(this::fails) ? 1 : 0;
  }

  private boolean fails(Answer answer) {
    return answer.verdict() != Verdict.PROVED
        && (!Prover.isBuiltIn(answer.question()) || (strict && answer.accepted() == null));
  }
}
