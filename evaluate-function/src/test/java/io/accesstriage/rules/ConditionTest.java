package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.accesstriage.finding.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions evaluate to where something was not read, or cannot be evaluated. */
class ConditionTest {
  /** Of which neither the account, nor whether it is public, nor the access was read. */
  private static final Finding UNREAD =
      Findings.without(
          Findings.without(Findings.without(Findings.external(), "/isPublic"), "/access"),
          "/resource/account");

  private static final List<String> UNDETERMINED =
      List.of(
          "finding.isPublic",
          "hasTag('a')",
          "tag('a') == 'b'",
          "'a' in keyAliases",
          "access.condition.a == 'b'",
          "access.actions.exists(q, q == 'a')",
          "'Write' in access.levels",
          "access.levels.all(q, q == 'Read')",
          "['a'].exists(q, hasTag(q))",
          "['a'].all(q, finding.isPublic)",
          "['a'].exists_one(q, finding.isPublic)",
          "(finding.isPublic && true)",
          "(true && hasTag('a'))",
          "(hasTag('a') || false)",
          "(finding.isPublic && hasTag('a'))",
          "(true ? (hasTag('a') || false) : true)",
          "(finding.isPublic ? true : false)",
          "(int('x') > 1)",
          "(int('x') > 1 && true)",
          "(false || 1 / 0 == 1)",
          "['a'].exists(q, ['a'][1] == q)");

  /** Ways to use a truth that depend on it. */
  private static final List<String> USES =
      List.of(
          "%s",
          "!(%s)",
          "(%s) == false",
          "false == (%s)",
          "(%s) != true",
          "((%s) == false) == false",
          "[%s] == [false]",
          "{'a': %s} == {'a': false}",
          "(%s) in [true, false]",
          "[%s].exists(z, z)",
          "[%s].exists_one(z, z)",
          "[%s].filter(z, z) == []",
          "[1].map(z, (%s)) == [false]",
          "[1].exists(z, (%s))",
          "[1].exists(z, (%s) != true) == true",
          "[%s][0]",
          "dyn(%s) == false",
          "string(%s) == 'x'",
          "(%s) && true",
          "(%s) || false",
          "(%s) ? false : true");

  @Test
  void condition_whateverIsDoneWithSomethingUndetermined_isUndetermined() {
    List<String> conditions = new ArrayList<>();
    UNDETERMINED.forEach(truth -> USES.forEach(use -> conditions.add(use.formatted(truth))));

    Judgement judgement = rules(conditions).judge(Findings.subject(UNREAD, Findings.unreadFacts()));

    for (int i = 0; i < conditions.size(); i++) {
      assertEquals(Truth.UNDETERMINED, judgement.archives("r" + i), conditions.get(i));
    }
  }

  @Test
  void condition_thatIsDecidedByTheRest_isDecided() {
    List<String> conditions = new ArrayList<>();
    for (String truth : UNDETERMINED) {
      conditions.add("true || " + truth);
      conditions.add(truth + " || true");
      conditions.add("!(" + truth + " && false)");
      conditions.add("['a', 'b'].exists(z, z == 'b' || " + truth + ")");
      conditions.add("!['a', 'b'].all(z, " + truth + " && z == 'a')");
      conditions.add("true ? true : " + truth);
    }

    Judgement judgement = rules(conditions).judge(Findings.subject(UNREAD, Findings.unreadFacts()));

    for (int i = 0; i < conditions.size(); i++) {
      assertEquals(Truth.TRUE, judgement.archives("r" + i), conditions.get(i));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      textBlock =
          """
          tag("absent") == ""                      ¦ TRUE
          hasTag("absent")                         ¦ FALSE
          tag("Environment") == "development"      ¦ TRUE
          tag("environment") == "development"      ¦ FALSE
          tag("Environment").matches("dev")        ¦ TRUE
          tag("Environment").matches("^dev$")      ¦ FALSE
          access.condition["aws:SourceVpc"] == "vpc-1"  ¦ TRUE
          access.condition["none"] == "vpc-1"      ¦ UNDETERMINED
          "none" in access.condition && access.condition["none"] == "x"  ¦ FALSE
          access.actions[7] == "x"                 ¦ UNDETERMINED
          "s3:GetObject" in access.actions         ¦ TRUE
          "Read" in access.levels                  ¦ TRUE
          "Write" in access.levels                 ¦ FALSE
          access.levels == ["List", "Read"]        ¦ TRUE
          access.levels.exists(q, q == "Tagging")  ¦ FALSE
          ["a"].all(q, q == "a") && access.levels.all(l, l in ["List", "Read"]) ¦ TRUE
          int(tag("Environment")) > 3              ¦ UNDETERMINED
          int(tag("Huge")) > 3                     ¦ UNDETERMINED
          "x".matches(tag("Pattern"))              ¦ UNDETERMINED
          now + duration(tag("Huge")) > now        ¦ UNDETERMINED
          timestamp(tag("Pattern")) < now          ¦ UNDETERMINED
          finding.createdAt.getFullYear(tag("Pattern")) > 2000  ¦ UNDETERMINED
          now - finding.createdAt > duration("24h")   ¦ TRUE
          dyn(1)                                   ¦ UNDETERMINED
          principal.value.endsWith(":role/reader") ¦ TRUE
          """)
  void condition_onHostileAndOrdinaryValues_neverFails(String condition, Truth expected) {
    Judgement judgement =
        rules(List.of(condition))
            .judge(
                Findings.subject(
                    Findings.external(),
                    Findings.tags(
                        Map.of(
                            "Environment", "development",
                            "Pattern", "(",
                            "Huge", "99999999999999999999"))));

    assertEquals(expected, judgement.archives("r0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag('long').matches('(a+)+$')",
        "tag('long').matches('(a|a)*b')",
        "tag('long').matches('^(([a-z])+.)+[A-Z]([a-z])+$')",
        "tag('long').matches('(.*.*.*.*.*)*c')",
      })
  void condition_patternThatBacktracksElsewhere_isFast(String condition) {
    RuleSet rules = rules(List.of(condition));
    String hostile = "a".repeat(100_000) + "!";

    Truth truth =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () ->
                rules
                    .judge(
                        Findings.subject(
                            Findings.external(), Findings.tags(Map.of("long", hostile))))
                    .archives("r0"));

    assertEquals(Truth.FALSE, truth);
  }

  @Test
  void condition_loopsInLoops_endUndetermined() {
    String ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
    String condition =
        "%s.all(a, %s.all(b, %s.all(c, %s.all(d, %s.all(e, a + b + c + d + e > 0)))))"
            .formatted(ten, ten, ten, ten, ten);

    Judgement judgement =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> rules(List.of(condition)).judge(Findings.subject(Findings.external())));

    assertEquals(Truth.UNDETERMINED, judgement.archives("r0"));
  }

  private static RuleSet rules(List<String> conditions) {
    StringBuilder file = new StringBuilder("rules:\n");
    for (int i = 0; i < conditions.size(); i++) {
      file.append(
          """
            - id: r%d
              effect: archive
              owner: a
              reason: a
              trustTags: true
              allowPublic: true
              when: |
                %s
          """
              .formatted(i, conditions.get(i)));
    }
    return RuleSet.parse("rules.yaml", file.toString());
  }
}
