package io.accesstriage.rules.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCoverageTest {
  private static final String RULES =
      """
      rules:
        - id: never-public
          effect: notify
          when: finding.isPublic
        - id: tagged
          effect: archive
          owner: o@example.com
          reason: Because.
          trustTags: true
          when: resource.type == "AWS::S3::Bucket" && tag("share") == "yes"
      risk:
        factors:
          - {id: public, points: 50, when: finding.isPublic}
        archiveBelow: 10
      """;

  private static final String ARCHIVED =
      """
        - name: archived
          finding: {}
          facts: {tags: {share: "yes"}}
          expect: {outcome: ARCHIVE, rule: tagged}
      """;

  private static final String PUBLIC =
      """
        - name: public
          finding: {isPublic: true}
          expect: {outcome: NOTIFY, rule: never-public}
      """;

  private static final String QUEUE =
      """
        - name: a queue
          finding: {resource: {type: "AWS::SQS::Queue", arn: "arn:aws:sqs:us-east-1:111122223333:q"}}
          expect: {outcome: ARCHIVE, rule: risk}
      """;

  @TempDir private Path folder;

  private RuleCoverage coverage(String... cases) throws IOException {
    Path file = folder.resolve("rules-test.yaml");
    Files.writeString(file, cases.length == 0 ? "cases: []" : "cases:\n" + String.join("", cases));
    return RuleTestFile.parse(file).coverage(RuleSet.parse("rules.yaml", RULES));
  }

  @Test
  void coverage_ofNoCase_isOfNothing() throws IOException {
    RuleCoverage coverage = coverage();

    assertFalse(coverage.isComplete());
    assertEquals(
        """
        UNCOVERED never-public: no case in which it applies, none in which it does not apply
        UNCOVERED tagged: no case in which it applies, none in which it does not apply
        UNCOVERED tagged: resource.type == "AWS::S3::Bucket": no case in which it is true, none in which it is false
        UNCOVERED tagged: tag("share") == "yes": no case in which it is true, none in which it is false
        UNCOVERED risk: no case in which it applies, none in which it does not apply
        UNCOVERED risk factor public: no case in which it applies, none in which it does not apply
        coverage: 0 of 3 rules, 0 of 1 risk factors, 0 of 2 conditions
        """,
        coverage.text());
  }

  @Test
  void coverage_ofAPartThatIsNeverFalse_namesIt() throws IOException {
    RuleCoverage coverage = coverage(ARCHIVED, PUBLIC);

    assertFalse(coverage.isComplete());
    assertEquals(
        """
        UNCOVERED tagged: resource.type == "AWS::S3::Bucket": no case in which it is false
        coverage: 3 of 3 rules, 1 of 1 risk factors, 1 of 2 conditions
        """,
        coverage.text());
  }

  @Test
  void coverage_ofBothSidesOfEverything_isComplete() throws IOException {
    RuleCoverage coverage = coverage(ARCHIVED, PUBLIC, QUEUE);

    assertTrue(coverage.isComplete(), coverage.text());
    assertEquals(
        "coverage: 3 of 3 rules, 1 of 1 risk factors, 2 of 2 conditions\n", coverage.text());
  }

  @Test
  void coverage_ofACaseThatFails_doesNotCount() throws IOException {
    RuleCoverage coverage = coverage(ARCHIVED, PUBLIC, QUEUE.replace("rule: risk", "rule: tagged"));

    assertFalse(coverage.isComplete());
  }

  @Test
  void coverage_ofWhatWasNotRead_isNeitherTrueNorFalse() throws IOException {
    String unread =
        """
          - name: unread
            finding: {isPublic: null}
            facts: {tags: denied}
            expect: {outcome: NOTIFY, rule: never-public}
        """;
    assertEquals(
        """
        UNCOVERED never-public: no case in which it applies, none in which it does not apply
        UNCOVERED tagged: no case in which it applies, none in which it does not apply
        UNCOVERED tagged: resource.type == "AWS::S3::Bucket": no case in which it is false
        UNCOVERED tagged: tag("share") == "yes": no case in which it is true, none in which it is false
        UNCOVERED risk: no case in which it applies, none in which it does not apply
        UNCOVERED risk factor public: no case in which it applies, none in which it does not apply
        coverage: 0 of 3 rules, 0 of 1 risk factors, 0 of 2 conditions
        """,
        coverage(unread).text());
  }
}
