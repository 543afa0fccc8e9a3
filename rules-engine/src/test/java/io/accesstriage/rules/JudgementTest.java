package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Risk;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.AwsNames;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.fixtures.Findings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules of a file say together of one finding. */
class JudgementTest {
  private static final Finding EXTERNAL = Findings.external();

  /** Any repository on GitHub has the access. */
  private static final Finding OPEN =
      Findings.with(
          Findings.with(
              Findings.with(EXTERNAL, "/principal/kind", "Federated"),
              "/principal/value",
              "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"),
          "/access/condition",
          Map.of("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"));

  @Test
  void judge_archiveRuleTrue_archives() {
    Judgement judgement = judge(EXTERNAL, archive("a", "true"), archive("b", "true"));

    assertTrue(judgement.isArchived());
    assertEquals(Optional.of("a"), judgement.archiveRule());
    assertEquals("Reason of a.", judgement.archiveReason());
  }

  @Test
  void judge_noRuleTrue_alertsByNoRule() {
    Judgement judgement = judge(EXTERNAL, archive("a", "false"), notify("n", "", "false"));

    assertFalse(judgement.isArchived());
    assertEquals(Optional.empty(), judgement.archiveRule());
    assertEquals(Optional.empty(), judgement.notifyRule());
  }

  @Test
  void judge_unusedAccessThatWasNotAnalyzed_saysNothingOfWhoHasAccess() {
    Finding error =
        Findings.with(
            Findings.with(EXTERNAL, "/type", "UnusedIAMRole"), "/error", "INTERNAL_ERROR");

    assertEquals(
        List.of(
            "Access Analyzer could not analyze the resource (INTERNAL_ERROR), so nobody knows what"
                + " is unused."),
        judge(error, archive("a", "true", "")).guards());
  }

  /** So little is known of such a finding that any notify rule would be named. */
  @Test
  void judge_findingThatWasNotAnalyzed_isNotBlamedOnARuleThatCouldNotBeChecked() {
    Finding error =
        Findings.without(Findings.with(EXTERNAL, "/error", "ACCESS_DENIED"), "/isPublic");
    Judgement judgement = judge(error, notify("public", "", "finding.isPublic"));

    assertEquals(Truth.UNDETERMINED, judgement.notifies());
    assertEquals(Optional.empty(), judgement.notifyRule());
    assertEquals(
        "Access Analyzer could not analyze the resource.", judgement.suggestedRule().whyNot());

    Judgement sure = judge(error, notify("any", "", "resource.arn != ''"));
    assertEquals(Optional.of("any"), sure.notifyRule());
    assertEquals("Reason of any.", sure.notifyReason());
  }

  @Test
  void judge_firstTrueUnexpiredArchiveRule_isTheOneThatArchives() {
    Judgement judgement =
        judge(
            EXTERNAL,
            archive("false", "false"),
            archive("undetermined", "1 / 0 == 1"),
            archive("expired", "true", "expires: 2026-05-31"),
            archive("first", "true"),
            archive("second", "true"));

    assertEquals(Optional.of("first"), judgement.archiveRule());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1 / 0 == 1", "tag('unread') == 'x'"})
  void judge_notifyRuleThatApplies_winsOverEveryArchiveRule(String condition) {
    Judgement judgement =
        judge(
            Subjects.subject(EXTERNAL, Findings.unreadFacts()),
            archive("a", "true"),
            notify("n", "", condition),
            "risk: {archiveBelow: 1000}");

    assertFalse(judgement.isArchived());
    assertEquals(Truth.TRUE, judgement.archives());
    assertEquals(Optional.of("n"), judgement.notifyRule());
  }

  @ParameterizedTest
  @CsvSource({
    "kms:CallerAccount, 464622532012, Datadog",
    "aws:PrincipalArn, arn:aws:iam::464622532012:root, Datadog",
    "kms:CallerAccount, '464622532012,111122223333',",
    "aws:SourceAccount, 464622532012,"
  })
  void principalAccountName_ofAnyoneUnderACondition_isOfTheAccountThatItNames(
      String key, String value, @Nullable String name) {
    Finding finding =
        Findings.with(
            Findings.with(
                EXTERNAL,
                "/principal",
                Map.of("kind", "Anyone", "value", "*", "account", "", "arn", "")),
            "/access/condition",
            Map.of(key, value));

    assertEquals(
        Optional.ofNullable(name), judge(finding, archive("a", "true")).principalAccountName());
  }

  @Test
  void judge_notifyRuleAboutAVendor_appliesWhereTheAccountIsNotKnown() {
    String rule = notify("n", "", "principal.vendor != 'Datadog'");
    Finding datadog = Findings.with(EXTERNAL, "/principal/account", "464622532012");

    assertEquals(Truth.TRUE, judge(EXTERNAL, rule).notifies());
    assertEquals(Truth.FALSE, judge(datadog, rule).notifies());
    assertEquals(
        Truth.UNDETERMINED,
        judge(Findings.without(EXTERNAL, "/principal/account"), rule).notifies());
    assertEquals(
        Truth.UNDETERMINED, judge(Findings.without(EXTERNAL, "/principal"), rule).notifies());
    assertEquals(
        Optional.of("Datadog"), judge(datadog, archive("a", "true")).principalAccountName());
    assertEquals(Optional.empty(), judge(EXTERNAL, rule).principalAccountName());
    assertEquals(
        Optional.empty(),
        judge(Findings.without(EXTERNAL, "/principal"), rule).principalAccountName());
  }

  @Test
  void judge_notifyRuleUndetermined_isMediumAtMostAndSaysThatItCouldNotBeChecked() {
    Judgement judgement =
        judge(
            Subjects.subject(Findings.unused(), Findings.unreadFacts()),
            notify("n", "severity: critical", "tag('a') == 'b'"));

    assertEquals(Truth.UNDETERMINED, judgement.notifies());
    assertEquals(Severity.MEDIUM, judgement.severity());
    assertEquals("Rule n could not be checked.", judgement.notifyReason());
    assertEquals(
        List.of(
            new Explanation.Applied(
                "n",
                "notify",
                false,
                "Reason of n.",
                List.of("the tags: s3:GetBucketTagging was refused"))),
        judgement.explainNotify(List.of(), List.of()).applied());
  }

  @Test
  void judge_archiveRuleUndetermined_doesNotArchive() {
    Judgement judgement =
        judge(
            Subjects.subject(EXTERNAL, Findings.unreadFacts()),
            archive("a", "tag('a') == 'b'", "trustTags: true"));

    assertFalse(judgement.isArchived());
    assertEquals(Truth.UNDETERMINED, judgement.archives());
    assertTrue(judgement.isUndetermined());
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, true",
    "tag('a') == 'b' && resource.type != '', false, true",
    "tag('a') == 'b' && resource.type == '', false, false",
    "true, tag('a') == 'b', true",
    "true, true, false",
  })
  void mayBeArchived_whatIsUnread_countsInFavour(String archive, String alert, boolean expected) {
    Judgement judgement =
        judge(
            Subjects.subject(EXTERNAL, Findings.unreadFacts()),
            archive("a", archive, "trustTags: true"),
            notify("n", "", alert));

    assertEquals(expected, judgement.mayBeArchived());
  }

