package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesVersionTest {
  private static final String FILE =
      """
      lists:
        a: ["x", "y"]
      rules:
        - id: one
          effect: archive
          owner: a@example.com
          reason: Expected.
          expires: 2027-12-31
          when: principal.account == "1" && resource.type == "T"
        - id: two
          effect: notify
          severity: high
          when: finding.isPublic
      risk:
        factors: [{id: f, points: 5, when: finding.isPublic}]
        archiveBelow: 3
      """;

  @Test
  void version_comparesAsTwelveHexDigits() {
    assertTrue(version(FILE).matches("[0-9a-f]{12}"), version(FILE));
  }

  @Test
  void version_commentsWhitespaceReasonOwner_stays() {
    for (String same :
        List.of(
            "# a comment\n" + FILE,
            FILE.replace("Expected.", "Another reason."),
            FILE.replace("a@example.com", "b@example.com"),
            FILE.replace(
                "when: principal.account == \"1\" && resource.type == \"T\"",
                "when: >\n        principal.account   ==  '1' // why\n\n        && (resource.type == \"T\")"),
            FILE.replace("[\"x\", \"y\"]", "[x, 'y']"))) {
      assertNotEquals(FILE, same, "the replacement did nothing");
      assertEquals(version(FILE), version(same), same);
    }
  }

  @Test
  void isSame_looksAtWhatTheRuleReads() {
    String text = FILE;
    assertEquals(List.of(true, true, true), same(rules(text), rules(text)));
    assertEquals(
        List.of(true, true, true),
        same(rules(text), rules(text.replace("[\"x\", \"y\"]", "[\"x\"]"))));
    assertEquals(
        List.of(true, true, false),
        same(rules(text), rules(text.replace("points: 5", "points: 6"))));
    assertEquals(
        List.of(false, true, true), same(rules(text), rules(text.replace("== \"1\"", "== \"2\""))));
    assertEquals(
        List.of(true, false, true), same(rules(text), rules(text.replace("id: two", "id: three"))));
  }

  @Test
  void isSame_ruleThatReadsListsOrTheRisk_dependsOnThem() {
    String text =
        FILE.replace("when: finding.isPublic\nrisk", "when: resource.arn in lists.a\nrisk")
            .replace("resource.type == \"T\"", "risk < 5");
    assertNotEquals(FILE, text);
    assertEquals(List.of(true, true, true), same(rules(text), rules(text)));
    assertEquals(
        List.of(true, true, false),
        same(rules(text), rules(text.replace("archiveBelow: 3", "archiveBelow: 4"))));
    assertEquals(
        List.of(true, false, true),
        same(rules(text), rules(text.replace("[\"x\", \"y\"]", "[\"x\"]"))));
    String byList =
        text.replace(
            "points: 5, when: finding.isPublic", "points: 5, when: resource.arn in lists.a");
    assertEquals(
        List.of(false, false, false),
        same(rules(byList), rules(byList.replace("[\"x\", \"y\"]", "[\"x\"]"))));
    assertEquals(
        List.of(false, true, false),
        same(rules(text), rules(text.replace("points: 5", "points: 6"))));
  }

  @Test
  void version_namesOfAccounts_countWhereARuleReadsThem() {
    String named = "accounts: {\"444455556666\": Partner}\n" + FILE;
    assertEquals(version(FILE), version(named));

    String read =
        named.replace("when: finding.isPublic\nrisk", "when: principal.vendor == ''\nrisk");
    String other = read.replace(": Partner}", ": Another}");
    assertEquals(true, rules(named).isSame("two", rules(FILE)));
    assertNotEquals(version(read), version(other));
    assertEquals(List.of(true, false, true), same(rules(read), rules(other)));
  }

  private static RuleSet rules(String text) {
    return RuleSet.parse("rules.yaml", text);
  }

  /** Rule one, rule two, the threshold. */
  private static List<Boolean> same(RuleSet rules, RuleSet others) {
    return List.of("one", "two", "risk").stream().map(id -> rules.isSame(id, others)).toList();
  }

  @Test
  void version_anythingThatDecides_changes() {
    Map<String, String> versions = new HashMap<>();
    versions.put(version(FILE), FILE);
    for (String other :
        List.of(
            FILE.replace("id: one", "id: uno"),
            FILE.replace("2027-12-31", "2028-12-31"),
            FILE.replace("    expires: 2027-12-31\n", ""),
            FILE.replace("    expires", "    allowPublic: true\n    expires"),
            FILE.replace("severity: high", "severity: low"),
            FILE.replace("== \"1\"", "== \"2\""),
            FILE.replace("\"T\"\n", "\"T\" && now == now\n"),
            FILE.replace(" && resource.type", " || resource.type"),
            FILE.replace("[\"x\", \"y\"]", "[\"x, y\"]"),
            FILE.replace("[\"x\", \"y\"]", "[\"y\", \"x\"]"),
            FILE.replace("[\"x\", \"y\"]", "[\"x\", \"y\", \"\"]"),
            FILE.replace("  a: [", "  b: ["),
            FILE.replace("points: 5", "points: 6"),
            FILE.replace("id: f,", "id: g,"),
            FILE.replace("archiveBelow: 3", "archiveBelow: 4"),
            FILE.replace("when: finding.isPublic}", "when: \"!finding.isPublic\"}"))) {
      assertNotEquals(FILE, other, "the replacement did nothing");
      String clash = versions.put(version(other), other);
      assertEquals(null, clash, () -> "the same version:\n" + other + "\nand\n" + clash);
    }
  }

  @Test
  void version_conditionsThatLookAlike_differ() {
    Map<String, String> versions = new HashMap<>();
    for (String condition :
        List.of(
            "(tag('a') == 'x' || finding.isPublic) && hasTag('b')",
            "tag('a') == 'x' || (finding.isPublic && hasTag('b'))",
            "tag('a') == 'x' || finding.isPublic || hasTag('b')",
            "tag('a') == \"x\\n y\"",
            "tag('a') == \"x y\"",
            "tag('a') == 'x\" || tag(\"b\") == \"y'",
            "tag('a') == 'x' || tag('b') == 'y'",
            "tag('a') == \"x\\\\ny\"",
            "tag('a') == \"x\\u200b\"",
            "tag('a') == \"x\"",
            "tag('a') == \"x\\\\u200b\"",
            "['a'].exists(k, tag(k) == 'x\" + \"')",
            "['a'].exists(k, tag(k) == 'x' + '')")) {
      String clash = versions.put(version(rule(condition)), condition);
      assertEquals(null, clash, () -> "the same version: " + condition + " and " + clash);
    }
  }

  private static String rule(String condition) {
    return "rules:\n  - id: a\n    effect: notify\n    when: |\n      " + condition + "\n";
  }

  private static String version(String file) {
    return RuleSet.parse("rules.yaml", file).version();
  }
}
