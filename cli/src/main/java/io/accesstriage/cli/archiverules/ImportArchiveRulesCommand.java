package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.cli.archiverules.RuleTranslator.NotTranslatable;
import io.accesstriage.cli.archiverules.RuleTranslator.Translation;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.InvalidFileException;
import io.accesstriage.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code triage import-archive-rules}: an analyzer's built-in archive rules as rules. */
@Command(
    name = "import-archive-rules",
    description = {
      "Prints rules that archive what an analyzer's built-in archive rules archive. A built-in rule"
          + " that cannot be said exactly is refused by name."
    },
    exitCodeList = {
      "0:every rule was translated",
      "1:a rule was refused, and the others are printed; or the file says that there are more",
      "2:the command line or the file is wrong; nothing is printed"
    },
    footer = {
      "  aws accessanalyzer list-archive-rules --analyzer-name NAME \\",
      "    >archive-rules.json",
      "  triage import-archive-rules --owner security@example.com \\",
      "    --analyzer-arn ARN archive-rules.json"
    })
public final class ImportArchiveRulesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--analyzer-arn",
      required = true,
      paramLabel = "ARN",
      description = "The analyzer that the rules belong to; they archive no other's findings.")
  private String analyzerArn;

  @Option(
      names = "--owner",
      required = true,
      paramLabel = "WHO",
      description = "Who answers for the rules from now on.")
  private String owner;

  @Parameters(
      paramLabel = "FILE",
      description =
          "What \"aws accessanalyzer list-archive-rules\" or \"get-archive-rule\" printed, one output"
              + " or many, one after the other; a CloudFormation template as JSON; or what"
              + " \"terraform show -json\" or \"terraform state pull\" printed.")
  private Path file;

  @Override
  public Integer call() {
    String analyzer = RuleEntry.analyzerNamed(analyzerName());
    ArchiveRuleFile archiveRules = ArchiveRuleFile.read(file);
    PrintWriter out = spec.commandLine().getOut();
    out.println("rules:");
    Set<String> names = new HashSet<>();
    int refused = 0;
    for (RuleEntry entry : archiveRules.rules()) {
      try {
        out.print(yaml(rule(entry, analyzer, names)));
      } catch (NotTranslatable | MalformedInput e) {
        refused++;
        complain("%s: not translated: %s.".formatted(entry.label(), e.getMessage()));
      }
    }
    if (refused > 0) {
      complain(
          "not translated: %d of %d rules. Leave these built-in rules in place, or write rules for them yourself."
              .formatted(refused, archiveRules.rules().size()));
    }
    if (archiveRules.isCut()) {
      complain(
          "not complete: it has a next token, so the analyzer has more archive rules. List them without --max-items and --no-paginate.");
    }
    out.flush();
    return refused == 0 && !archiveRules.isCut() ? 0 : 1;
  }

  private void complain(String about) {
    spec.commandLine().getErr().println(SafeText.line(file + ": " + about, 1_000));
  }

  private String analyzerName() {
    try {
      String resource = Arn.ofAnalyzer(analyzerArn, "--analyzer-arn").resource();
      return resource.substring(resource.indexOf('/') + 1);
    } catch (MalformedInput e) {
      throw new CommandLineError(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * @param names of the rules so far
   */
  private static BuiltInRule rule(RuleEntry entry, String analyzer, Set<String> names) {
    BuiltInRule rule = entry.rule();
    String owner = entry.analyzer().orElse(analyzer);
    if (!owner.equals(analyzer)) {
      throw new NotTranslatable(
          "it belongs to %s, and --analyzer-arn names %s".formatted(owner, analyzer));
    }
    if (!names.add(rule.name())) {
      throw new NotTranslatable("the file has a rule of this name before");
    }
    return rule;
  }

  private String yaml(BuiltInRule rule) {
    Translation translation = RuleTranslator.translate(rule, analyzerArn);
    StringBuilder yaml = new StringBuilder();
    yaml.append("  - id: ").append(quoted(rule.name())).append('\n');
    yaml.append("    effect: archive\n");
    yaml.append("    owner: ").append(quoted(owner)).append('\n');
    yaml.append("    reason: ")
        .append(quoted("As the built-in archive rule %s did.".formatted(rule.name())))
        .append('\n');
    if (translation.allowPublic()) {
      yaml.append(
          "    # As the built-in rule does. Delete this line if only shared resources are meant.\n");
      yaml.append("    allowPublic: true\n");
    }
    yaml.append("    when: |\n").append(translation.when().indent(6));
    return loadable(yaml.toString());
  }

  /** Every YAML reader takes a JSON string for what it says. */
  private static String quoted(String text) {
    return Json.text(TextNode.valueOf(text));
  }

  private static String loadable(String yaml) {
    try {
      RuleSet.parse("rule", "rules:\n" + yaml);
      return yaml;
    } catch (InvalidFileException e) {
      throw new NotTranslatable(
          "it does not load as a rule that has its name as the id: "
              + e.problems().stream().map(Problem::message).collect(Collectors.joining("; ")));
    }
  }
}
