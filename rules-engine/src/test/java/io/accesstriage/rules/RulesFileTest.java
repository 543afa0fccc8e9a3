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
                      ^""",
        message(
            "lists:\n  partners: &partners [\"444455556666\"]\n  others: *partners\nrules: []\n"));
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
      })
  void parse_archiveRuleThatRestsOnTagsAlone_needsTrustTags(String condition) {
    assertTrue(
        message(archiving(condition, ""))
            .startsWith(
                "rules.yaml:6:11: this rule archives by tags or aliases alone, so whoever may write"
                    + " them could hide a sharing: read the principal too, or say \"trustTags: true\""
                    + " once an organization policy protects them"),
        condition);
    assertEquals(List.of("a"), parse(archiving(condition, "trustTags: true")).archiveRules());
    assertEquals(
        List.of("a"),
        parse(archiving("principal.account == '1' && (" + condition + ")", "")).archiveRules());
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
}
