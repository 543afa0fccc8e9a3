package io.accesstriage.cli.archiverules;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  @TempDir private Path folder;

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
          {"error": {"exists": true}}                            | it archives error findings, of which nobody knows who has access; here no rule archives them
          {"error": {"eq": ["ACCESS_DENIED"]}}                   | it archives error findings, of which nobody knows who has access; here no rule archives them
          {"condition.aws:SourceIp": {"eq": ["10.0.0.0/8"]}}     | AWS does not say how condition.aws:SourceIp compares addresses with ranges
          """)
  void import_ruleThatCannotBeSaidExactly_isRefusedByName(String filter, String why)
      throws IOException {
    CommandRun run =
        importing(
            "{\"archiveRules\": [{\"ruleName\": \"one\", \"filter\": %s}]}".formatted(filter));

    assertEquals("rules:\n", run.out());
    assertEquals("one: not translated: %s.\n".formatted(why), run.err());
    assertEquals(1, run.exitCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"findings": []}                                                                | archiveRules is missing
          {"archiveRules": [{"filter": {}}]}                                              | archiveRules[0].ruleName is missing
          {"archiveRules": [{"ruleName": "a"}]}                                           | archiveRules[0].filter is missing
          {"archiveRules": [{"ruleName": "a", "filter": {"id": {"like": ["x"]}}}]}        | archiveRules[0].filter.id.like: expected eq, neq, contains or exists
          {"archiveRules": [{"ruleName": "a", "filter": {"id": {"eq": []}}}]}             | archiveRules[0].filter.id.eq: expected at least one value
          {"archiveRules": [{"ruleName": "a", "filter": {"error": {"exists": null}}}]}    | archiveRules[0].filter.error.exists is missing
          {"archiveRules": [{"ruleName": "a", "filter": {"error": {"exists": "yes"}}}]}   | archiveRules[0].filter.error.exists: expected true or false, found "yes"
          """)
  void import_fileOfAnotherCommand_namesTheField(String json, String message) throws IOException {
    CommandRun run = importing(json);

    assertEquals("", run.out());
    assertEquals(file() + "." + message + "\n", run.err());
    assertEquals(2, run.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NextToken", "nextToken"})
  void import_listThatWasCut_isTranslatedAndSaysSo(String token) throws IOException {
    String rules =
        "{\"archiveRules\": [{\"ruleName\": \"one\", \"filter\": {\"resource\": {\"eq\": [\"x\"]}}}]%s}";

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
    return CommandRun.of(
        "import-archive-rules", "--analyzer-arn", ANALYZER, "--owner", "me@example.com", file());
  }

  private Path file() {
    return folder.resolve("archive-rules.json");
  }
}
