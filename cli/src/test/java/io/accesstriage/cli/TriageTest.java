package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

class TriageTest {
  @Test
  void triage_withoutCommand_isWrongUse() {
    assertEquals(
        "Missing required subcommand\nTry \"triage --help\".\n",
        CommandRun.of().assertWrongUse().err());
  }

  @Test
  void triage_withUnknownCommand_isWrongUse() {
    CommandRun.of("fly").assertWrongUse();
  }

  @Test
  void triage_withUnknownOption_saysWhereHelpIs() {
    assertEquals(
        "Unknown option: '--fast'\nTry \"triage run --help\".\n",
        CommandRun.of("run", "--fast").assertWrongUse().err());
  }

  static Stream<String> commands() {
    return Stream.concat(Stream.of(""), Triage.commandLine().getSubcommands().keySet().stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEachCommand_hasExamplesAndExitCodes(String command) {
    CommandRun run = command.isEmpty() ? CommandRun.of("--help") : CommandRun.of(command, "--help");
    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    assertTrue(run.out().contains("Examples:\n"), run.out());
    assertTrue(run.out().contains("  triage "), run.out());
    assertFalse(run.out().contains("\u001b"), "no colours without a terminal");
    run.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    for (String code : List.of("\n  0   ", "\n  1   ", "\n  2   ")) {
      assertTrue(run.out().contains(code), run.out());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommand_withAnUnknownOption_endsWithTheCodeOfWrongUse(String command) {
    CommandRun run =
        command.isEmpty()
            ? CommandRun.of("--no-such-option")
            : CommandRun.of(command, "--no-such-option");
    run.assertWrongUse();
  }

  @Test
  void triage_withAMisspeltOption_suggestsTheRightOne() {
    assertEquals(
        "Unknown option: '--rulez'\nDid you mean --rules?\nTry \"triage test --help\".\n",
        CommandRun.of("test", "--rulez").assertWrongUse().err());
  }

  @ParameterizedTest
  @CsvSource({
    "preview, findings.json, --from",
    "preview, my-rules.yaml, --rules",
    "prove, my-rules.yaml, --rules"
  })
  void triage_withAFileWithoutItsOption_suggestsTheOption(
      String command, String file, String option) {
    assertEquals(
        "Unmatched argument at index 1: '%2$s'\nDid you mean %3$s %2$s?\nTry \"triage %1$s --help\".\n"
            .formatted(command, file, option),
        CommandRun.of(command, file).assertWrongUse().err());
  }

  @ParameterizedTest
  @CsvSource({"tst, test", "tset, test", "exlpain, explain", "previev, preview"})
  void triage_withAMisspeltCommand_suggestsTheRightOne(String misspelt, String meant) {
    assertEquals(
        "Unmatched argument at index 0: '%s'\nDid you mean %s?\nTry \"triage --help\".\n"
            .formatted(misspelt, meant),
        CommandRun.of(misspelt).assertWrongUse().err());
  }

  @Test
  void triage_withAWordThatIsNearNoCommand_suggestsNothing() {
    assertEquals(
        "Unmatched argument at index 0: 'frobnicate'\nTry \"triage --help\".\n",
        CommandRun.of("frobnicate").assertWrongUse().err());
  }

  @Test
  void completion_knowsEachCommandAndOption() {
    CommandRun run = CommandRun.of("completion");
    assertEquals(0, run.exitCode());
    for (String word : List.of("explain", "--require-coverage", "--fail-on-public")) {
      assertTrue(run.out().contains(word), word);
    }
  }

  /** Picocli breaks a longer line in the middle of a word, and nobody can paste it. */
  @ParameterizedTest
  @MethodSource("commands")
  void examples_areNoLongerThanALine(String name) {
    CommandLine triage = Triage.commandLine();
    CommandLine command = name.isEmpty() ? triage : triage.getSubcommands().get(name);
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();

    assertEquals(
        List.of(),
        Stream.of(usage.footer()).filter(line -> line.length() >= usage.width()).toList());
  }

  @Test
  void version_isTold() {
    CommandRun run = CommandRun.of("--version");
    assertEquals("triage 0.1.0\n", run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void triage_withAMistakeOfItsOwn_saysSoInOneLine() {
    StringWriter err = new StringWriter();
    Writer broken =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) {
            throw new IllegalStateException("a\u001b\nb");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    String[] args = {"run", CommandRun.EVENTS.resolve(EventText.NOTIFIED).toString()};
    System.setProperty("triage.home", CommandRun.HOME.toString());
    int exitCode = Triage.execute(new PrintWriter(broken), new PrintWriter(err, true), args);
    assertEquals(1, exitCode);
    assertEquals(
        "triage: a mistake of triage itself, please report it:"
            + " java.lang.IllegalStateException: a\\u001b\nb\n",
        err.toString());
  }
}