  @Test
  void mayBeArchived_errorFinding_never() {
    Finding error = Findings.with(EXTERNAL, "/error", "ACCESS_DENIED");

    assertFalse(judge(error, archive("a", "true")).mayBeArchived());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-31T00:00:00Z, true",
    "2026-12-31T23:59:59.999999999Z, true",
    "2027-01-01T00:00:00Z, false",
    "2026-12-31T20:00:00-05:00, false",
    "2027-01-01T01:00:00+02:00, true",
  })
  void judge_expires_throughThatDayInUtc(String now, boolean archives) {
    Judgement judgement =
        rules(archive("a", "true", "expires: 2026-12-31"))
            .judge(
                new Subject(
                    EXTERNAL, Findings.noFacts(), java.time.OffsetDateTime.parse(now).toInstant()));

    assertEquals(archives, judgement.isArchived());
    assertEquals(archives ? Truth.TRUE : Truth.FALSE, judgement.archives());
  }

  @Test
  void judge_expiredRuleThatIsTrue_isNamedInTheExplanation() {
    Judgement judgement = judge(EXTERNAL, archive("old", "true", "expires: 2026-05-31"));

    assertEquals(
        List.of("A note.", "Rule old would have archived it, but expired on 2026-05-31."),
        judgement.explainNotify(List.of(), List.of("A note.")).notes());
  }

  @Test
  void judge_publicFinding_isArchivedOnlyByARuleThatAllowsIt() {
    Finding isPublic = Findings.isPublic(EXTERNAL);

    assertFalse(judge(isPublic, archive("a", "true")).isArchived());
    assertEquals(Truth.FALSE, judge(isPublic, archive("a", "true")).archives());
    assertEquals(
        Optional.of("b"),
        judge(isPublic, archive("a", "true"), archive("b", "true", "allowPublic: true"))
            .archiveRule());
    assertFalse(judge(isPublic, "rules: []", "risk: {archiveBelow: 1000}").isArchived());
  }

  @Test
  void judge_openAccess_isArchivedOnlyByARuleThatAllowsIt() {
    assertFalse(judge(OPEN, archive("a", "true")).isArchived());
    assertEquals(Truth.FALSE, judge(OPEN, archive("a", "true")).archives());
    assertTrue(judge(OPEN, archive("a", "true")).isUnarchived());
    assertEquals(
        Optional.of("b"),
        judge(OPEN, archive("a", "true"), archive("b", "true", "allowPublic: true")).archiveRule());
    assertEquals(
        Truth.FALSE,
        judge(OPEN, "rules: []", "risk: {archiveBelow: 1000}").archives(Decision.RISK_THRESHOLD));
  }

  @Test
  void judge_accessOfWhichItIsNotKnownWhetherItIsOpen_isNotArchived() {
    Finding unread = Findings.without(OPEN, "/access/condition");

    assertEquals(Truth.UNDETERMINED, judge(unread, archive("a", "true")).archives());
    assertEquals(
        Truth.UNDETERMINED,
        judge(unread, "rules: []", "risk: {archiveBelow: 1000}").archives(Decision.RISK_THRESHOLD));
    assertTrue(judge(unread, archive("a", "true", "allowPublic: true")).isArchived());
  }

  @Test
  void explainNotify_openAccess_saysThatItsConditionsLimitNobody() {
    Judgement judgement = judge(OPEN, archive("a", "true"));

    assertEquals(
        List.of(
            new Explanation.Condition(
                "allowPublic: true",
                true,
                List.of("the access is, or may be, open, as its conditions limit nobody"))),
        judgement.explainNotify(List.of(), List.of()).nearest().get(0).failed());
    assertEquals(
        "The access is, or may be, open, as its conditions limit nobody, and the rule does not say"
            + " allowPublic: true.",
        judgement.checked().rules().get(0).heldBack());
  }

  @Test
  void offeredRule_openAccess_isNone() {
    assertEquals(
        new SuggestedRule(null, "The access is open: its conditions limit nobody."),
        judge(OPEN, "rules: []").suggestedRule());
  }

  @Test
  void judge_externalFindingThatDoesNotSayWhetherItIsPublic_countsAsPublic() {
    Finding unsaid = Findings.without(EXTERNAL, "/isPublic");

    assertFalse(judge(unsaid, archive("a", "true")).isArchived());
    assertEquals(Truth.UNDETERMINED, judge(unsaid, archive("a", "true")).archives());
    assertTrue(judge(unsaid, archive("a", "true", "allowPublic: true")).isArchived());
    assertEquals(Severity.HIGH, judge(unsaid, archive("a", "true")).severity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "type", "readFrom"})
  void judge_guardedFinding_isNeverArchived(String guard) {
    Finding guarded =
        switch (guard) {
          case "error" -> Findings.with(EXTERNAL, "/error", "ACCESS_DENIED");
          case "type" -> Findings.with(EXTERNAL, "/type", "BrandNewAccess");
          default -> EXTERNAL.asAnnounced("GetFindingV2 was refused");
        };

    Judgement judgement =
        judge(guarded, archive("a", "true", "allowPublic: true"), "risk: {archiveBelow: 1000}");

    assertFalse(judgement.isArchived());
    assertEquals(Truth.TRUE, judgement.archives());
    assertEquals(
        switch (guard) {
          case "error" ->
              List.of(
                  "Access Analyzer could not analyze the resource (ACCESS_DENIED), so nobody knows"
                      + " who has access.");
          case "type" -> List.of("This version does not know findings of type \"BrandNewAccess\".");
          default ->
              List.of(
                  "The finding could not be read from Access Analyzer, only from the event, which"
                      + " may be old: GetFindingV2 was refused");
        },
        judgement.guards());
  }

  @ParameterizedTest
  @CsvSource({"0, false", "9, false", "10, false", "11, true"})
  void judge_riskThreshold_archivesWhatScoresBelowIt(int threshold, boolean archives) {
    Judgement judgement =
        judge(
            EXTERNAL,
            "rules: []",
            """
            risk:
              factors:
                - {id: applies, points: 15, when: principal.kind == "Role"}
                - {id: not, points: 100, when: finding.isPublic}
                - {id: lowers, points: -5, when: "\\"aws:SourceVpc\\" in access.condition"}
              archiveBelow: %d
            """
                .formatted(threshold));

    assertEquals(archives, judgement.isArchived());
    assertEquals(archives ? Optional.of("risk") : Optional.empty(), judgement.archiveRule());
    assertEquals(
        new Risk(
            10, List.of(new Risk.Factor("applies", 15, true), new Risk.Factor("lowers", -5, true))),
        judgement.risk());
  }

  @Test
  void judge_riskThreshold_countsWhatCouldNotBeReadAsBad() {
    String model =
        """
        risk:
          factors:
            - {id: worse, points: 10, when: "!hasTag('Owner')"}
            - {id: better, points: -10, when: "hasTag('Owner')"}
          archiveBelow: 5
          trustTags: true
        """;

    Judgement unread =
        judge(Subjects.subject(EXTERNAL, Findings.unreadFacts()), "rules: []", model);

    assertFalse(unread.isArchived());
    assertEquals(Truth.UNDETERMINED, unread.archives());
    assertEquals(new Risk(10, List.of(new Risk.Factor("worse", 10, false))), unread.risk());
    assertTrue(
        judge(Subjects.subject(EXTERNAL, Findings.tags(Map.of("Owner", "a"))), "rules: []", model)
            .isArchived());
  }

  /** Of a score that could be anything in a range, only what is surely below counts as below. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 10, UNDETERMINED",
    "0, 10, 11, TRUE",
    "10, 10, 10, FALSE",
    "10, 10, 20, UNDETERMINED",
    "10, 10, 21, TRUE",
    "10, -10, 0, FALSE",
    "10, -10, 1, UNDETERMINED",
    "10, -10, 10, UNDETERMINED",
    "10, -10, 11, TRUE",
  })
  void judge_riskThresholdWithinWhatTheScoreMayBe_isUndetermined(
      int certain, int unread, int threshold, Truth archives) {
    Judgement judgement =
        judge(
            Subjects.subject(EXTERNAL, Findings.unreadFacts()),
            "rules: []",
            """
            risk:
              factors:
                - {id: certain, points: %d, when: "true"}
                - {id: unread, points: %d, when: "hasTag('a')"}
              archiveBelow: %d
              trustTags: true
            """
                .formatted(certain, unread, threshold));

    assertEquals(archives, judgement.archives());
    assertEquals(archives == Truth.TRUE, judgement.isArchived());
  }

  /** It is shown as counted only if it may add to the score. */
  @Test
  void risk_factorThatCouldNotBeReadAndAddsNothing_isNotCounted() {
    assertEquals(
        new Risk(0, List.of()),
        judge(
                Subjects.subject(EXTERNAL, Findings.unreadFacts()),
                "rules: []",
                "risk: {factors: [{id: f, points: 0, when: hasTag('a')}]}")
            .risk());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read          | false       | false       | true",
        "read          | true        | false       | false",
        "read          | true        | true        | true",
        "read          | tag('a')=='b' | false     | false",
        "error         | false       | false       | false",
        "event         | false       | true        | false",
      })
  void isUnarchived_onlyWhereItIsCertain(
      String how, String archive, String alert, boolean expected) {
    Finding finding =
        switch (how) {
          case "error" -> Findings.with(EXTERNAL, "/error", "ACCESS_DENIED");
          case "event" -> EXTERNAL.asAnnounced("refused");
          default -> EXTERNAL;
        };
    Judgement judgement =
        judge(
            Subjects.subject(finding, Findings.unreadFacts()),
            archive("a", archive, "trustTags: true"),
            notify("n", "", alert));

    assertEquals(expected, judgement.isUnarchived());
  }

  @Test
  void ofOneRule_isWhatThatRuleSays() {
    Judgement judgement =
        judge(
            Subjects.subject(EXTERNAL, Findings.unreadFacts()),
            archive("ends", "true", "expires: 2026-06-02"),
            archive("not", "resource.region == 'us-east-1' && resource.account == '1'"),
            notify("certain", "", "true"),
            notify("unread", "", "hasTag('a')"),
            notify("not-this", "", "false"));

    assertEquals(Optional.of(Instant.parse("2026-06-03T00:00:00Z")), judgement.archiveRuleEnd());
    assertEquals(
        List.of("ends"),
        judgement.explainArchive().applied().stream().map(Explanation.Applied::rule).toList());
    assertEquals(Truth.TRUE, judgement.notifies("certain"));
    assertEquals(Truth.UNDETERMINED, judgement.notifies("unread"));
    assertEquals(Truth.FALSE, judgement.notifies("not-this"));
    assertEquals(Truth.FALSE, judgement.notifies("ends"));
    assertEquals(Optional.of(1), judgement.missing("not").map(missing -> missing.failed().size()));
    assertEquals(Optional.empty(), judgement.missing("ends"));
    assertEquals(
        Optional.of(1), judgement.missing("not-this").map(missing -> missing.failed().size()));
    assertEquals(Optional.empty(), judgement.missing("none"));
  }

  @Test
  void archiveEnd_ofSeveralRules_isThatOfTheLastOne() {
    String soon = archive("soon", "true", "expires: 2026-06-02");
    String later = archive("later", "true", "expires: 2026-07-01");
    String asLate = archive("as-late", "true", "expires: 2026-07-01");

    assertEquals(
        Optional.of(new ArchiveEnd("later", "a@example.com", LocalDate.of(2026, 7, 1))),
        judge(EXTERNAL, soon, later, asLate).archiveEnd());
    assertEquals(
        Optional.of(new ArchiveEnd("ever", "a@example.com", null)),
        judge(EXTERNAL, soon, later, archive("ever", "true")).archiveEnd());
    assertEquals(
        Optional.of(new ArchiveEnd("risk", "", null)),
        judge(EXTERNAL, soon, later, "risk: {archiveBelow: 1000}").archiveEnd());
  }

  @Test
  void archiveEnd_whereNoRuleArchivesForSure_isNotKnown() {
    assertEquals(
        Optional.empty(),
        judge(
                EXTERNAL,
                archive("unread", "hasTag('a')", "trustTags: true"),
                archive("ended", "true", "expires: 2026-05-31"),
                archive("other", "false"))
            .archiveEnd());
  }

  @Test
  void checked_ruleThatIsHeldBack_saysWhatBy() {
    Checked checked =
        judge(
                EXTERNAL,
                archive("expired", "true", "expires: 2026-05-31"),
                archive("ours", "true"),
                notify("told", "", "true"))
            .checked();

    assertEquals(
        Arrays.asList("It expired on 2026-05-31.", null, null),
        checked.rules().stream().map(Checked.OfRule::heldBack).toList());
    assertEquals(
        List.of(Truth.FALSE, Truth.TRUE, Truth.TRUE),
        checked.rules().stream().map(Checked.OfRule::applies).toList());
    assertEquals(
        List.of(true, true, false),
        checked.rules().stream().map(Checked.OfRule::archives).toList());
  }

  @Test
  void judge_riskThreshold_isOnlyForKnownResourceTypesAndFindings() {
    for (String type : AwsNames.RESOURCE_TYPES) {
      assertTrue(
          judge(
                  Findings.with(EXTERNAL, "/resource/type", type),
                  "rules: []",
                  "risk: {archiveBelow: 5}")
              .isArchived(),
          type);
    }
    assertEquals(
        Truth.FALSE,
        judge(
                Findings.with(EXTERNAL, "/resource/type", "AWS::New::Thing"),
                "rules: []",
                "risk: {archiveBelow: 5}")
            .archives());
    assertEquals(
        Truth.FALSE,
        judge(
                Findings.with(EXTERNAL, "/type", "BrandNewAccess"),
                "rules: []",
                "risk: {archiveBelow: 5}")
            .archives());
  }

  @Test
  void judge_rulesComeBeforeTheThreshold() {
    assertEquals(
        Optional.of("a"),
        judge(EXTERNAL, archive("a", "true"), "risk: {archiveBelow: 5}").archiveRule());
  }

  @Test
  void judge_riskScoreInARule_isUndeterminedWhereAFactorIs() {
    String[] file = {
      archive("low", "risk < 5", "trustTags: true"),
      "risk: {factors: [{id: tagged, points: 3, when: hasTag('a')}]}"
    };

    assertTrue(judge(EXTERNAL, file).isArchived());
    assertEquals(
        Truth.UNDETERMINED,
        judge(Subjects.subject(EXTERNAL, Findings.unreadFacts()), file).archives());
  }

  @ParameterizedTest
  @CsvSource({
    "69, MEDIUM",
    "70, HIGH",
    "89, HIGH",
    "90, CRITICAL",
  })
  void severity_riskScore_raisesIt(int points, Severity severity) {
    String model =
        "risk: {factors: [{id: f, points: %d, when: resource.region == 'us-east-1'}]}"
            .formatted(points);

    assertEquals(severity, judge(EXTERNAL, "rules: []", model).severity());
    assertEquals(
        Severity.MEDIUM,
        judge(Findings.without(EXTERNAL, "/resource/region"), "rules: []", model).severity(),
        "what could not be determined makes nothing more urgent");
  }

  @Test
  void severity_withoutRules_isThatOfTheFamily() {
    assertEquals(Severity.MEDIUM, judge(EXTERNAL, "rules: []").severity());
    assertEquals(Severity.HIGH, judge(Findings.isPublic(EXTERNAL), "rules: []").severity());
    assertEquals(Severity.MEDIUM, judge(Findings.internal(), "rules: []").severity());
    assertEquals(Severity.LOW, judge(Findings.unused(), "rules: []").severity());
    for (Finding error : List.of(EXTERNAL, Findings.internal(), Findings.unused())) {
      assertEquals(
          Severity.MEDIUM,
          judge(
                  Findings.without(Findings.with(error, "/error", "INTERNAL_ERROR"), "/isPublic"),
                  "rules: []")
              .severity());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          low:true                      | MEDIUM   | n0
          low:true critical:true        | CRITICAL | n1
          high:true high:true           | HIGH     | n0
          high:unread medium:true       | MEDIUM   | n1
          medium:unread medium:true     | MEDIUM   | n1
          critical:unread low:true      | MEDIUM   | n0
          high:unread critical:unread   | MEDIUM   | n0
          low:true default:true         | MEDIUM   | n1
          default:true medium:true      | MEDIUM   | n0
          default:unread low:true       | MEDIUM   | n0
          """)
  void severity_ofSeveralNotifyRules_isTheHighestAndItsFirstRuleIsNamed(
      String rules, Severity severity, String rule) {
    StringBuilder file = new StringBuilder("rules:\n");
    Matcher each = Pattern.compile("(\\w+):(\\w+)").matcher(rules);
    for (int i = 0; each.find(); i++) {
      file.append(
          notify(
                  "n" + i,
                  each.group(1).equals("default") ? "" : "severity: " + each.group(1),
                  each.group(2).equals("true") ? "true" : "hasTag('a')")
              .replace("rules:\n", ""));
    }

    Judgement judgement =
        judge(Subjects.subject(EXTERNAL, Findings.unreadFacts()), file.toString());

    assertEquals(severity, judgement.severity());
    assertEquals(Optional.of(rule), judgement.notifyRule());
  }

  @Test
  void severity_publicFindingAndAMilderRule_staysHigh() {
    assertEquals(
        Severity.HIGH,
        judge(Findings.isPublic(EXTERNAL), notify("n", "severity: low", "true")).severity());
  }

  @Test
  void tagsUsed_areThoseThatTheArchiveRuleReads() {
    Subject subject =
        Subjects.subject(EXTERNAL, Findings.tags(Map.of("a", "1", "b", "2", "c", "3")));

    assertEquals(
        Map.of("a", "1"),
        judge(
                subject,
                archive("x", "tag('a') == '1' && !hasTag('absent')", "trustTags: true"),
                archive("y", "tag('b') == '2'", "trustTags: true"))
            .tagsUsed());
    assertEquals(
        Map.of("a", "1", "b", "2", "c", "3"),
        judge(subject, archive("x", "['a', 'z'].exists(key, tag(key) == '1')", "trustTags: true"))
            .tagsUsed(),
        "names that are known only when evaluated");
    String model =
        "risk: {factors: [{id: f, points: -5, when: hasTag('c')}], archiveBelow: 1,"
            + " trustTags: true}";
    assertEquals(Map.of("c", "3"), judge(subject, "rules: []", model).tagsUsed());
    assertEquals(
        Map.of("a", "1", "c", "3"),
        judge(subject, archive("x", "risk < 0 && hasTag('a')", "trustTags: true"), model)
            .tagsUsed());
    assertEquals(Map.of(), judge(subject, archive("x", "true")).tagsUsed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tag('a') == '1'                                                       | true
          tag('a') == '1' && principal.kind == 'Role'                           | true
          tag('a') == '1' && principal.value != ''                              | true
          tag('a') == '1' && principal.account == '444455556666'                | false
          principal.account == '1' OR principal.account == tag('b')             | true
          tag('b') == '444455556666' && principal.account == tag('b')           | false
          tag('a') == '1' OR principal.account == '444455556666'                | false
          tag('a') == '1' OR principal.account == '1'                           | true
          tag('a') == '1' OR resource.type == 'AWS::S3::Bucket'                 | false
          resource.type == 'AWS::S3::Bucket'                                    | false
          principal.account == '444455556666'                                   | false
          tag('a') == '2'                                                       | false
          risk < 0                                                              | true
          """)
  void archivesByTagsAlone_isToldFromTheDecision(String condition, boolean expected) {
    Subject subject =
        Subjects.subject(EXTERNAL, Findings.tags(Map.of("a", "1", "b", "444455556666")));

    assertEquals(
        expected,
        rules(
                archive("x", condition.replace("OR", "||"), "trustTags: true"),
                "risk: {factors: [{id: f, points: -5, when: hasTag('a')}]}")
            .archivesByTagsAlone(subject));
  }

  @Test
  void archivesByTagsAlone_whereARuleArchivesThatReadsNone_isFalse() {
    Subject subject = Subjects.subject(EXTERNAL, Findings.tags(Map.of("a", "1")));
    String byTag = archive("x", "tag('a') == '1'", "trustTags: true");

    assertTrue(rules(byTag).archivesByTagsAlone(subject));
    assertFalse(
        rules(byTag, archive("y", "resource.account == '111122223333'"))
            .archivesByTagsAlone(subject));
    assertFalse(
        rules(byTag, notify("n", "", "hasTag('a')")).archivesByTagsAlone(subject), "not archived");
    String model =
        "risk: {factors: [{id: f, points: %d, when: hasTag('a')}], archiveBelow: 5, trustTags:"
            + " true}";
    assertFalse(
        rules("rules: []", model.formatted(-5)).archivesByTagsAlone(subject),
        "below the threshold whatever the tags are");
    assertTrue(
        rules(
                "rules: []",
                """
                risk:
                  factors:
                    - {id: always, points: 6, when: finding.type != ""}
                    - {id: tagged, points: -5, when: hasTag('a')}
                  archiveBelow: 5
                  trustTags: true
                """)
            .archivesByTagsAlone(subject));
  }

  @Test
  void explainNotify_nearestRules_comeFirstWithWhatTheySaw() {
    Explanation explanation =
        judge(
                Subjects.subject(EXTERNAL, Findings.tags(Map.of("Env", "prod"))),
                archive("far", "principal.kind == 'User' && finding.isPublic"),
                archive(
                    "near",
                    "principal.account == '444455556666' && resource.type == 'AWS::S3::Bucket' &&"
                        + " tag('Env') == 'dev'"))
            .explainNotify(List.of("A guard."), List.of());

    assertEquals(
        new Explanation(
            List.of(),
            List.of(
                new Explanation.Near(
                    "near",
                    "Reason of near.",
                    3,
                    List.of(
                        new Explanation.Condition(
                            "tag(\"Env\") == \"dev\"",
                            true,
                            List.of("tag(\"Env\") is \"prod\""))))),
            1,
            List.of("A guard."),
            List.of()),
        explanation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          principal.kind == "User"                                                        ¦ false
          principal.kind == "User" && resource.type == "AWS::S3::Bucket"                  ¦ true
          principal.kind == "User" && resource.account == "1"                             ¦ false
          principal.kind == "User" && resource.account == "1" && access.type == ""        ¦ false
          finding.type == "ExternalAccess" && principal.kind == "User"                    ¦ false
          finding.type == "ExternalAccess" && principal.kind == "User" && access.type == "" ¦ true
          finding.type == "InternalAccess"                                                ¦ false
          finding.type == "InternalAccess" && resource.type == "AWS::S3::Bucket"          ¦ true
          hasTag("a") && principal.kind == "User"                                         ¦ false
          hasTag("a") && principal.kind == "Role"                                         ¦ true
          hasTag("a") && hasTag("b")                                                      ¦ true
          finding.type == "ExternalAccess" && hasTag("a")                                 ¦ true
          """)
  void explainNotify_ruleOfWhichLessThanHalfIsTrue_isNotNear(String condition, boolean isNear) {
    Explanation explanation =
        judge(
                Subjects.subject(EXTERNAL, Findings.unreadFacts()),
                archive("a", condition, "trustTags: true"))
            .explainNotify(List.of(), List.of());

    assertEquals(isNear ? 1 : 0, explanation.nearest().size());
    assertEquals(isNear ? 0 : 1, explanation.otherArchiveRules());
  }

  @Test
  void explainNotify_ofALargeFile_looksNoFurtherThanItMay() {
    StringBuilder file = new StringBuilder("rules:\n");
    for (int i = 0; i < 1_000; i++) {
      file.append(
          archive(
                  "half-%d".formatted(i),
                  "finding.isPublic && principal.arn == '%d' && access.type == ''".formatted(i))
              .replace("rules:\n", ""));
    }
    file.append(
        archive(
                "near",
                "resource.type == 'AWS::S3::Bucket' && principal.kind == 'Role' && hasTag('a')",
                "trustTags: true")
            .replace("rules:\n", ""));
    Explanation explanation =
        RuleSet.parse("rules.yaml", file.toString())
            .judge(Subjects.subject(EXTERNAL, Findings.unreadFacts()))
            .explainNotify(List.of(), List.of());

    assertEquals(
        List.of("near"), explanation.nearest().stream().map(Explanation.Near::rule).toList());
    assertEquals(1_000, explanation.otherArchiveRules());
  }

  @Test
  void explainNotify_publicGuard_isTheConditionThatFailed() {
    assertEquals(
        List.of(
            new Explanation.Condition(
                "allowPublic: true", true, List.of("the finding is, or may be, public"))),
        judge(Findings.isPublic(EXTERNAL), archive("a", "true"))
            .explainNotify(List.of(), List.of())
            .nearest()
            .get(0)
            .failed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          true                                                       |
          resource.account == '1'                                    |
          hasTag('a') && false                                       |
          hasTag('a') OR true                                        |
          hasTag('a')                                                | tags
          'alias/a' in keyAliases && tag('a') == 'b'                 | keyAliases, tags
          account.name == 'a' OR account.ou == 'b'                   | account.name, account.ou
          principal.inOrganization                                   | principal.inOrganization
          finding.analyzerArn == 'a' && principal.account == '1'     | finding.analyzerArn, principal.account
          access.actions == [] OR finding.sources == []              | access.actions, finding.sources
          finding.unused.lastAccessed < now                          |
          risk < 1                                                   | tags
          1 / 0 == 1                                                 |
          """)
  void unread_isWhatARuleAskedForInVain(String condition, @Nullable String names) {
    Finding finding = withoutAnalyzer();
    Judgement judgement =
        judge(
            Subjects.subject(finding, Findings.unreadFacts()),
            notify("n", "", condition.replace(" OR ", " || ")),
            condition.startsWith("risk")
                ? "risk: {factors: [{id: f, points: 1, when: hasTag('a')}]}"
                : "");

    assertEquals(
        names == null ? "" : names,
        String.join(", ", judgement.unread().stream().map(UnreadFact::name).toList()));
  }

  @Test
  void unread_saysOfWhatAndWhy() {
    assertEquals(
        List.of(
            new UnreadFact(
                "finding.analyzerArn",
                true,
                Fact.Cause.UNSUPPORTED,
                "The finding does not say it."),
            new UnreadFact(
                "principal.value", true, Fact.Cause.UNSUPPORTED, "The finding does not say it."),
            new UnreadFact("tags", false, Fact.Cause.DENIED, "s3:GetBucketTagging was refused")),
        judge(
                Subjects.subject(withoutAnalyzer(), Findings.unreadFacts()),
                archive(
                    "imported",
                    "finding.analyzerArn == 'a' && principal.value == '*' && hasTag('b')",
                    "trustTags: true"),
                archive("a", "finding.analyzerArn == 'a'"),
                archive("expired", "principal.account == 'a'", "expires: 2020-01-01"),
                notify("n", "", "hasTag('a')"))
            .unread());
  }

  @Test
  void unread_ofAFindingThatDoesNotSayWhetherItIsPublic_isWhereAGuardAsksForIt() {
    Finding finding = Findings.without(EXTERNAL, "/isPublic");

    assertEquals(List.of(), judge(finding, archive("a", "false")).unread());
    assertEquals(List.of(), judge(finding, archive("a", "true", "allowPublic: true")).unread());
    assertEquals(
        List.of("finding.isPublic"),
        judge(finding, archive("a", "true")).unread().stream().map(UnreadFact::name).toList());
  }

  @Test
  void unread_ofAPrincipalOfUnknownKind_isItsKind() {
    Finding unknown =
        Findings.with(
            EXTERNAL,
            "/principal",
            Map.of("kind", "Unknown", "account", "", "arn", "", "value", "{}"));

    assertEquals(
        List.of("principal.kind"),
        judge(unknown, archive("a", "true")).unread().stream().map(UnreadFact::name).toList());
  }

  @Test
  void unread_ofALastUse_isNotWhatNeverWas() {
    String rule = archive("a", "finding.unused.lastAccessed < now");
    Finding never = Findings.without(Findings.unused(), "/unused/lastAccessed");

    assertEquals(List.of(), judge(never, rule).unread());
    assertEquals(
        List.of("finding.unused.lastAccessed"),
        judge(Findings.with(never, "/unused/lastUseRead", false), rule).unread().stream()
            .map(UnreadFact::name)
            .toList());
    assertEquals(
        List.of("finding.unused.lastAccessed: it was never used"),
        judge(never, notify("n", "", "finding.unused.lastAccessed < now"))
            .explainNotify(List.of(), List.of())
            .applied()
            .get(0)
            .unread());
  }

  /** An event's or an export's: of what it is about, little is said. */
  private static Finding withoutAnalyzer() {
    return Findings.withoutAnalyzer(
        Findings.without(
            Findings.without(Findings.without(EXTERNAL, "/principal"), "/sources"),
            "/access/actions"));
  }

  @Test
  void isUndetermined_onlyWhereARuleAskedForIt() {
    Subject unread = Subjects.subject(EXTERNAL, Findings.unreadFacts());

    assertFalse(judge(unread, archive("a", "true")).isUndetermined());
    assertFalse(judge(unread, notify("n", "", "hasTag('a') && false")).isUndetermined());
    assertTrue(judge(unread, notify("n", "", "hasTag('a')")).isUndetermined());
    assertTrue(
        judge(unread, "rules: []", "risk: {factors: [{id: f, points: 1, when: hasTag('a')}]}")
            .isUndetermined());
  }

  @Test
  void family_ofNoKnownType_isUnknown() {
    assertEquals(FindingType.Family.UNKNOWN, new FindingType("BrandNewAccess").family());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // What the other rule asks for in vain, this one does, too.
        "tag('a') == 'x' && tag('b') == 'y' | false | tag('a') == 'x' | false | true | true",
        "tag('a') == 'x' | false | tag('a') == 'x' && tag('b') == 'y' | false | true | false",
        // What is known leaves nothing open.
        "tag('a') == 'x' | false | principal.account != '' && tag('a') == 'x' | false | true | true",
        // The guard against access of anyone is asked for as well, where nobody knows.
        "tag('a') == 'x' | true | tag('a') == 'x' | false | false | false",
        "tag('a') == 'x' | false | tag('a') == 'x' | true | false | true",
        "tag('a') == 'x' | true | tag('a') == 'x' | false | true | true"
      })
  void isWithin_ruleOfWhichNotAllIsRead_isSoWhereTheOtherAsksForNothingMore(
      String rule,
      boolean allowPublic,
      String other,
      boolean otherAllowsPublic,
      boolean isPublicRead,
      boolean expected) {
    RuleSet rules = rules(archive("r", rule, "trustTags: true", "allowPublic: " + allowPublic));
    RuleSet others =
        rules(archive("o", other, "trustTags: true", "allowPublic: " + otherAllowsPublic));
    Subject subject =
        Subjects.subject(
            isPublicRead ? EXTERNAL : Findings.without(EXTERNAL, "/isPublic"),
            new Facts(
                Fact.unread(Fact.Cause.FAILED, "Tags could not be read."), Fact.known(List.of())));

    assertEquals(
        expected, rules.isWithin("r", rules.judge(subject), others, others.judge(subject)));
  }

  private static Judgement judge(Finding finding, String... parts) {
    return judge(Subjects.subject(finding), parts);
  }

  private static Judgement judge(Subject subject, String... parts) {
    return rules(parts).judge(subject);
  }

  /** A file of rules and, last, a risk model. */
  private static RuleSet rules(String... parts) {
    StringBuilder file = new StringBuilder();
    for (String part : parts) {
      file.append(file.isEmpty() ? part : part.replace("rules:\n", "")).append('\n');
    }
    return RuleSet.parse("rules.yaml", file.toString());
  }

  private static String archive(String id, String condition, String... more) {
    return rule(
        id, "archive", condition, "owner: a@example.com\n    " + String.join("\n    ", more));
  }

  private static String notify(String id, String more, String condition) {
    return rule(id, "notify", condition, more);
  }

  private static String rule(String id, String effect, String condition, String more) {
    return """
    rules:
      - id: "%s"
        effect: %s
        reason: Reason of %s.
        when: |
          %s
        %s
    """
        .formatted(id, effect, id, condition, more);
  }

  @Test
  void now_isTheTimeOfTheSubject() {
    RuleSet rules = rules(archive("a", "now < timestamp('2026-06-01T12:00:01Z')"));

    assertTrue(rules.judge(Subjects.subject(EXTERNAL)).isArchived());
    assertFalse(
        rules
            .judge(new Subject(EXTERNAL, Findings.noFacts(), Instant.parse("2026-06-01T12:00:01Z")))
            .isArchived());
  }
}
