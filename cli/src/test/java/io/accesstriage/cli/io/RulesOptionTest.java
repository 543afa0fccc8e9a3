package io.accesstriage.cli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What loads and is probably not meant is said by the commands for those who write rules. */
class RulesOptionTest {
  private static final String RULES =
      """
      rules:
        - id: notebooks
          effect: notify
          when: resource.type == "AWS::S3::Bukcet"
      """;

  @TempDir private Path folder;
  private Path rules;
  private String warning;

  @BeforeEach
  void writeRules() {
    rules = EventText.write(folder.resolve("r.yaml"), RULES);
    warning =
        rules
            + ":4:28: warning: not a resource type of Access Analyzer that this version knows:"
            + " \"AWS::S3::Bukcet\"; did you mean \"AWS::S3::Bucket\"?";
  }

  @Test
  void test_ofRulesWithAWarning_printsItAndChangesNoExitCode() {
    EventText.write(
        folder.resolve("r-test.yaml"),
        """
        cases:
          - name: misspelt likewise
            finding: {resource: {type: "AWS::S3::Bukcet"}}
            expect: {outcome: NOTIFY, rule: notebooks}
        """);
    CommandRun run = CommandRun.of("test", "--rules", rules);

    assertEquals(warning, firstLine(run.err()));
    assertEquals(0, run.exitCode());
  }

  @Test
  void test_strict_failsForAWarningOnly() {
    String tests =
        """
        cases:
          - name: misspelt likewise
            finding: {resource: {type: "%s"}}
            expect: {outcome: NOTIFY, rule: notebooks}
        """;
    EventText.write(folder.resolve("r-test.yaml"), tests.formatted("AWS::S3::Bukcet"));
    CommandRun run = CommandRun.of("test", "--strict", "--rules", rules);

    assertEquals(warning, firstLine(run.err()));
    assertEquals(
        """
        r-test.yaml: 1 case, 1 passed, 0 failed, 0 missing
        STRICT warnings, on standard error: 1
        """,
        run.out());
    assertEquals(1, run.exitCode());

    EventText.write(rules, RULES.replace("Bukcet", "Bucket"));
    EventText.write(folder.resolve("r-test.yaml"), tests.formatted("AWS::S3::Bucket"));
    CommandRun spelled = CommandRun.of("test", "--strict", "--rules", rules);
    assertEquals("", spelled.err());
    assertEquals(0, spelled.exitCode(), spelled.out());
  }

  @Test
  void preview_ofRulesWithAWarning_printsIt() {
    Path export = EventText.write(folder.resolve("f.json"), "{\"findings\": []}");
    CommandRun run = CommandRun.of("preview", "--json", "--rules", rules, "--from", export);

    assertEquals(warning, firstLine(run.err()));
    assertFalse(run.out().contains("warning:"), run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void diff_ofRulesWithAWarning_printsThatOfTheNewOnes() {
    Path export = EventText.write(folder.resolve("f.json"), "{\"findings\": []}");
    Path none = EventText.write(folder.resolve("none.yaml"), "rules: []\n");

    assertEquals(warning, firstLine(CommandRun.of("diff", none, rules, "--from", export).err()));
    assertFalse(CommandRun.of("diff", rules, none, "--from", export).err().contains("warning:"));
  }

  @Test
  void preview_ofRulesInUtf16_readsThem() throws IOException {
    Path export = EventText.write(folder.resolve("f.json"), "{\"findings\": []}");
    Files.write(rules, ("\ufeff" + RULES).getBytes(StandardCharsets.UTF_16LE));
    CommandRun run = CommandRun.of("preview", "--json", "--rules", rules, "--from", export);

    assertEquals(warning, firstLine(run.err()));
    assertEquals(0, run.exitCode());
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
