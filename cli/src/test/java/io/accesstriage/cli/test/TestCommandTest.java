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
  void property_thatIsNotProved_fails() {
    String archiving =
        RULES
            + """
              - id: partners
                effect: archive
                owner: o
                reason: r
                when: principal.account == "444455556666"
            properties:
              - {id: own, when: principal.account == "111122223333"}
              - {id: partners-only, when: principal.account == "444455556666"}
            """;
    String tests =
        TESTS
            + """
              - name: a partner
                finding: {}
                expect: {outcome: ARCHIVE, rule: partners}
              - name: a stranger
                finding: {principal: {value: "999988887777"}}
                expect: {outcome: NOTIFY, rule: none}
                leaves: [partners]
            """;
    Path rules = EventText.write(folder.resolve("r.yaml"), archiving);
    EventText.write(folder.resolve("r-test.yaml"), tests);

    CommandRun run = CommandRun.of("test", "--rules", rules);

    assertEquals(
        """
        r-test.yaml: 3 cases, 3 passed, 0 failed, 0 missing
        FAILED property own, refuted by rule partners: The rule archives findings of which it is not true.
        properties: 2, not all proved; see triage prove
        """,
        run.out());
    assertEquals(1, run.exitCode());
  }

  @Test
  void fileOfRules_inPlaceOfTests_isNamedWithItsOption() {
    Path rules = CommandRun.HOME.resolve("rules/rules.yaml");

    assertEquals(
        "%1$s: this is a file of rules. Test it with --rules %1$s\n".formatted(rules),
        CommandRun.of("test", rules).assertWrongUse().err());
  }

  @Test
  void coverage_thatIsMissing_isTold() {
    CommandRun run = test(TESTS, "--coverage");
    assertEquals(
        """
        r-test.yaml: 1 case, 1 passed, 0 failed, 0 missing
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
  void namesThatSteerATerminal_areShownAsText() {
    CommandRun run =
        test(
            """
            cases:
              - name: "x\\e[31mred\\n::error::hi"
                finding: {principal: {value: "\\e]0;title\\a"}}
                expect: {outcome: NOTIFY, rule: "a\\u202eb\\r"}
            """);

    assertEquals(
        """
        FAILED r-test.yaml:2: x\\u001b[31mred\\u000a::error::hi
          expected NOTIFY by a\\u202eb\\u000d
               got NOTIFY by no rule, severity medium
          there is no rule "a\\u202eb\\u000d"
        UNTESTED never-public: no passing case in which it is true and alerts (expect: {outcome: NOTIFY, rule: never-public})
        r-test.yaml: 1 case, 0 passed, 1 failed, 1 missing
        """,
        run.out());
    assertEquals(1, run.exitCode());
  }

  @Test
  void coverage_ofExpressionsThatReorderText_isShownAsText() {
    Path rules =
        EventText.write(
            folder.resolve("r.yaml"),
            RULES.replace("finding.isPublic", "\"finding.isPublic && tag('\\u202e') == 'x'\""));
    EventText.write(folder.resolve("r-test.yaml"), "cases: []");

    assertEquals(
        """
        UNTESTED never-public: no passing case in which it is true and alerts (expect: {outcome: NOTIFY, rule: never-public})
        r-test.yaml: 0 cases, 0 passed, 0 failed, 1 missing
        UNCOVERED never-public: no case in which it applies, none in which it does not apply
        UNCOVERED never-public: finding.isPublic: no case in which it is true, none in which it is false
        UNCOVERED never-public: tag("\\u202e") == "x": no case in which it is true, none in which it is false
        coverage: 0 of 1 rules, 0 of 0 risk factors, 0 of 2 conditions
        """,
        CommandRun.of("test", "--coverage", "--rules", rules).out());
  }

  @Test
  void namesInMessages_cannotBeginALine() {
    String twice =
        "  - {name: \"x\\n::error::hi\", finding: {}, expect: {outcome: NOTIFY, rule: none}}\n";

    CommandRun run = test("cases:\n" + twice + twice);

    assertEquals("", run.out());
    assertEquals(
        """
        %s:3:12: the case "x\\u000a::error::hi" is there twice
            - {name: "x\\n::error::hi", finding: {}, expect: {outcome: NOTIFY, rule: none}}
                     ^
        """
            .formatted(folder.resolve("r-test.yaml")),
        run.err());
    assertEquals(2, run.exitCode());
  }

  @Test
  void coverage_ofTheShippedRules_isComplete() {
    CommandRun run = CommandRun.of("test", "--require-coverage");
    assertEquals(0, run.exitCode(), run.out());
  }

  @Test
  void caseOfAName_runsAlone() {
    String two =
        TESTS
            + """
              - name: another
                finding: {}
                expect: {outcome: ARCHIVE, rule: never-public}
            """;

    CommandRun passed = test(two, "--case", "public");
    assertEquals("r-test.yaml: 1 case, 1 passed, 0 failed, 0 missing\n", passed.out());
    assertEquals(0, passed.exitCode());
    CommandRun failed = test(two, "--case", "another");
    assertTrue(failed.out().startsWith("FAILED r-test.yaml:5: another\n"), failed::out);
    assertEquals(1, failed.exitCode());
    assertEquals(
        "--case: there is no case \"publik\"; did you mean \"public\"?\n",
        test(two, "--case", "publik").assertWrongUse().err());
    test(two, "--case", "public", "--strict").assertWrongUse();
  }
}
