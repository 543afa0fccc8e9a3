package io.accesstriage.cli.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
  private static final String CARELESS =
      """
      rules:
        - id: careless
          effect: archive
          owner: the team
          reason: TODO
          when: resource.arn == "arn:aws:s3:::a" && resource.account == "111122223333"
      """;

  @TempDir private Path folder;

  @Test
  void lint_carelessRule_failsOnlyWhenStrict() {
    Path file = EventText.write(folder.resolve("r.yaml"), CARELESS);

    CommandRun run = CommandRun.of("lint", "--rules", file);

    assertEquals(0, run.exitCode());
    assertTrue(run.out().endsWith("r.yaml: 3 warnings, 0 accepted\n"), run.out());
    assertEquals(1, CommandRun.of("lint", "--rules", file, "--strict").exitCode());
  }

  @Test
  void lint_acceptedWithAReason_isShownAndNoWarning() {
    String accepting =
        CARELESS.replace(
            "    when:",
            "    accept: {no-expiry: By contract., owner: Everybody., placeholder: A test.}\n    when:");
    Path file = EventText.write(folder.resolve("r.yaml"), accepting);

    CommandRun run = CommandRun.of("lint", "--rules", file, "--strict");

    assertEquals(0, run.exitCode(), run.out());
    assertTrue(run.out().contains("(accepted: By contract.)"), run.out());
    assertTrue(run.out().endsWith("r.yaml: 0 warnings, 3 accepted\n"), run.out());
  }

  @Test
  void lint_shippedRules_haveNothingToSay() {
    assertEquals(0, CommandRun.of("lint", "--strict").exitCode());
  }

  @Test
  void test_carelessRule_warnsAndStrictFails() {
    Path file = EventText.write(folder.resolve("r.yaml"), CARELESS);
    Path tests =
        EventText.write(
            folder.resolve("r-test.yaml"),
            """
            cases:
              - name: a
                finding:
                  resource: {arn: "arn:aws:s3:::a"}
                expect: {outcome: ARCHIVE, rule: careless}
              - name: b
                finding:
                  resource: {arn: "arn:aws:s3:::b"}
                expect: {outcome: NOTIFY, rule: none}
                leaves: [careless]
            """);

    CommandRun run = CommandRun.of("test", "--rules", file, tests);

    assertEquals(0, run.exitCode(), run.out());
    assertTrue(run.err().contains("rule careless, no-expiry: it archives for ever"), run.err());
    assertEquals(1, CommandRun.of("test", "--strict", "--rules", file, tests).exitCode());
  }
}
