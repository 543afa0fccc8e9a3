package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.rules.testing.RuleTestFile;
import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesFolderTest {
  private static final String LISTS =
      """
      lists:
        partners: ["444455556666"]
      """;

  private static final String PARTNERS =
      """
        - id: partners
          effect: archive
          owner: o@example.com
          reason: r
          expires: 2030-01-01
          when: principal.account in lists.partners
      """;

  private static final String PUBLIC =
      """
        - id: public
          effect: notify
          when: finding.isPublic
      """;

  @TempDir private Path folder;

  private static RuleSet parse(String... files) {
    List<RulesText> texts = new ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      texts.add(new RulesText("abc".charAt(i) + ".yaml", files[i]));
    }
    return RuleSet.parse(texts);
  }

  private static String mistakes(String... files) {
    InvalidFileException e = assertThrows(InvalidFileException.class, () -> parse(files));
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.startsWith("  "))
        .reduce("", (a, b) -> a + b + "\n");
  }

  /** Reading a pipe waits for ever. */
  @Test
  void file_thatIsNoRegularFile_isRefused() throws Exception {
    Path pipe = folder.resolve("a.yaml");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    InvalidFileException e =
        assertThrows(InvalidFileException.class, () -> RulesFolder.rules(folder));

    assertTrue(String.valueOf(e.getMessage()).contains("no regular file"), e::getMessage);
  }

  @Test
  void rules_splitIntoFiles_areTheSameRules() {
    RuleSet one = parse(LISTS + "rules:\n" + PARTNERS + PUBLIC);

    RuleSet split = parse("rules:\n" + PARTNERS, LISTS + "rules:\n" + PUBLIC);

    assertEquals(one.version(), split.version());
    assertEquals(List.of("partners"), split.archiveRules());
    assertEquals(List.of("public"), split.notifyRules());
    // Which of two archive rules decides depends on the files' order.
    String other = PARTNERS.replace("id: partners", "id: others");
    assertNotEquals(
        parse("rules:\n" + PARTNERS, LISTS + "rules:\n" + other).version(),
        parse("rules:\n" + other, LISTS + "rules:\n" + PARTNERS).version());
  }

  @Test
  void place_ofARule_namesItsFile() {
    assertEquals(
        List.of("a.yaml:2:9", "b.yaml:4:9"),
        parse("rules:\n" + PARTNERS, LISTS + "rules:\n" + PUBLIC).sources().stream()
            .map(RuleSource::place)
            .map(place -> "%s:%d:%d".formatted(place.file(), place.line(), place.column()))
            .toList());
  }

  @Test
  void whatTwoFilesSay_isAMistakeThatNamesBoth() {
    String risk =
        """
        accounts: {"444455556666": Partner}
        properties: [{id: p, when: finding.isPublic}]
        risk: {factors: []}
        """;
    assertEquals(
        """
        b.yaml:2:3: the list "partners" is also in a.yaml: keep one
        b.yaml:4:9: the id "partners" is also in a.yaml
        b.yaml:10:12: the name of account 444455556666 is also in a.yaml: keep one
        b.yaml:11:19: the id "p" is also in a.yaml
        b.yaml:12:1: "risk" is also in a.yaml: one file has all of it
        """,
        mistakes(LISTS + "rules:\n" + PARTNERS + risk, LISTS + "rules:\n" + PARTNERS + risk));
  }

  @Test
  void mistakes_ofAllFiles_areSaidAtOnce() {
    assertEquals(
        """
        a.yaml:1:1: the file is empty
        c.yaml:1:1: expected a mapping of names to values at the top level
        """,
        mistakes("", "rules: []", "[]"));
    assertEquals(
        """
        a.yaml:4:11: unknown name "finding.isPublik"; did you mean "finding.isPublic"?
        b.yaml:1:1: "rules" is missing: a list of rules, [] for none
        """,
        mistakes("rules:\n" + PUBLIC.replace("isPublic", "isPublik"), LISTS));
  }

  @Test
  void warning_namesTheFile() {
    List<String> warnings = new ArrayList<>();

    RuleSet.parse(
        List.of(
            new RulesText("a.yaml", LISTS + "rules: []\n"),
            new RulesText("b.yaml", "rules:\n" + PARTNERS)),
        Instant.parse("2031-01-01T00:00:00Z"),
        warning -> warnings.add(warning.text()));

    assertEquals(
        List.of(
            "b.yaml:6:14: warning: rule partners of o@example.com has expired: 2030-01-01 was its"
                + " last day, and it archives nothing any more. Let its owner renew or remove it"),
        warnings);
  }

  @Test
  void folder_hasRulesAndTests_inTheOrderOfTheirNamesBytes() throws IOException {
    for (String name :
        List.of(
            "b.yaml",
            "a-test.yaml",
            "a.yaml",
            "Z.yaml",
            "é.yaml",
            ".c.yaml",
            "rules.schema.json")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createFile(Files.createDirectory(folder.resolve("cookbook")).resolve("c.yaml"));

    assertEquals(List.of("Z.yaml", "a.yaml", "b.yaml", "é.yaml"), names(RulesFolder.rules(folder)));
    assertEquals(List.of("a-test.yaml"), names(RulesFolder.tests(folder)));
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  /** It may have a rule that alerts. */
  @ParameterizedTest
  @ValueSource(strings = {"a.yml", "a.YAML", "a-test.yml"})
  void file_thatWouldNotBeRead_isRefused(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));

    assertEquals(
        file + ":1:1: only files whose names end in .yaml are read: rename it, or move it away",
        assertThrows(InvalidFileException.class, () -> RulesFolder.rules(folder)).getMessage());
  }

  @Test
  void tests_ofSeveralFiles_areOne() throws IOException {
    Path a =
        Files.writeString(
            folder.resolve("a-test.yaml"),
            """
            cases:
              - name: a partner
                finding: {}
                expect: {outcome: ARCHIVE, rule: partners}
              - name: a stranger
                finding: {principal: {value: "999988887777"}}
                expect: {outcome: NOTIFY, rule: none}
                leaves: [partners]
            """);
    Path b =
        Files.writeString(
            folder.resolve("b-test.yaml"),
            """
            cases:
              - name: a public bucket
                finding: {isPublic: true}
                expect: {outcome: ARCHIVE, rule: public}
            """);
    RuleSet rules = parse("rules:\n" + PARTNERS, LISTS + "rules:\n" + PUBLIC);

    assertEquals(
        """
        FAILED b-test.yaml:2: a public bucket
          expected ARCHIVE by public
               got NOTIFY by public, severity high
          rule public (notify) is true
          nearest archive rule partners: 1 of 2 conditions not true
            allowPublic: true: the finding is, or may be, public
        UNTESTED public: no passing case in which it is true and alerts (expect: {outcome: NOTIFY, rule: public})
        all: 3 cases, 2 passed, 1 failed, 1 missing
        """,
        RuleTestFile.parse("all", List.of(a, b)).run(rules).text());
  }
}
