package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.cli.archiverules.RuleTranslator.NotTranslatable;
import io.accesstriage.cli.archiverules.RuleTranslator.Translation;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.InvalidFileException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code triage import-archive-rules}: an analyzer's built-in archive rules as rules. */
@Command(
    name = "import-archive-rules",
    mixinStandardHelpOptions = true,
    description = {
      "Prints rules that archive what an analyzer's built-in archive rules archive. A built-in rule"
          + " that cannot be said exactly is refused by name."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every rule was translated",
      "1:a rule was refused, or the file says that there are more; the others are printed",
      "2:the command line or the file is wrong; nothing is printed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aws accessanalyzer list-archive-rules --analyzer-name organization > archive-rules.json",
      "  triage import-archive-rules --owner security@example.com --analyzer-arn \\",
      "    arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization archive-rules.json"
    })
public final class ImportArchiveRulesCommand implements Callable<Integer> {
  private static final String WHAT = "list of archive rules";

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
      description = "What \"aws accessanalyzer list-archive-rules\" printed.")
  private Path file;

  @Override
  public Integer call() {
    Listing listing = read();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean complete = !listing.isCut();
    out.println("rules:");
    for (BuiltInRule rule : listing.rules()) {
      try {
        out.print(yaml(rule));
      } catch (NotTranslatable e) {
        complete = false;
        err.println(
            SafeText.line("%s: not translated: %s.".formatted(rule.name(), e.getMessage()), 1_000));
      }
    }
    if (listing.isCut()) {
      err.println(
          SafeText.line(
              "%s: not complete: it has a next token, so the analyzer has more archive rules. List them without --max-items and --no-paginate."
                  .formatted(file),
              1_000));
    }
    out.flush();
    return complete ? 0 : 1;
  }

  /**
   * What the file has.
   *
   * @param isCut whether the analyzer has more rules
   */
  private record Listing(List<BuiltInRule> rules, boolean isCut) {}

  private Listing read() {
    byte[] json = InputFile.text(file, WHAT).getBytes(StandardCharsets.UTF_8);
    try {
      Arn.ofAnalyzer(analyzerArn, "--analyzer-arn");
      Fields list = Json.readObject(json, file.toString());
      if (!list.has("archiveRules")) {
        throw list.missing("archiveRules");
      }
      // The command line of AWS writes NextToken where --max-items cut, the service nextToken.
      return new Listing(
          list.objects("archiveRules", BuiltInRule::read),
          list.has("NextToken") || list.has("nextToken"));
    } catch (MalformedInput e) {
      throw new CommandLineError(String.valueOf(e.getMessage()), e);
    }
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
      throw new NotTranslatable(String.valueOf(e.getMessage()));
    }
  }
}
