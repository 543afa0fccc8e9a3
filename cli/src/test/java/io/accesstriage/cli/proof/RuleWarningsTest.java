package io.accesstriage.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.json.Json;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Prover;
import io.accesstriage.prover.Verdict;
import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say, unasked, of what the rules may ever archive. */
class RuleWarningsTest {
  private static final String WIDE =
      """
      rules:
        - id: partners
          effect: archive
          owner: o@example.com
          reason: Partners read exports.
          expires: 2099-12-31
          when: >
            finding.type == "ExternalAccess" && resource.account == "111122223333"
            && principal.account != "" && access.actions == ["s3:GetObject"]
      """;

  private static final String ACCEPTING =
      WIDE.replace(
          "    when: >",
          """
              accept:
                any-account: Everybody is a partner.
              when: >\
          """);

  private static final String WORDS =
      "It archives access of an account that neither it nor its lists name.";

  @TempDir private Path folder;
  private Path rules;
  private Path export;

  @BeforeEach
  void write() {
    rules = EventText.write(folder.resolve("r.yaml"), WIDE);
    export = EventText.write(folder.resolve("f.json"), "{\"findings\": []}");
    EventText.write(
        folder.resolve("r-test.yaml"),
        """
        cases:
          - name: a partner
            finding: {access: {actions: ["s3:GetObject"]}}
            expect: {outcome: ARCHIVE, rule: partners}
          - name: more than reading
            finding: {access: {actions: ["s3:PutObject"]}}
            expect: {outcome: NOTIFY, rule: none}
            leaves: [partners]
        """);
  }

  private String warning() {
    return "%s:2:9: warning: rule partners, any-account: %s\n".formatted(rules, WORDS);
  }

  @Test
  void test_wideRule_warnsAndSucceeds() {
    CommandRun run = CommandRun.of("test", "--rules", rules);
    assertEquals(warning(), run.err());
    assertEquals(0, run.exitCode());
  }

  /** On a slow machine a long file would have nine lines for each of its rules. */
  @Test
  void lines_questionsForWhichThereIsNoTime_areOneLine() {
    RuleSet ruleSet = RuleSet.parse("r.yaml", WIDE);
    List<Answer> answers =
        new Prover(ruleSet, type -> true, Instant.now())
            .within(Duration.ZERO).builtIn().stream()
                .filter(answer -> answer.verdict() != Verdict.PROVED)
                .toList();
    assertEquals(
        List.of(
            "r.yaml:2:9: warning: 7 questions from rule partners on are not answered in 5 seconds;"
                + " \"triage prove\" takes its time"),
        new RuleWarnings(ruleSet).lines(answers));
  }

  @Test
  void test_strictAboutAWideRule_fails() {
    CommandRun run = CommandRun.of("test", "--strict", "--rules", rules);
    assertTrue(run.out().endsWith("STRICT warnings, on standard error: 1\n"), run.out());
    assertEquals(1, run.exitCode());
  }

  @Test
  void test_strictAboutARuleThatAcceptsIt_isSilentAndSucceeds() {
    EventText.write(rules, ACCEPTING);
    CommandRun run = CommandRun.of("test", "--strict", "--rules", rules);
    assertEquals("", run.err());
    assertEquals(0, run.exitCode(), run.out());
  }

  @Test
  void test_wideThreshold_warnsAtItsPlace() {
    EventText.write(
        rules,
        """
        rules: []
        risk:
          factors: [{id: public, points: 50, when: finding.isPublic}]
          archiveBelow: 20
        """);
    String err = CommandRun.of("test", "--rules", rules).err();
    assertTrue(err.contains("%s:4:17: warning: rule risk, any-account: ".formatted(rules)), err);
  }

  @Test
  void preview_wideRule_warns() {
    CommandRun run = CommandRun.of("preview", "--rules", rules, "--from", export);
    assertEquals(warning(), run.err());
    assertEquals(0, run.exitCode());
  }

  @Test
  void preview_page_hasTheWarningAndWhatIsAccepted() throws IOException {
    assertEquals(
        "{\"rule\":\"partners\",\"by\":\"prove\",\"id\":\"any-account\",\"why\":\"%s\",\"accepted\":null}"
            .formatted(WORDS),
        notes().path(0).toString());
    EventText.write(rules, ACCEPTING);
    assertEquals("Everybody is a partner.", notes().path(0).path("accepted").asText());
  }

  private JsonNode notes() throws IOException {
    Path page = folder.resolve("page.html");
    CommandRun.of("preview", "--rules", rules, "--from", export, "--html", page);
    Matcher end = Pattern.compile("id=\"end\">(.*?)</script>").matcher(Files.readString(page));
    assertTrue(end.find());
    return Json.read(end.group(1), "the end").path("notes");
  }

  @Test
  void diff_wideRule_warnsOfTheNewRules() {
    Path none = EventText.write(folder.resolve("none.yaml"), "rules: []\n");
    assertEquals(warning(), CommandRun.of("diff", none, rules, "--from", export).err());
    assertEquals("", CommandRun.of("diff", rules, none, "--from", export).err());
    EventText.write(rules, ACCEPTING);
    assertEquals("", CommandRun.of("diff", none, rules, "--from", export).err());
  }
}
