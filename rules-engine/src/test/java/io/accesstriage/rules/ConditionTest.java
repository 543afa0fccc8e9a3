package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelOptions;
import dev.cel.runtime.RuntimeHelpers;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    Judgement judgement = rules(conditions).judge(Subjects.subject(UNREAD, Findings.unreadFacts()));

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

    Judgement judgement = rules(conditions).judge(Subjects.subject(UNREAD, Findings.unreadFacts()));

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
          .size(access.actions) > 0                ¦ TRUE
          .matches(.tag("Environment"), "^dev") && .string(1) == "1"  ¦ TRUE
          """)
  void condition_onHostileAndOrdinaryValues_neverFails(String condition, Truth expected) {
    Judgement judgement =
        rules(List.of(condition))
            .judge(
                Subjects.subject(
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
                        Subjects.subject(
                            Findings.external(), Findings.tags(Map.of("long", hostile))))
                    .archives("r0"));

    assertEquals(Truth.FALSE, truth);
  }

  /** Patterns that stand in a condition are compiled once, by our own function for CEL's. */
  @Test
  void condition_matches_isWhatCelsOwnFunctionSays() {
    long seed = 815;
    Random random = new Random(seed);
    CelOptions options = CelOptions.current().maxRegexProgramSize(2_000).build();
    List<String> pieces =
        List.of("a", "b", ".", "^", "$", "*", "+", "?", "(", ")", "[ab]", "|", "{2}", "(?i)", "é");
    Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
    for (int round = 0; round < 300; round++) {
      String pattern = words(random, pieces, 5);
      String text = words(random, List.of("a", "b", "A", "é", "\n", "xy"), 5);
      Subject subject =
          Subjects.subject(
              Findings.external(), Findings.tags(Map.of("text", text, "pattern", pattern)));
      Truth expected;
      try {
        expected = Truth.of(RuntimeHelpers.matches(text, pattern, options));
        String literal = CelText.string(pattern);
        Judgement judgement =
            rules(
                    List.of(
                        "tag('text').matches(%s)".formatted(literal),
                        "matches(tag('text'), %s)".formatted(literal)))
                .judge(subject);
        assertEquals(expected, judgement.archives("r0"), pattern + " on " + text);
        assertEquals(expected, judgement.archives("r1"), pattern + " on " + text);
      } catch (PatternSyntaxException e) {
        expected = Truth.UNDETERMINED;
      }
      seen.merge(expected, 1, Integer::sum);
      assertEquals(
          expected,
          rules(List.of("tag('text').matches(tag('pattern'))")).judge(subject).archives("r0"),
          "seed %d: %s on %s".formatted(seed, pattern, text));
    }
    for (Truth truth : Truth.values()) {
      assertTrue(seen.getOrDefault(truth, 0) > 30, () -> "seldom seen: " + seen);
    }
  }

  @Test
  void condition_patternOfATagThatIsTooLarge_isUndetermined() {
    assertEquals(
        Truth.UNDETERMINED,
        rules(List.of("resource.arn.matches(tag('pattern'))"))
            .judge(
                Subjects.subject(
                    Findings.external(), Findings.tags(Map.of("pattern", "(a{1000}){1000}|arn"))))
            .archives("r0"));
    assertEquals(
        Truth.UNDETERMINED,
        rules(List.of("resource.arn.matches(tag('pattern'))"))
            .judge(
                Subjects.subject(
                    Findings.external(), Findings.tags(Map.of("pattern", "arn|a{1000}a{1000}"))))
            .archives("r0"));
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
            () -> rules(List.of(condition)).judge(Subjects.subject(Findings.external())));

    assertEquals(Truth.UNDETERMINED, judgement.archives("r0"));
  }

  private static String words(Random random, List<String> from, int most) {
    StringBuilder words = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      words.append(from.get(random.nextInt(from.size())));
    }
    return words.toString();
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
