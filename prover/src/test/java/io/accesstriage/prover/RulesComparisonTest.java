package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.prover.RulesComparison.More;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesComparisonTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static More more(String rules, String others) {
    return new RulesComparison(
            RuleSet.parse("new.yaml", rules),
            RuleSet.parse("old.yaml", others),
            type -> true,
            NOW,
            Duration.ofSeconds(20))
        .more();
  }

  private static String rule(String id, String when) {
    return "  - {id: %s, effect: archive, owner: o, reason: r, when: '%s'}\n".formatted(id, when);
  }

  private static String file(String... rules) {
    return "rules:\n" + String.join("", rules);
  }

  @Test
  void more_sameRulesInOtherWordsAndOrder_isProvedToBeNothing() {
    String before = file(rule("a", "principal.account in [\"444455556666\", \"777788889999\"]"));
    String after =
        file(
            rule("b", "principal.account == \"777788889999\""),
            rule("c", "principal.account == \"444455556666\""));
    assertEquals(Verdict.PROVED, more(after, before).verdict());
    assertEquals(Verdict.PROVED, more(before, after).verdict());
  }

  @Test
  void more_widerList_hasAnExampleOfWhatIsNewInIt() {
    String rules = rule("a", "principal.account in lists.partners");
    String before = "lists: {partners: [\"444455556666\"]}\n" + file(rules);
    String after = "lists: {partners: [\"444455556666\", \"777788889999\"]}\n" + file(rules);
    More more = more(after, before);
    assertEquals(Verdict.REFUTED, more.verdict());
    assertEquals("a", more.rule());
    Example example = more.example();
    assertTrue(example != null && example.event().toString().contains("777788889999"));
    assertEquals(Verdict.PROVED, more(before, after).verdict());
  }

  @Test
  void more_notifyRuleIsRemoved_isMore() {
    String archives = rule("a", "principal.account == \"444455556666\"");
    String before =
        file(archives, "  - {id: n, effect: notify, when: 'resource.type == \"AWS::KMS::Key\"'}\n");
    More more = more(file(archives), before);
    assertEquals(Verdict.REFUTED, more.verdict());
    assertEquals(Verdict.PROVED, more(before, file(archives)).verdict());
  }

  /** A part that is true whatever the tags are is undetermined where they were not read. */
  @Test
  void more_tagsThatMakeNoDifference_isMoreWhereTheyAreNotRead() {
    String partner = "principal.account == \"444455556666\"";
    String before =
        file(
            rule("prod", partner + " && tag(\"Env\") == \"prod\""),
            rule("rest", partner + " && tag(\"Env\") != \"prod\""));
    String after = file(rule("all", partner));

    More more = more(after, before);

    assertEquals(Verdict.REFUTED, more.verdict());
    Example example = Objects.requireNonNull(more.example());
    assertTrue(example.account().contains("denied: true"), example.account());
    assertEquals(Verdict.PROVED, more(before, after).verdict());
  }

  @Test
  void more_notifyRuleThatAsksForTagsIsRemoved_isMoreWhereTheyAreNotRead() {
    String archives = rule("a", "principal.account == \"444455556666\"");
    String never = "tag(\"a\") == \"x\" && tag(\"a\") == \"y\"";
    String before = file(archives, "  - {id: n, effect: notify, when: '%s'}\n".formatted(never));

    assertEquals(Verdict.REFUTED, more(file(archives), before).verdict());
  }

  /** A list that is written out has no value where one of its elements has none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "principal.account == \"444455556666\" # [tag(\"a\"), \"x\"].exists(t, t == \"x\")",
        "principal.account == \"444455556666\" # ![\"x\", tag(\"a\")].all(t, t != \"x\")",
        "principal.kind == \"CanonicalUser\" # [principal.account, \"x\"].exists(t, t == \"x\")",
      })
  void more_loopOverWhatIsPartlyUnread_isMore(String when, String loop) {
    String before = file(rule("a", when + " && " + loop));
    String after = file(rule("b", when));

    assertEquals(Verdict.REFUTED, more(after, before).verdict());
    assertEquals(Verdict.PROVED, more(before, after).verdict());
  }

  /** Without AccountFacts nothing is known of an account, and no rule that asks for it archives. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "account.ou == \"ou-ab12-workloads\" # account.ou != \"ou-ab12-workloads\"",
        "account.path.startsWith(\"r-\") # false",
        "\"Stage\" in account.tags # !(\"Stage\" in account.tags)",
        "account.name == \"a\" && hasTag(\"x\") # account.name != \"a\" || !hasTag(\"x\")",
      })
  void more_accountThatMakesNoDifference_isMoreWhereItIsNotRead(String one, String other) {
    String partner = "principal.account == \"444455556666\"";
    String before =
        file(rule("a", partner + " && " + one), rule("b", partner + " && (%s)".formatted(other)));

    More more = more(file(rule("all", partner)), before);

    assertEquals(Verdict.REFUTED, more.verdict(), more.doubt());
    assertEquals(Verdict.PROVED, more(before, file(rule("all", partner))).verdict());
  }

  /** Of aliases alone an account file can't say that they were not read. */
  @Test
  void more_aliasesThatMakeNoDifference_isNotProved() {
    String partner = "principal.account == \"444455556666\"";
    String before =
        file(
            rule("a", partner + " && (\"alias/a\" in keyAliases || !(\"alias/a\" in keyAliases))"));

    assertNotEquals(Verdict.PROVED, more(file(rule("all", partner)), before).verdict());
  }

  @Test
  void more_laterExpiry_isMore() {
    String before =
        file(
            rule("a", "resource.type == \"AWS::KMS::Key\"")
                .replace("reason: r", "reason: r, expires: 2027-01-01"));
    String after = before.replace("2027-01-01", "2027-01-02");
    assertEquals(Verdict.REFUTED, more(after, before).verdict());
    assertEquals(Verdict.PROVED, more(before, after).verdict());
  }

  /** The same words about lists, factors and names of accounts mean something else. */
  @Test
  void more_samePartsThatReadWhatChanged_areNeverProvedToBeTheSame() {
    String filtered =
        file(rule("a", "size(lists.partners.filter(p, p == principal.account)) == 1"));
    String before = "lists: {partners: [\"444455556666\"]}\n" + filtered;
    String after = "lists: {partners: [\"777788889999\"]}\n" + filtered;
    assertNotEquals(Verdict.PROVED, more(after, before).verdict());

    String vendor =
        file(
            rule("a", "resource.type == \"AWS::KMS::Key\""),
            "  - {id: n, effect: notify, when: 'principal.vendor == \"Partner\"'}\n");
    assertNotEquals(
        Verdict.PROVED,
        more(
                "accounts: {\"777788889999\": Partner}\n" + vendor,
                "accounts: {\"444455556666\": Partner}\n" + vendor)
            .verdict());
  }

  @Test
  void more_randomRulesAndFindings_contradictNoProof() {
    Random random = new Random(7);
    List<Subject> subjects = Stream.generate(() -> RandomWorld.subject(random)).limit(600).toList();
    int proved = 0;
    int refuted = 0;
    for (int i = 0; i < 30; i++) {
      String before = RandomWorld.rules(random);
      String after =
          random.nextBoolean()
              ? RandomWorld.rules(random)
              : before.replace("partners: [\"444455556666\"]", "partners: [\"999988887777\"]");
      RuleSet rules = RuleSet.parse("new.yaml", after);
      RuleSet others = RuleSet.parse("old.yaml", before);
      More more =
          new RulesComparison(rules, others, type -> true, RandomWorld.NOW, Duration.ofSeconds(10))
              .more();
      if (more.verdict() == Verdict.PROVED) {
        proved++;
        for (Subject subject : subjects) {
          assertTrue(
              !rules.judge(subject).isArchived() || others.judge(subject).isArchived(),
              () -> subject + "\n" + before + "\n" + after);
        }
      }
      Example example = more.example();
      if (example != null) {
        refuted++;
        assertTrue(rules.judge(example.subject()).isArchived());
        assertTrue(!others.judge(example.subject()).isArchived());
      }
    }
    assertTrue(proved > 3 && refuted > 5, proved + " proved, " + refuted + " refuted");
  }
}
