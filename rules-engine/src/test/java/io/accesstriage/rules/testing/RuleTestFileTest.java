package io.accesstriage.rules.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTestFileTest {
  private static final RuleSet RULES =
      RuleSet.parse(
          "rules.yaml",
          """
          rules:
            - id: partner
              effect: archive
              owner: a@example.com
              reason: Partners read.
              when: principal.account == "444455556666" && access.actions == ["s3:GetObject"]
            - id: secret
              effect: notify
              severity: high
              reason: Secrets are looked at.
              when: tag("Class") == "secret"
          """);

  private static final String COVERED =
      """
      cases:
        - name: taken
          finding: {access: {actions: ["s3:GetObject"]}}
          expect: {outcome: ARCHIVE, rule: partner}
        - name: left
          finding: {principal: {value: "1"}, access: {actions: ["s3:GetObject"]}}
          leaves: [partner]
          expect: {outcome: NOTIFY, rule: none, severity: medium}
        - name: alerted
          finding: {principal: {value: "1"}}
          facts: {tags: {Class: secret}}
          expect: {outcome: NOTIFY, rule: secret}
      """;

  @TempDir Path folder;

  @Test
  void run_allAsExpectedAndCovered_passes() throws IOException {
    RuleTestReport report = parse(COVERED).run(RULES);

    assertTrue(report.isPassed(), report.text());
    assertEquals("tests.yaml: 3 cases, 3 passed, 0 failed, 0 missing\n", report.text());
  }

  @Test
  void run_accountFacts_areThoseOfTheCase() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("accounts.yaml"),
            """
            rules:
              - id: inside
                effect: archive
                owner: a@example.com
                reason: Inside.
                when: >
                  principal.inOrganization && account.ou == "ou-ab12-cdefghij"
                  && account.name == "payments" && account.tags["stage"] == "prod"
            """);
    Path tests =
        Files.writeString(
            folder.resolve("accounts-test.yaml"),
            """
            cases:
              - name: known
                finding: {}
                facts:
                  account: {name: payments, ou: ou-ab12-cdefghij, tags: {stage: prod}}
                  principalInOrganization: true
                expect: {outcome: ARCHIVE, rule: inside}
              - name: outside
                finding: {}
                facts:
                  account: {name: payments, ou: ou-ab12-cdefghij, tags: {stage: prod}}
                  principalInOrganization: false
                expect: {outcome: NOTIFY, rule: none}
                leaves: [inside]
              - name: not read
                finding: {}
                facts: {account: denied, principalInOrganization: unread}
                expect: {outcome: NOTIFY, rule: none}
                leaves: [inside]
              - name: not looked up
                finding: {}
                expect: {outcome: NOTIFY, rule: none}
                leaves: [inside]
            """);

    RuleTestReport report =
        RuleTestFile.parse(tests).run(RuleSet.parse(rules.toString(), Files.readString(rules)));

    assertEquals("accounts-test.yaml: 4 cases, 4 passed, 0 failed, 0 missing\n", report.text());
  }

  @Test
  void run_sourcesOfAFinding_areTextsOrMappings() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("points.yaml"),
            """
            rules:
              - id: partner
                effect: archive
                owner: a@example.com
                reason: The partner's access points.
                when: finding.accessPointAccounts == ["999988887777"] && principal.account == "444455556666"
            """);
    Path tests =
        Files.writeString(
            folder.resolve("points-test.yaml"),
            """
            cases:
              - name: theirs
                finding:
                  sources: [POLICY, {type: S3_ACCESS_POINT_ACCOUNT, accessPointAccount: "999988887777"}]
                expect: {outcome: ARCHIVE, rule: partner}
              - name: another's
                finding: {sources: [{type: S3_ACCESS_POINT_ACCOUNT, accessPointAccount: "666677778888"}]}
                expect: {outcome: NOTIFY, rule: none}
                leaves: [partner]
              - name: whose is not said
                finding: {sources: [S3_ACCESS_POINT_ACCOUNT]}
                expect: {outcome: NOTIFY, rule: none}
                leaves: [partner]
            """);

    RuleTestReport report =
        RuleTestFile.parse(tests).run(RuleSet.parse(rules.toString(), Files.readString(rules)));

    assertEquals("points-test.yaml: 3 cases, 3 passed, 0 failed, 0 missing\n", report.text());
  }

  @Test
  void parse_nestedForEver_isRefusedWithItsPlace() throws IOException {
    Path file =
        Files.writeString(folder.resolve("tests.yaml"), "cases:\n  - " + "[".repeat(100_000));

    InvalidFileException e =
        assertThrows(InvalidFileException.class, () -> RuleTestFile.parse(file));

    assertTrue(
        e.getMessage().startsWith(file + ":2:53: nested too deep: more than 50 levels\n"),
        () -> e.getMessage().substring(0, 200));
  }

  @Test
  void run_otherOutcomeRuleAndSeverity_saysWhatWasExpectedWhatIsAndWhy() throws IOException {
    RuleTestReport report =
        parse(
                COVERED
                    + """
                        - name: expected to be archived
                          finding: {principal: {value: "999988887777"}, access: {actions: ["s3:PutObject"]}}
                          expect: {outcome: ARCHIVE, rule: partner}
                        - name: another severity
                          finding: {principal: {value: "1"}}
                          facts: {tags: {Class: secret}}
                          expect: {outcome: NOTIFY, rule: secret, severity: medium}
                        - name: expected to be alerted
                          finding: {access: {actions: ["s3:GetObject"]}}
                          expect: {outcome: NOTIFY, rule: sekret}
                        - name: unread
                          finding: {access: {actions: null}}
                          facts: {tags: denied}
                          expect: {outcome: ARCHIVE, rule: partner}
                        - name: guarded
                          finding: {error: ACCESS_DENIED, access: {actions: ["s3:GetObject"]}}
                          expect: {outcome: ARCHIVE, rule: partner}
                      """)
            .run(RULES);

    assertFalse(report.isPassed());
    assertEquals(
        """
        FAILED tests.yaml:13: expected to be archived
          expected ARCHIVE by partner
               got NOTIFY by no rule, severity medium
          archive rule partner: 2 of 2 conditions not true
            principal.account == "444455556666": principal.account is "999988887777"
            access.actions == ["s3:GetObject"]: access.actions is "s3:PutObject"
        FAILED tests.yaml:16: another severity
          expected NOTIFY by secret, severity medium
               got NOTIFY by secret, severity high
          rule secret (notify) is true
        FAILED tests.yaml:20: expected to be alerted
          expected NOTIFY by sekret
               got ARCHIVE by partner
          there is no rule "sekret"
          because Partners read.
        FAILED tests.yaml:23: unread
          expected ARCHIVE by partner
               got NOTIFY by secret, severity medium
          rule secret (notify) could not be checked: the tags: the test says "denied"
          archive rule partner: 1 of 2 conditions not true
            access.actions == ["s3:GetObject"] (undetermined): access.actions: the finding doesn't say
        FAILED tests.yaml:27: guarded
          expected ARCHIVE by partner
               got NOTIFY by no rule, severity medium
          rule partner (archive) is true
          Access Analyzer could not analyze the resource (ACCESS_DENIED), so nobody knows who has access.
        tests.yaml: 8 cases, 3 passed, 5 failed, 0 missing
        """,
        report.text());
  }

  @Test
  void run_notifyRuleThatDoesNotAlert_saysWhatIsMissing() throws IOException {
    RuleTestReport report =
        parse(
                """
                cases:
                  - name: archived instead
                    finding: {access: {actions: ["s3:GetObject"]}}
                    expect: {outcome: NOTIFY, rule: secret}
                  - name: alerted by none
                    finding: {principal: {value: "999988887777"}, access: {actions: ["s3:GetObject"]}}
                    facts: {tags: {Class: internal}}
                    expect: {outcome: NOTIFY, rule: secret}
                """)
            .run(RULES);

    assertEquals(
        List.of(
            "expected NOTIFY by secret",
            "     got ARCHIVE by partner",
            "because Partners read.",
            "notify rule secret: 1 of 1 conditions not true",
            "  tag(\"Class\") == \"secret\": tag(\"Class\") is not there"),
        report.results().get(0).mistakes());
    assertEquals(
        List.of(
            "expected NOTIFY by secret",
            "     got NOTIFY by no rule, severity medium",
            "notify rule secret: 1 of 1 conditions not true",
            "  tag(\"Class\") == \"secret\": tag(\"Class\") is \"internal\""),
        report.results().get(1).mistakes());
  }

  @Test
  void run_ruleThatNoCaseShows_isMissing() throws IOException {
    RuleTestReport report =
        parse(
                """
                cases:
                  - name: left, but by accident
                    finding: {principal: {value: "1"}}
                    expect: {outcome: NOTIFY, rule: none}
                """)
            .run(RULES);

    assertFalse(report.isPassed());
    assertEquals(
        List.of(
            "partner: no passing case that it archives (expect: {outcome: ARCHIVE, rule: partner})",
            "partner: no passing case that it doesn't archive (leaves: [partner])",
            "secret: no passing case in which it is true and alerts (expect: {outcome: NOTIFY,"
                + " rule: secret})"),
        report.uncovered());
  }

  @Test
  void run_notifyRuleThatOnlyCouldNotBeChecked_isMissing() throws IOException {
    RuleTestReport report =
        parse(
                COVERED.replace("tags: {Class: secret}", "tags: denied")
                    + """
                        - name: another rule decides
                          finding: {}
                          expect: {outcome: NOTIFY, rule: none}
                      """)
            .run(RULES);

    assertEquals(
        List.of(
            "secret: no passing case in which it is true and alerts (expect: {outcome: NOTIFY,"
                + " rule: secret})"),
        report.uncovered());
  }

  @Test
  void run_failedCases_coverNothing() throws IOException {
    RuleTestReport report =
        parse(
                """
                cases:
                  - name: not taken
                    finding: {principal: {value: "1"}}
                    expect: {outcome: ARCHIVE, rule: partner}
                  - name: not left
                    finding: {access: {actions: ["s3:GetObject"]}}
                    facts: {tags: {Class: secret}}
                    expect: {outcome: NOTIFY, rule: secret}
                    leaves: [partner, sekret, secret]
                """)
            .run(RULES);

    assertEquals(3, report.uncovered().size());
    assertEquals(
        List.of(
            "leaves: partner is true of this finding, so it would archive it if nothing else forbade it",
            "leaves: there is no archive rule \"sekret\"",
            "leaves: there is no archive rule \"secret\""),
        report.results().get(1).mistakes());
  }

  @Test
  void run_riskThreshold_needsCasesToo() throws IOException {
    RuleSet rules =
        RuleSet.parse(
            "rules.yaml",
            """
            rules: []
            risk:
              factors: [{id: any, points: 5, when: finding.isPublic}]
              archiveBelow: 3
            """);

    RuleTestReport report = parse("cases: []").run(rules);

    assertEquals(
        List.of(
            "risk: no passing case that it archives (expect: {outcome: ARCHIVE, rule: risk})",
            "risk: no passing case that it doesn't archive (leaves: [risk])"),
        report.uncovered());
  }

  @Test
  void parse_manyMistakes_reportsAllOfThemWithTheirPlaces() throws IOException {
    Files.writeString(folder.resolve("no-finding.json"), "{\"source\": \"aws.guardduty\"}");
    Path file =
        write(
            """
            casess: []
            cases:
              - name: a
                evnt: x.json
                expect: {outcome: IGNORE, rule: 5}
              - finding: {type: UnusedIAMRole, principal: {value: "1"}}
                event: none.json
                facts: {tags: deny, keyAliases: {a: b}}
                now: yesterday
                expect: {outcome: ARCHIVE, rule: none, severity: high}
              - name: a
                event: none.json
                expect: {outcome: NOTIFY}
              - name: b
                event: no-finding.json
              - name: c
                finding: {resource: {arn: x, typ: y}, principal: {kind: Acount}, updatedAt: 2026-13-01}
                expect: {outcome: NOTIFY, rule: none}
              - name: d
                finding: {type: UnusedIAMRole, isPublic: maybe, principal: {value: "1"}, readFrom: CACHE}
                expect: {outcome: NOTIFY, rule: none}
              - name: e
                finding: {unused: {actionCount: few}}
                expect: {outcome: NOTIFY, rule: none}
            """);

    InvalidFileException e =
        assertThrows(InvalidFileException.class, () -> RuleTestFile.parse(file));

    assertEquals(
        """
        1:1 unknown field "casess"; did you mean "cases"? Known are: cases
        3:11 a case has either an "event" or a "finding"
        4:5 unknown field "evnt"; did you mean "event"? Known are: name, event, finding, facts, now, expect, leaves
        5:23 expected ARCHIVE or NOTIFY, found "IGNORE"
        5:37 "rule" has to be a text: put it in quotes, "5"
        6:5 "name" is missing: what the case shows
        6:5 a case has either an "event" or a "finding"
        7:12 there is no file FOLDER/none.json; the path starts from this file's folder
        8:19 expected the values that were read, or denied, unsupported, failed or unread; found "deny"
        8:37 "keyAliases" has to be a list
        9:10 expected a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z, found "yesterday"
        10:38 something archives: name the rule, or "risk" for the threshold
        10:44 "severity" is for NOTIFY: what is archived sends no alert
        11:11 the case "a" is there twice
        12:12 there is no file FOLDER/none.json; the path starts from this file's folder
        13:13 "rule" is missing: the deciding rule's id, "risk" for the threshold, or "none"
        14:5 "expect" is missing: what the rules have to say
        15:12 the event cannot be read: the event.source: expected "aws.access-analyzer", found "aws.guardduty"
        17:34 unknown field "typ"; did you mean "type"? Known are: arn, type, account, region
        17:54 "value" is missing: an account's id, an ARN, "*" or a name
        17:61 expected one of Anyone, Account, Role, User, AssumedRole, FederatedUser, Federated, CanonicalUser, Service, Unknown, found "Acount"
        17:81 expected a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z, found "2026-13-01"
        20:46 "isPublic" has to be true or false
        20:53 a finding of this type has no "principal"
        20:88 expected API or EVENT, found "CACHE"
        23:15 a finding of this type has no "unused"
        23:37 "actionCount" has to be a whole number
        """,
        places(e));
  }

  @Test
  void parse_fileThatIsMissing_saysSo() {
    assertThrows(
        NoSuchFileException.class, () -> RuleTestFile.parse(folder.resolve("missing.yaml")));
  }

  private RuleTestFile parse(String yaml) throws IOException {
    return RuleTestFile.parse(write(yaml));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("tests.yaml"), yaml);
  }

  private String places(InvalidFileException e) {
    StringBuilder text = new StringBuilder();
    e.problems()
        .forEach(p -> text.append("%d:%d %s\n".formatted(p.line(), p.column(), p.message())));
    return text.toString().replace(folder.toString(), "FOLDER");
  }
}
