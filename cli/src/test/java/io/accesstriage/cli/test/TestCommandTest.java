package io.accesstriage.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
  private static final String RULES =
      """
      rules:
        - id: never-public
          effect: notify
          when: finding.isPublic
      """;

  private static final String TESTS =
      """
      cases:
        - name: public
          finding: {isPublic: true}
          expect: {outcome: NOTIFY, rule: never-public}
      """;

  @TempDir private Path folder;

  private CommandRun test(String tests, String... options) {
    Path rules = EventText.write(folder.resolve("r.yaml"), RULES);
    EventText.write(folder.resolve("r-test.yaml"), tests);
    Object[] args = new Object[options.length + 3];
    args[0] = "test";
    args[1] = "--rules";
    args[2] = rules;
    System.arraycopy(options, 0, args, 3, options.length);
    return CommandRun.of(args);
  }

  @Test
  void coverage_thatIsMissing_isTold() {
    CommandRun run = test(TESTS, "--coverage");
    assertEquals(
        """
        r-test.yaml: 1 cases, 1 passed, 0 failed, 0 missing
        UNCOVERED never-public: no case in which it does not apply
        coverage: 0 of 1 rules, 0 of 0 risk factors, 0 of 0 conditions
        """,
        run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void coverage_thatIsRequiredAndMissing_fails() {
    CommandRun run = test(TESTS, "--require-coverage");
    assertTrue(run.out().contains("UNCOVERED never-public"), run.out());
    assertEquals(1, run.exitCode());
  }

  @Test
  void coverage_thatIsRequiredAndThere_passes() {
    CommandRun run =
        test(
            TESTS
                + """
                  - name: shared
                    finding: {}
                    expect: {outcome: NOTIFY, rule: none}
                """,
            "--require-coverage");
    assertEquals(
        """
        r-test.yaml: 2 cases, 2 passed, 0 failed, 0 missing
        coverage: 1 of 1 rules, 0 of 0 risk factors, 0 of 0 conditions
        """,
        run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void coverage_whereACaseFails_failsEvenIfOnlyAskedFor() {
    assertEquals(
        1,
        test(TESTS.replace("NOTIFY, rule: never-public", "NOTIFY, rule: none"), "--coverage")
            .exitCode());
  }

  @Test
  void coverage_ofTheShippedRules_isComplete() {
    CommandRun run = CommandRun.of("test", "--require-coverage");
    assertEquals(0, run.exitCode(), run.out());
  }
}
