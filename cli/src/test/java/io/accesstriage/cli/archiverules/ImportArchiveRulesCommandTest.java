package io.accesstriage.cli.archiverules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportArchiveRulesCommandTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";

  private static final String EXPECTED =
      "what \"aws accessanalyzer list-archive-rules\" or \"get-archive-rule\" prints as JSON, a"
          + " CloudFormation template as JSON, or what \"terraform show -json\" or \"terraform"
          + " state pull\" prints";

  private static final String GOOD =
      "{\"ruleName\": \"good\", \"filter\": {\"resource\": {\"eq\": [\"x\"]}}}";

  private static final String POWERSHELL =
      """
      {"CreatedAt": "2026-01-01T00:00:00Z", "Filter": {"resource": {"Contains": null, "Eq": ["x"],
       "Exists": null, "Neq": null}}, "RuleName": "good", "UpdatedAt": "2026-01-01T00:00:00Z"}
      """;

  @TempDir private Path folder;

  /** What a template says of a rule is not always what there is in the account. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Condition\": \"Never\", | x | Resources.R.Properties.ArchiveRules[0]: it exists only"
            + " under the template's condition Never",
        " | {{resolve:ssm:partners}} | Resources.R.Properties.ArchiveRules[0]: it has a dynamic"
            + " reference, {{resolve:...}}",
      })
  void import_ruleThatOnlyADeploymentKnows_isRefused(String condition, String value, String why)
      throws IOException {
    CommandRun run =
        importing(
            """
            {"Resources": {"R": {%s "Type": "AWS::AccessAnalyzer::Analyzer", "Properties": {
              "Type": "ACCOUNT", "ArchiveRules": [
                {"RuleName": "r", "Filter": [{"Property": "resource", "Eq": ["%s"]}]}]}}}}
            """
                .formatted(condition == null ? "" : condition, value));

    assertEquals(1, run.exitCode());
    assertEquals("rules:\n", run.out());
    assertEquals(
        "r: not translated: "
            + why
            + "; functions of a template are not resolved, so import what \"aws accessanalyzer"
            + " list-archive-rules\" prints instead.",
        run.err().lines().findFirst().orElseThrow().replaceAll("^[^:]*: ", ""));
  }

  @Test
  void import_loopOverRules_isRefused() throws IOException {
    CommandRun run =
        importing(
            """
            {"Resources": {"Fn::ForEach::All": ["Name", ["a"], {"${Name}": {
              "Type": "AWS::AccessAnalyzer::ArchiveRule", "Properties": {}}}],
              "R": {"Type": "AWS::AccessAnalyzer::ArchiveRule", "Properties": {
                "AnalyzerName": "organization", "RuleName": "r",
                "Filter": {"resource": {"Eq": ["x"]}}}}}}
            """);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("it exists only under the loop Fn::ForEach::All"), run.err());
    assertTrue(run.out().contains("  - id: \"r\"\n"), run.out());
  }

  /** A deleted role is a principal of AWS, too. */
  @Test
  void import_ruleForFindingsWithoutAPrincipalOfAws_leavesWhatIsOfUnknownKind() throws IOException {
    CommandRun run =
        importing(
            """
            {"archiveRules": [{"ruleName": "r", "filter": {"principal.AWS": {"exists": false}}}]}
            """);

    assertTrue(
        run.out()
            .contains(
                "&& !(principal.kind in [\"Anyone\", \"Account\", \"Role\", \"User\","
                    + " \"AssumedRole\", \"FederatedUser\"] || principal.kind == \"Unknown\")"),
        run.out());
  }

  @Test
  void import_rules_arePrintedAsARulesFile() throws IOException {
    CommandRun run =
        importing(
            """
            {"archiveRules": [
              {"ruleName": "auditors", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z",
               "filter": {"principal.AWS": {"eq": ["444455556666", "arn:aws:iam::444455556666:role/audit"]},
                          "isPublic": {"eq": ["false"]}}},
              {"ruleName": "Build.roles_1", "filter": {
                  "resourceType": {"neq": ["AWS::S3::Bucket"]},
                  "resource": {"contains": ["build", "ci \\"x\\""]},
                  "condition.aws:PrincipalOrgID": {"exists": true},
                  "error": {"exists": false}}}]}
            """);

    assertEquals("", run.err());
    assertEquals(
        """
        rules:
          - id: "auditors"
            effect: archive
            owner: "me@example.com"
            reason: "As the built-in archive rule auditors did."
            when: |
              finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"
              && !finding.isPublic
              && (principal.kind in ["Anyone", "Account", "Role", "User", "AssumedRole", "FederatedUser"] && principal.value in ["444455556666", "arn:aws:iam::444455556666:role/audit"])
          - id: "Build.roles_1"
            effect: archive
            owner: "me@example.com"
            reason: "As the built-in archive rule Build.roles_1 did."
            # As the built-in rule does. Delete this line if only shared resources are meant.
            allowPublic: true
            when: |
              finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"
              && "aws:PrincipalOrgID" in access.condition
              && finding.error == ""
              && (resource.arn.contains("build") || resource.arn.contains("ci \\"x\\""))
              && !(resource.type in ["AWS::S3::Bucket"])
        """,
        run.out());
    assertEquals(0, run.exitCode());
    assertEquals(
        List.of("auditors", "Build.roles_1"), RuleSet.parse("printed", run.out()).archiveRules());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                     | it has no criteria
          {"novelty": {"eq": ["x"]}}                             | novelty is not known to this version
          {"resource": {"eq": ["x"], "neq": ["y"]}}              | resource has 2 operators; AWS does not say how they combine
          {"resource": {}}                                       | resource has 0 operators; AWS does not say how they combine
          {"resource": {"exists": false}}                        | resource exists false: every finding has one
          {"isPublic": {"eq": ["maybe"]}}                        | isPublic is compared with neither true nor false
          {"isPublic": {"exists": true}}                         | isPublic is not compared with true or false
          {"error": {"exists": true}}                            | it archives error findings, whose access nobody knows; here no rule archives them
          {"error": {"eq": ["ACCESS_DENIED"]}}                   | it archives error findings, whose access nobody knows; here no rule archives them
          {"condition.aws:SourceIp": {"eq": ["10.0.0.0/8"]}}     | AWS does not say how condition.aws:SourceIp compares addresses with ranges
          """)
  void import_ruleThatCannotBeSaidExactly_isRefusedByName(String filter, String why)
      throws IOException {
    CommandRun run =
        importing(
            "{\"archiveRules\": [{\"ruleName\": \"one\", \"filter\": %s}]}".formatted(filter));

    assertEquals("rules:\n", run.out());
    assertEquals(
        """
        %1$s: one: not translated: %2$s.
        %1$s: not translated: 1 of 1 rules. Leave these built-in rules in place, or write rules for them yourself.
        """
            .formatted(file(), why),
        run.err());
    assertEquals(1, run.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"filter": {}}                                             | archiveRules[1]: not translated: archiveRules[1].ruleName is missing
          {"ruleName": "a"}                                          | a: not translated: archiveRules[1].filter is missing
          {"ruleName": "a", "filter": []}                            | a: not translated: archiveRules[1].filter: expected a JSON object, found a list
          {"ruleName": "a", "filter": {"id": null}}                  | a: not translated: archiveRules[1].filter.id is missing
          {"ruleName": "a", "filter": {"id": {"like": ["x"]}}}       | a: not translated: archiveRules[1].filter.id.like: expected eq, neq, contains or exists
          {"ruleName": "a", "filter": {"id": {"eq": []}}}            | a: not translated: archiveRules[1].filter.id.eq: expected at least one value
          {"ruleName": "a", "filter": {"id": {"eq": [null]}}}        | a: not translated: archiveRules[1].filter.id.eq[0]: expected a text, found null
          {"ruleName": "a", "filter": {"error": {"exists": "yes"}}}  | a: not translated: archiveRules[1].filter.error.exists: expected true or false, found "yes"
          {"ruleName": "a", "filter": {"error": {"exists": null}}}   | a: not translated: error has 0 operators; AWS does not say how they combine
          {"ruleName": "good", "filter": {"resource": {"eq": ["x"]}}} | good: not translated: the file has a rule of this name before
          7                                                          | archiveRules[1]: not translated: archiveRules[1]: expected a JSON object, found 7
          """)
  void import_ruleThatCannotBeRead_isRefusedByName_andTheOthersAreTranslated(
      String rule, String message) throws IOException {
    CommandRun run = importing("{\"archiveRules\": [%s, %s]}".formatted(GOOD, rule));

    assertEquals(importing("{\"archiveRules\": [%s]}".formatted(GOOD)).out(), run.out());
    assertEquals(
        """
        %1$s: %2$s.
        %1$s: not translated: 1 of 2 rules. Leave these built-in rules in place, or write rules for them yourself.
        """
            .formatted(file(), message),
        run.err());
    assertEquals(1, run.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"analyzers": []}                                  | expected EXPECTED, found an object with "analyzers"; this is the output of another command
          {"findings": []}                                   | this is an export of findings, which "triage preview --from" and "triage diff --from" read; expected EXPECTED
          {"detail-type": "Access Analyzer Finding"}         | this is an EventBridge event, which "triage run" and "triage explain" read; expected EXPECTED
          {"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}  | there is no archive rule in it; expected AWS::AccessAnalyzer::Analyzer with ArchiveRules, AWS::AccessAnalyzer::ArchiveRule or aws_accessanalyzer_archive_rule, as JSON
          {"TemplateBody": "Resources:"}                     | there is no archive rule in it; expected AWS::AccessAnalyzer::Analyzer with ArchiveRules, AWS::AccessAnalyzer::ArchiveRule or aws_accessanalyzer_archive_rule, as JSON
          {"values": {"root_module": {}}}                    | there is no archive rule in it; expected AWS::AccessAnalyzer::Analyzer with ArchiveRules, AWS::AccessAnalyzer::ArchiveRule or aws_accessanalyzer_archive_rule, as JSON
          12                                                 | expected EXPECTED, found a single value
          """)
  void import_fileOfAnotherCommand_saysWhichOneReadsIt(String json, String message)
      throws IOException {
    CommandRun run = importing(json).assertWrongUse();

    assertEquals(
        "%s:1:1: %s\n".formatted(file(), message.replace("EXPECTED", EXPECTED)), run.err());
  }

  @Test
  void import_criterionThatIsThereTwice_isRefused() throws IOException {
    String err =
        importing(GOOD.replace("\"filter\": {", "\"filter\": {\"resource\": {\"eq\": [\"y\"]}, "))
            .assertWrongUse()
            .err();

    assertEquals(
        "%s:1:70: this is not valid JSON: the name \"resource\" is there twice in one object: remove one. Expected is %s\n"
            .formatted(file(), EXPECTED),
        err);
  }

  @Test
  void import_nestedTooDeep_isRefused() throws IOException {
    assertEquals(
        "%s:1:1: it is nested deeper than 1,000 levels, which no output of AWS is; expected %s\n"
            .formatted(file(), EXPECTED),
        importing("[".repeat(3_000) + "]".repeat(3_000)).assertWrongUse().err());
  }

  @Test
  void import_nameThatIsNoId_saysWhatAnIdIs() throws IOException {
    CommandRun run =
        importing("[%s, %s]".formatted(GOOD, GOOD.replace("\"good\"", "\"bad name!\"")));

    assertEquals(
        """
        %1$s: bad name!: not translated: it does not load as a rule that has its name as the id: an id has letters, digits, ".", "_" and "-" only, and starts with a letter or digit.
        %1$s: not translated: 1 of 2 rules. Leave these built-in rules in place, or write rules for them yourself.
        """
            .formatted(file()),
        run.err());
    assertEquals(1, run.exitCode());
  }

  @Test
  void import_emptyFile_isRefused() throws IOException {
    assertEquals(
        "%s: the file is empty; expected %s\n".formatted(file(), EXPECTED),
        importing("").assertWrongUse().err());
  }

  @Test
  void import_everyShapeOfTheApi_isTheSame() throws IOException {
    String expected = importing("{\"archiveRules\": [%s]}".formatted(GOOD)).out();
    for (String json :
        List.of(
            "{\"archiveRule\": %s}".formatted(GOOD),
            "[%s]".formatted(GOOD),
            GOOD,
            // As Get-IAMAAArchiveRuleList of AWS Tools for PowerShell gives it, 5 and 4.
            POWERSHELL,
            "[%s]"
                .formatted(
                    POWERSHELL.replace("null", "[]").replace("Exists\": []", "Exists\": false")),
            "{\"ArchiveRules\": [%s], \"NextToken\": null}".formatted(POWERSHELL),
            "[{\"archiveRules\": [], \"nextToken\": \"x\"}, {\"archiveRules\": [%s]}]"
                .formatted(GOOD),
            // As programs write what is not there.
            "{\"archiveRules\": [%s], \"nextToken\": null}"
                .formatted(
                    GOOD.replace(
                        "]}", "], \"neq\": null, \"contains\": null, \"exists\": null}")))) {
      CommandRun run = importing(json);

      assertEquals("", run.err(), json);
      assertEquals(expected, run.out(), json);
      assertEquals(0, run.exitCode(), json);
    }
  }

  @Test
  void import_rulesThatPowerShellCutShort_saysHowToPrintThemWhole() throws IOException {
    CommandRun run = importing(POWERSHELL.replace("[\"x\"]", "\"x\""));

    assertEquals(
        "%s: good: not translated: the rule.Filter.resource.Eq: expected a list, found \"x\"; ConvertTo-Json needs -Depth 10 to print all of a rule."
            .formatted(file()),
        run.err().lines().findFirst().orElseThrow());
    assertEquals(1, run.exitCode());
  }

  @Test
  void import_outputsOneAfterTheOther_areAllRead() throws IOException {
    CommandRun run =
        importing(
            "{\"archiveRule\": %s}\n{\"archiveRule\": %s}\n"
                .formatted(GOOD, GOOD.replace("good", "better")));

    assertEquals("", run.err());
    assertEquals(List.of("good", "better"), RuleSet.parse("printed", run.out()).archiveRules());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void import_anyEncoding_isTheSame(String encoding) throws IOException {
    String json = "{\"archiveRules\": [%s]}".formatted(GOOD);
    String expected = importing(json).out();
    for (String mark : List.of("", "\ufeff")) {
      Files.write(file(), (mark + json).getBytes(encoding));

      assertEquals(expected, importing().out());
    }
  }

  @Test
  void import_cloudFormationTemplate_hasRulesOfTheAnalyzerAndOfTheirOwn() throws IOException {
    String template =
        """
        {"Resources": {
          "Bucket": {"Type": "AWS::S3::Bucket"},
          "Organization": {"Type": "AWS::AccessAnalyzer::Analyzer", "Properties": {
            "Type": "ORGANIZATION",
            "ArchiveRules": [
              {"RuleName": "auditors", "Filter": [
                {"Property": "principal.AWS", "Eq": ["444455556666"]},
                {"Property": "isPublic", "Eq": ["false"]},
                {"Property": "error", "Exists": "false"}]},
              {"RuleName": "function", "Filter": [
                {"Property": "resourceOwnerAccount", "Eq": [{"Ref": "AWS::AccountId"}]}]},
              {"RuleName": "twice", "Filter": [
                {"Property": "resource", "Contains": ["x"]},
                {"Property": "resource", "Neq": ["y"]}]}]}},
          "Rule": {"Type": "AWS::AccessAnalyzer::ArchiveRule", "Properties": {
            "AnalyzerName": {"Ref": "Organization"}, "RuleName": "alone",
            "Filter": {"resourceType": {"Neq": ["AWS::S3::Bucket"]}, "isPublic": {"Eq": ["false"]}}}}}}
        """;

    CommandRun run = importing(template);

    assertEquals(
        """
        rules:
          - id: "auditors"
            effect: archive
            owner: "me@example.com"
            reason: "As the built-in archive rule auditors did."
            when: |
              finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"
              && finding.error == ""
              && !finding.isPublic
              && (principal.kind in ["Anyone", "Account", "Role", "User", "AssumedRole", "FederatedUser"] && principal.value in ["444455556666"])
          - id: "alone"
            effect: archive
            owner: "me@example.com"
            reason: "As the built-in archive rule alone did."
            when: |
              finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"
              && !finding.isPublic
              && !(resource.type in ["AWS::S3::Bucket"])
        """,
        run.out());
    assertEquals(
        """
        %1$s: function: not translated: Resources.Organization.Properties.ArchiveRules[1].Filter[0].Eq[0]: expected a text, found an object; functions of a template are not resolved, so import what "aws accessanalyzer list-archive-rules" prints instead.
        %1$s: twice: not translated: resource has 2 operators; AWS does not say how they combine.
        %1$s: not translated: 2 of 4 rules. Leave these built-in rules in place, or write rules for them yourself.
        """
            .formatted(file()),
        run.err());
    assertEquals(1, run.exitCode());
    assertEquals(
        run.out(),
        importing("{\"TemplateBody\": %s, \"StagesAvailable\": []}".formatted(template)).out());
  }

  @Test
  void import_templateOfSeveralAnalyzers_refusesRulesOfOthers() throws IOException {
    String analyzer =
        """
        {"Type": "AWS::AccessAnalyzer::Analyzer", "Properties": {%s "ArchiveRules": [
          {"RuleName": "%s", "Filter": [{"Property": "isPublic", "Eq": ["false"]}]}]}}\
        """;
    CommandRun run =
        importing(
            "{\"Resources\": {\"A\": %s, \"B\": %s, \"C\": %s}}"
                .formatted(
                    analyzer.formatted("\"AnalyzerName\": \"organization\",", "ours"),
                    analyzer.formatted("\"AnalyzerName\": \"account\",", "theirs"),
                    analyzer.formatted("", "nameless")));

    assertEquals(List.of("ours"), RuleSet.parse("printed", run.out()).archiveRules());
    assertEquals(
        """
        %1$s: theirs: not translated: it belongs to the analyzer account, and --analyzer-arn names the analyzer organization.
        %1$s: nameless: not translated: it belongs to the analyzer that the template calls C, and --analyzer-arn names the analyzer organization.
        %1$s: not translated: 2 of 3 rules. Leave these built-in rules in place, or write rules for them yourself.
        """
            .formatted(file()),
        run.err());
    assertEquals(1, run.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "planned_values"})
  void import_terraform_hasRulesOfAllModules(String values) throws IOException {
    CommandRun run =
        importing(
            """
            {"format_version": "1.0", "terraform_version": "1.9.5", "%s": {"root_module": {
              "resources": [
                {"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "values": {}},
                {"address": "aws_accessanalyzer_archive_rule.build", "mode": "managed",
                 "type": "aws_accessanalyzer_archive_rule", "name": "build", "values": {
                   "analyzer_name": "organization", "id": "organization/build", "rule_name": "build",
                   "filter": [
                     {"contains": ["build"], "criteria": "resource", "eq": [], "exists": "", "neq": []},
                     {"contains": null, "criteria": "error", "eq": null, "exists": "false", "neq": null},
                     {"contains": [], "criteria": "isPublic", "eq": ["false"], "exists": null, "neq": []}]}}],
              "child_modules": [{"address": "module.a", "resources": [
                {"address": "module.a.aws_accessanalyzer_archive_rule.x[\\"b\\"]", "mode": "managed",
                 "type": "aws_accessanalyzer_archive_rule", "values": {
                   "analyzer_name": "organization",
                   "filter": [{"criteria": "isPublic", "eq": ["false"]}]}},
                {"address": "module.a.aws_accessanalyzer_archive_rule.y", "mode": "managed",
                 "type": "aws_accessanalyzer_archive_rule", "values": {
                   "analyzer_name": "account", "rule_name": "theirs",
                   "filter": [{"criteria": "isPublic", "eq": ["false"]}]}},
                {"address": "module.a.aws_accessanalyzer_archive_rule.z", "mode": "managed",
                 "type": "aws_accessanalyzer_archive_rule", "values": {
                   "rule_name": "planned",
                   "filter": [{"criteria": "isPublic", "eq": ["false"]}]}}]}]}}}
            """
                .formatted(values));

    assertEquals(
        """
        rules:
          - id: "build"
            effect: archive
            owner: "me@example.com"
            reason: "As the built-in archive rule build did."
            when: |
              finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"
              && finding.error == ""
              && !finding.isPublic
              && (resource.arn.contains("build"))
        """,
        run.out());
    assertEquals(
        """
        %1$s: module.a.aws_accessanalyzer_archive_rule.x["b"]: not translated: module.a.aws_accessanalyzer_archive_rule.x["b"].rule_name is missing.
        %1$s: theirs: not translated: it belongs to the analyzer account, and --analyzer-arn names the analyzer organization.
        %1$s: planned: not translated: it belongs to an analyzer that Terraform does not name yet, and --analyzer-arn names the analyzer organization.
        %1$s: not translated: 3 of 4 rules. Leave these built-in rules in place, or write rules for them yourself.
        """
            .formatted(file()),
        run.err());
    assertEquals(1, run.exitCode());
  }

  @Test
  void import_stateFileOfTerraform_hasRulesOfAllModules() throws IOException {
    CommandRun run =
        importing(
            """
            {"version": 4, "terraform_version": "1.9.5", "serial": 7, "lineage": "x", "outputs": {},
             "resources": [
              {"mode": "managed", "type": "aws_s3_bucket", "name": "b", "instances": [{"attributes": {}}]},
              {"mode": "managed", "type": "aws_accessanalyzer_archive_rule", "name": "build",
               "instances": [{"schema_version": 0, "attributes": {
                 "analyzer_name": "organization", "rule_name": "build",
                 "filter": [{"contains": [], "criteria": "isPublic", "eq": ["false"], "exists": "", "neq": []}]}}]},
              {"module": "module.a", "mode": "managed", "type": "aws_accessanalyzer_archive_rule",
               "name": "x", "instances": [{"index_key": "b", "attributes": {"analyzer_name": "organization"}}]}]}
            """);

    assertEquals(oneRule("build"), run.out());
    assertEquals(
        "%s: module.a.aws_accessanalyzer_archive_rule.x[\"b\"]: not translated: module.a.aws_accessanalyzer_archive_rule.x[\"b\"].rule_name is missing."
            .formatted(file()),
        run.err().lines().findFirst().orElseThrow());
    assertEquals(1, run.exitCode());
  }

  @Test
  void import_changesOfAPlan_hasRulesAsTheyWillBe() throws IOException {
    CommandRun run =
        importing(
            """
            {"resource_changes": [
              {"address": "aws_accessanalyzer_archive_rule.gone", "type": "aws_accessanalyzer_archive_rule",
               "change": {"actions": ["delete"], "before": {"rule_name": "gone"}, "after": null}},
              {"address": "aws_accessanalyzer_archive_rule.build", "type": "aws_accessanalyzer_archive_rule",
               "change": {"actions": ["create"], "before": null, "after": {
                 "analyzer_name": "organization", "rule_name": "build",
                 "filter": [{"criteria": "isPublic", "eq": ["false"]}]}}}]}
            """);

    assertEquals(oneRule("build"), run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format_version\": \"1.0\"}",
        "{\"version\": 4, \"terraform_version\": \"1.9.5\", \"resources\": []}",
        "{\"resource_changes\": []}",
      })
  void import_terraformWithoutARule_saysSo(String json) throws IOException {
    assertEquals(
        "%s:1:1: there is no archive rule in it; expected AWS::AccessAnalyzer::Analyzer with ArchiveRules, AWS::AccessAnalyzer::ArchiveRule or aws_accessanalyzer_archive_rule, as JSON\n"
            .formatted(file()),
        importing(json).assertWrongUse().err());
  }

  private static String oneRule(String name) {
    return """
    rules:
      - id: "%1$s"
        effect: archive
        owner: "me@example.com"
        reason: "As the built-in archive rule %1$s did."
        when: |
          finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"
          && !finding.isPublic
    """
        .formatted(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NextToken", "nextToken"})
  void import_listThatWasCut_isTranslatedAndSaysSo(String token) throws IOException {
    String rules =
        "{\"archiveRules\": [{\"ruleName\": \"one\", \"filter\": {\"resource\": {\"eq\":"
            + " [\"x\"]}}}]%s}";

    CommandRun run = importing(rules.formatted(", \"%s\": \"eyJ\"".formatted(token)));

    assertEquals(importing(rules.formatted("")).out(), run.out());
    assertEquals(
        "%s: not complete: it has a next token, so the analyzer has more archive rules. List them without --max-items and --no-paginate.\n"
            .formatted(file()),
        run.err());
    assertEquals(1, run.exitCode());
  }

  private CommandRun importing(String json) throws IOException {
    Files.writeString(file(), json);
    return importing();
  }

  private CommandRun importing() {
    return CommandRun.of(
        "import-archive-rules", "--analyzer-arn", ANALYZER, "--owner", "me@example.com", file());
  }

  private Path file() {
    return folder.resolve("archive-rules.json");
  }
}
