package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputKind;
import io.accesstriage.cli.io.JsonInput;
import io.accesstriage.json.MalformedInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the archive rules of a file: what the AWS CLI prints for list-archive-rules and
 * get-archive-rule, or a program for the same calls, one output or several one after the other; a
 * CloudFormation template; or what {@code terraform show -json} or {@code terraform state pull}
 * prints.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListArchiveRules.html">ListArchiveRules</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_GetArchiveRule.html">GetArchiveRule</a>
 */
final class ArchiveRuleFile {
  private static final String EXPECTED =
      "what \"aws accessanalyzer list-archive-rules\" or \"get-archive-rule\" prints as JSON, a"
          + " CloudFormation template as JSON, or what \"terraform show -json\" or \"terraform"
          + " state pull\" prints";

  private static final String NO_RULE =
      "there is no archive rule in it; expected AWS::AccessAnalyzer::Analyzer with ArchiveRules,"
          + " AWS::AccessAnalyzer::ArchiveRule or aws_accessanalyzer_archive_rule, as JSON";

  private final JsonInput input;
  private final List<RuleEntry> rules = new ArrayList<>();
  private boolean isCut;

  private ArchiveRuleFile(JsonInput input) {
    this.input = input;
  }

  /**
   * @throws CommandLineError where it is no such file
   */
  static ArchiveRuleFile read(Path file) {
    ArchiveRuleFile rules =
        new ArchiveRuleFile(new JsonInput(file, "file of archive rules", EXPECTED));
    rules.input.read(rules::value);
    return rules;
  }

  /** In the file's order; not all of them need be readable. */
  List<RuleEntry> rules() {
    return List.copyOf(rules);
  }

  /** Whether the analyzer has more rules. */
  boolean isCut() {
    return isCut;
  }

  private void value(JsonParser json) throws IOException {
    JsonLocation start = json.currentTokenLocation();
    JsonNode value = tree(json, start);
    Optional<InputKind> kind = InputKind.of(value);
    if (kind.filter(k -> k == InputKind.ARCHIVE_RULES).isPresent()) {
      printed(value, "", true);
      return;
    }
    List<RuleEntry> found =
        kind.flatMap(k -> ofTemplate(k, value))
            .orElseThrow(() -> input.wrong(start, input.another(value)));
    if (found.isEmpty()) {
      throw input.wrong(start, NO_RULE);
    }
    rules.addAll(found);
  }

  private JsonNode tree(JsonParser json, JsonLocation start) throws IOException {
    try {
      return JsonInput.tree(json);
    } catch (MalformedInput e) {
      throw input.wrong(start, e.getMessage() + "; expected " + EXPECTED);
    }
  }

  private static Optional<List<RuleEntry>> ofTemplate(InputKind kind, JsonNode value) {
    return switch (kind) {
      case CLOUD_FORMATION -> Optional.of(CloudFormationTemplate.rules(value));
      case TERRAFORM -> Optional.of(TerraformState.rules(value));
      case EVENT, ACCESS_PREVIEW, FINDINGS, ARCHIVE_RULES, SECURITY_HUB -> Optional.empty();
    };
  }

  /**
   * @param isLast of the pages that a program has collected, only the last one says whether there
   *     are more
   */
  private void printed(JsonNode value, String at, boolean isLast) {
    // The command line of AWS writes NextToken where --max-items cut, the service nextToken.
    isCut |= isLast && (value.hasNonNull("NextToken") || value.hasNonNull("nextToken"));
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        printed(value.get(i), "%s[%d]".formatted(at, i), i == value.size() - 1);
      }
    } else if (InputKind.has(value, "archiveRules")) {
      printed(InputKind.field(value, "archiveRules"), join(at, "archiveRules"), isLast);
    } else if (InputKind.has(value, "archiveRule")) {
      printed(InputKind.field(value, "archiveRule"), join(at, "archiveRule"), isLast);
    } else {
      RuleNotation notation =
          value.has("RuleName") || value.has("Filter") ? RuleNotation.POWERSHELL : RuleNotation.API;
      rules.add(new RuleEntry(at.isEmpty() ? "the rule" : at, value, notation, Optional.empty()));
    }
  }

  private static String join(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }
}
