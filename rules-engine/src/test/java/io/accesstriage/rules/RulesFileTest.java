package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesFileTest {
  private static final Path FILES = Path.of("src", "test", "resources", "rules");

  @Test
  void parse_manyMistakes_reportsAllOfThemAtOnceWithTheirPlaces() throws IOException {
    String text = Files.readString(FILES.resolve("many-mistakes.yaml")).replace("&partners ", "");

    InvalidFileException e =
        assertThrows(InvalidFileException.class, () -> RuleSet.parse("rules.yaml", text));

    assertEquals(
        Files.readString(FILES.resolve("many-mistakes.txt")).strip(), e.getMessage().strip());
  }

  @Test
  void parse_anchors_areRefusedWhereTheyStand() {
    assertEquals(
        """
        rules.yaml:2:13: anchors and aliases are not supported; write the value out, or name it in lists
            partners: &partners ["444455556666"]
                      ^\
        """,
        message(
            "lists:\n  partners: &partners [\"444455556666\"]\n  others: *partners\nrules: []\n"));
  }

  @Test
  void parse_keyThatContainsItself_isRefusedAsAnchor() {
    assertEquals(
        """
        rules.yaml:1:3: anchors and aliases are not supported; write the value out, or name it in lists
          ? &a [*a]
            ^\
        """,
        message("? &a [*a]\n: []\n"));
  }

  @Test
  void parse_anchorsThatExpandForEver_areRefusedQuickly() {
    StringBuilder laughs = new StringBuilder("lists:\n  a0: &a0 [ha, ha]\n");
    for (int i = 1; i < 100; i++) {
      laughs.append("  a%d: &a%d [%s]\n".formatted(i, i, "*a" + (i - 1) + ", *a" + (i - 1)));
    }

    String message =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> message(laughs + "  self: &s [*s]\nrules: []\n"));

    assertEquals(
        101, message.lines().filter(line -> line.contains("anchors and aliases")).count(), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void parse_nestedForEver_isRefusedQuickly(String nest) {
    String message =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> message("rules: \n  " + nest.repeat(100_000)));

    assertTrue(message.contains("nested too deep: more than 50 levels"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "finding.isPublik",
        "'tag(''a'') == ''x'' && finding.isPublik'",
        "\"tag(\\\"a\\\") == \\\"\\\\\\\\ \\u0041\\x41\\\" && finding.isPublik\"",
        "\"true &&\n      \\\n      finding.isPublik\"",
        "true\n      && finding.isPublik",
        "# why\n      true && finding.isPublik",
        "|\n      true &&\n\n      finding.isPublik",
        "|2\n       finding.isPublik",
        ">-  # why\n      true\n      && finding.isPublik",
        ">\n      \"ä😀\" == \"\"\n        || finding.isPublik\n      || true",
      })
  void parse_mistakeInsideAScalar_pointsAtIt(String scalar) {
    String file = "# ä😀\nrules:\n  - id: a\n    effect: notify\n    when: " + scalar + "\n";
    int index = file.indexOf("finding.isPublik");
    int lineStart = file.lastIndexOf('\n', index) + 1;

    for (String text : List.of(file, "\uFEFF" + file)) {
      InvalidFileException e =
          assertThrows(InvalidFileException.class, () -> RuleSet.parse("rules.yaml", text));

      assertEquals(
          "%d:%d".formatted(file.substring(0, index).lines().count(), index - lineStart + 1),
          "%d:%d".formatted(e.problems().get(0).line(), e.problems().get(0).column()),
          e::getMessage);
    }
  }

  @Test
  void parse_windowsLineEnds_pointAtTheSamePlace() {
    String file =
        "rules:\n  - id: a\n    effect: notify\n    when: |\n      true &&\n      isPublic\n";

    assertEquals(message(file), message(file.replace("\n", "\r\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag('a') == 'b'",
        "hasTag('a')",
        "!hasTag('a') && resource.type == 'T'",
        "'alias/a' in keyAliases",
        "keyAliases.exists(a, a == 'alias/a')",
        "['a'].all(key, hasTag(key))",
        "risk < 20",
        "resource.type == 'T' || tag('a') == 'b'",
        "tag('a') == 'b' && principal.arn.endsWith(':role/partner-reader')",
        "tag('a') == 'b' && principal.arn.endsWith(':root')",
        "tag('a') == 'b' && principal.arn.matches(':role/vendor-.*$')",
        "tag('a') == 'b' && principal.arn.contains('partner')",
        "tag('a') == 'b' && principal.account.matches('^[1-9][0-9]+$')",
        "tag('a') == 'b' && principal.account.endsWith('5566')",
        "tag('a') == 'b' && principal.value.startsWith('arn:aws:sts:')",
        "tag('a') == 'b' && principal.kind == 'AssumedRole'",
        "tag('a') == 'b' && principal.kind == 'FederatedUser'",
        "tag('a') == 'b' && principal.kind == 'CanonicalUser'",
        "tag('a') == 'b' && principal.kind == 'Service'",
        "tag('a') == 'b' && principal.kind == 'Unknown'",
      })
  void parse_archiveRuleThatRestsOnTagsAlone_needsTrustTags(String condition) {
    assertTrue(
        message(archiving(condition, ""))
            .startsWith(
                "rules.yaml:6:11: this rule archives by tags or aliases alone, so whoever may write"
                    + " them could hide a sharing with anyone: add a part that says who the"
                    + " principal is and reads neither tags nor aliases, such as principal.account"
                    + " == \"444455556666\", or say \"trustTags: true\" once an organization policy"
                    + " protects them"),
        condition);
    assertEquals(List.of("a"), parse(archiving(condition, "trustTags: true")).archiveRules());
    assertEquals(
        List.of("a"),
        parse(archiving("principal.account == '1' && (" + condition + ")", "")).archiveRules());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag('a') == 'b' || principal.account == '1'",
        "tag('a') == principal.account",
        "principal.account in lists.trusted || hasTag('a')",
        "(tag('a') == 'b' || principal.account == '1') && principal.value != ''",
      })
  void parse_partThatReadsThePrincipalAndTags_constrainsNobody(String condition) {
    assertTrue(message(tagged(condition)).contains("by tags or aliases alone"), condition);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal.value != ''",
        "principal.kind != 'Anyone'",
        "principal.kind == 'Account'",
        "principal.kind in ['Role', 'User']",
        "principal.kind == 'Federated'",
        "principal.account != ''",
        "principal.account != resource.account && principal.account != ''",
        "size(principal.value) > 1",
        "principal.account.matches('[0-9]')",
        "principal.account.matches('^[1-8]')",
        "principal.account.matches('[2-8]$')",
        "principal.arn.contains('44445555')",
        "principal.value.matches('^arn:aws:iam::[0-9]{12}:role/reader$')",
        "!(principal.value in ['*', ''])",
        "principal.account == ''",
        "principal.account == principal.account",
        "principal.account != '1'",
        "!(principal.account in lists.trusted)",
        "principal.account != resource.account",
        "size(principal.value) >= 0",
        "principal.value.contains('')",
        "principal.kind in ['', 'Anyone', 'Account']",
        "principal.account == '1' || true",
        "principal.account == '1' || principal.account != '1'",
        "resource.type == 'AWS::S3::Bucket' || principal.account == '1'",
        "finding.type != 'ExternalAccess' || principal.account == '1'",
        "(resource.type == 'AWS::S3::Bucket' ? principal.account : '1') == '1'",
        "resource.type == 'AWS::S3::Bucket' ? principal.account == '1' : true",
        "resource.type == 'AWS::S3::Bucket' ? true : principal.account == '1'",
        "resource.type == 'AWS::S3::Bucket' && resource.account == '9' || principal.account == '1'",
        "access.actions.all(a, principal.account == '1')",
        "lists.trusted.all(account, principal.account != account)",
        "[principal.account].all(account, account.matches('^[0-9]*$'))",
        "resource.account == '9'",
        "resource.account == '9' || principal.account == '1'",
        "'aws:PrincipalOrgID' in access.condition",
        "!principal.inOrganization",
        "(finding.isPublic == (principal.value == '*'))",
      })
  void parse_constraintThatExcludesNobody_needsTrustTags(String part) {
    assertTrue(
        message(tagged("tag('a') == 'b' && (" + part + ")")).contains("by tags or aliases alone"),
        part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal.account == '1'",
        "principal.kind == 'Role' && principal.arn.startsWith('arn:aws:iam::1:')",
        "principal.account in lists.trusted",
        "lists.trusted.exists(account, principal.account == account)",
        "principal.account == '1' || principal.account == '2'",
        "!(principal.account != '1' && principal.account != '2')",
        "resource.type == 'AWS::S3::Bucket' ? principal.account == '1' : principal.account == '2'",
        "principal.account == '1' ? resource.type == 'AWS::S3::Bucket' : principal.account == '2'",
        "resource.type == 'AWS::S3::Bucket' && principal.account == '1' || principal.account =="
            + " '2'",
        "principal.account == resource.account",
        "principal.value == 'arn:aws:iam::' + resource.account + ':saml-provider/ExampleIdP'",
        "principal.inOrganization",
      })
  void parse_constraintOfThePrincipal_needsNoTrustTags(String part) {
    assertEquals(
        List.of("a"), parse(tagged("tag('a') == 'b' && (" + part + ")")).archiveRules(), part);
  }

  @Test
  void parse_thresholdThatRestsOnTags_needsTrustTags() {
    String factors =
        """
        rules: []
        risk:
          factors:
            - {id: undocumented, points: 20, when: '!hasTag("Owner")'}
            - {id: stranger, points: 40, when: 'finding.type == "ExternalAccess" && principal.account != "1"'}
            - {id: conditional, points: -10, when: 'access.condition != {}'}
        """;
    String other = "    - {id: other, points: 30, when: 'finding.type != \"ExternalAccess\"'}\n";

    assertEquals(
        """
        rules.yaml:7:17: the threshold archives by tags or aliases alone, so whoever may write them could hide a sharing with anyone: add a factor that keeps anyone's and unused access above it whatever they say, or say "trustTags: true" here once an organization policy protects them
            archiveBelow: 20
                          ^\
        """,
        message(factors + "  archiveBelow: 20\n"));
    assertTrue(parse(factors + other + "  archiveBelow: 20\n").hasRiskThreshold());
    assertTrue(parse(factors + other + "  archiveBelow: 30\n").hasRiskThreshold());
    assertTrue(
        message(factors + other + "  archiveBelow: 31\n").contains("by tags or aliases alone"),
        "a condition makes 30 of anyone's 40");
    assertTrue(parse(factors + "  archiveBelow: 20\n  trustTags: true\n").hasRiskThreshold());
    assertTrue(
        parse(factors.replace("!hasTag(\"Owner\")", "finding.isPublic") + "  archiveBelow: 20\n")
            .hasRiskThreshold(),
        "no factor reads tags");
  }

  @Test
  void parse_thresholdThatANameComesBelow_needsTrustTags() {
    String factors =
        """
        rules: []
        risk:
          factors:
            - {id: any, points: 40, when: 'true'}
            - {id: ours, points: -30, when: '%s'}
            - {id: documented, points: -20, when: 'hasTag("Owner")'}
          archiveBelow: 20
        """;

    assertTrue(
        message(factors.formatted("principal.arn.endsWith(\":role/Deployer\")"))
            .contains("by tags or aliases alone"),
        "any account can have a role of that name");
    assertTrue(
        parse(factors.formatted("principal.arn == \"arn:aws:iam::444455556666:role/Deployer\""))
            .hasRiskThreshold());
  }

  @Test
  void parse_whatCanArchiveByTheNameOfAnAccount_isRefused() {
    assertEquals(
        """
        rules.yaml:6:11: an archive rule cannot read principal.vendor, which is only a name to recognize an account by: name the accounts that you trust, such as principal.account in lists.partners
              when: "finding.isPublic || principal.vendor == 'Datadog'"
                    ^\
        """,
        message(
            archiving("finding.isPublic || principal.vendor == 'Datadog'", "")
                .replace("hasTag('dev')", "finding.isPublic")));
    assertEquals(
        """
        rules.yaml:3:46: a risk factor cannot read principal.vendor, which is only a name to recognize an account by: name the accounts that you trust, such as principal.account in lists.partners
            factors: [{id: stranger, points: 40, when: "principal.vendor == ''"}]
                                                       ^\
        """,
        message(
            """
            rules: []
            risk:
              factors: [{id: stranger, points: 40, when: "principal.vendor == ''"}]
            """));
  }

  @Test
  void parse_notifyRuleThatReadsTheNameOfAnAccount_loads() {
    assertEquals(
        List.of("stranger"),
        parse(
                """
                accounts:
                  "444455556666": Example Partner
                  "000011112222": "#1"
                rules:
                  - {id: stranger, effect: notify, when: principal.vendor == ""}
                """)
            .notifyRules());
  }

  /** Half a reason would say nothing to whoever asks why. */
  @ParameterizedTest
  @ValueSource(strings = {"As agreed in ticket #4711.", "ä😀 #1"})
  void parse_reasonThatACommentCutsShort_isRefused(String reason) {
    String file = "rules:\n  - {id: a, effect: notify, when: finding.isPublic}\n";
    String rule = file.replace("{id", "{reason: " + reason + "\n     , id");

    assertTrue(
        message(rule)
            .contains(
                "rules.yaml:2:14: \"reason\" ends before the #, where a comment begins: put the"
                    + " text in quotes, or a space after the #"),
        () -> message(rule));
    assertEquals(List.of("a"), parse(rule.replace(reason, '"' + reason + '"')).notifyRules());
    assertEquals(List.of("a"), parse(rule.replace("#", "# ")).notifyRules());
  }

  @Test
  void parse_accountsThatAreNone_areRefusedWhereTheyStand() {
    assertEquals(
        """
        rules.yaml:2:3: an account's id has 12 digits; write it in quotes, "444455556666": its name
            44: Partner
            ^
        rules.yaml:3:19: "444455556666" is empty
            "444455556666": " "
                            ^
        rules.yaml:4:19: "999988887777" is longer than 100 characters: an alert's first sentence has it
            "999988887777": %s
                            ^\
        """
            .formatted("x".repeat(101)),
        message(
            "accounts:\n  44: Partner\n  \"444455556666\": \" \"\n  \"999988887777\": %s\nrules: []\n"
                .formatted("x".repeat(101))));
  }

  @Test
  void parse_archiveRuleWithoutTags_needsNoTrustTags() {
    assertEquals(
        List.of("a"), parse(archiving("resource.type == 'T' && now == now", "")).archiveRules());
    assertEquals(
        List.of("a"),
        parse(archiving("risk < 20", "").replace("hasTag('dev')", "finding.isPublic"))
            .archiveRules());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#",
        "hello",
        "- a",
        "rules:",
        "rules: {}",
        "[]",
        "rules: []\n---\nrules: []",
        "rules: []\n\0",
        "rules: []\nlists:",
        "lists: {a: [[]]}\nrules: []",
        "rules: *a",
        "\t",
        "rules: [",
        "? [a]\n: b",
      })
  void parse_whatIsNoRulesFile_isRefusedWithAPlace(String text) {
    InvalidFileException e =
        assertThrows(InvalidFileException.class, () -> RuleSet.parse("rules.yaml", text));

    assertTrue(e.getMessage().matches("(?s)rules\\.yaml:\\d+:\\d+: .+"), e::getMessage);
  }

  @Test
  void parse_whatWouldMakeEveryDecisionLarge_isRefused() {
    assertTrue(
        message(archiving("true", "").replace("Expected.", "x".repeat(1_001)))
            .contains("\"reason\" is longer than 1000 characters"));
    assertTrue(
        message(
                "rules: []\nrisk:\n  factors:\n"
                    + "    - {id: f, points: 1, when: finding.isPublic}\n".repeat(101))
            .contains("more than 100 factors"));
  }

  @Test
  void parse_noRules_isARulesFile() {
    assertEquals(List.of(), parse("rules: []").archiveRules());
  }

  private static String tagged(String condition) {
    return """
    lists: {trusted: ["444455556666"]}
    rules:
      - id: a
        effect: archive
        owner: a@example.com
        reason: Expected.
        when: "%s"
    """
        .formatted(condition);
  }

  private static String archiving(String condition, String more) {
    return """
    rules:
      - id: a
        effect: archive
        owner: a@example.com
        reason: Expected.
        when: "%s"
        %s
    risk:
      factors: [{id: development, points: -10, when: hasTag('dev')}]
    """
        .formatted(condition, more);
  }

  private static RuleSet parse(String text) {
    return RuleSet.parse("rules.yaml", text);
  }

  private static String message(String text) {
    return String.valueOf(assertThrows(InvalidFileException.class, () -> parse(text)).getMessage());
  }

  @Test
  void parse_ruleThatHasExpired_isAWarningOnTheDayAfter() {
    String file =
        """
        rules:
          - id: old
            effect: archive
            owner: team@example.com
            reason: For a while.
            expires: 2026-01-31
            when: principal.account == "444455556666"
        """;
    List<String> warnings = new ArrayList<>();

    RuleSet.parse(
        "r.yaml", file, Instant.parse("2026-01-31T23:59:59Z"), w -> warnings.add(w.text()));
    assertEquals(List.of(), warnings);

    RuleSet.parse(
        "r.yaml", file, Instant.parse("2026-02-01T00:00:00Z"), w -> warnings.add(w.text()));
    assertEquals(
        List.of(
            "r.yaml:6:14: warning: rule old of team@example.com has expired: 2026-01-31 was its"
                + " last day, and it archives nothing any more. Let its owner renew or remove it"),
        warnings);
  }

  @Test
  void parse_ruleThatNamesNoAccessPoints_isAWarningWhereItComparesTheSources() {
    String file =
        """
        rules:
          - id: offered
            effect: archive
            owner: team@example.com
            reason: It is meant.
            when: >
              principal.account == "444455556666"
              && finding.sources == ["POLICY", "%s"]%s
        """;
    List<String> warnings = new ArrayList<>();

    RuleSet.parse(
        "r.yaml",
        file.formatted("S3_ACCESS_POINT_ACCOUNT", ""),
        Instant.EPOCH,
        w -> warnings.add(w.text()));
    assertEquals(
        List.of(
            "r.yaml:8:10: warning: finding.sources says that the access goes through S3 access"
                + " points, and not through which, so the rule also archives access through"
                + " others: compare finding.accessPointArns and finding.accessPointAccounts, too,"
                + " as the rule does that a new alert offers"),
        warnings);

    warnings.clear();
    for (String other :
        List.of(
            file.formatted("POLICY", ""),
            file.formatted(
                "S3_ACCESS_POINT", " && finding.accessPointAccounts == ['444455556666']"))) {
      RuleSet.parse("r.yaml", other, Instant.EPOCH, w -> warnings.add(w.text()));
      assertEquals(List.of(), warnings);
    }
  }
}
