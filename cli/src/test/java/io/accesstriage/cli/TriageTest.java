package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help", "test --help", "explain --help", "diff --help"})
  void help_ofEachCommand_hasExamples(String args) {
    CommandRun run = CommandRun.of((Object[]) args.split(" ", -1));
    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    assertTrue(run.out().contains("Examples:\n  triage "), run.out());
    assertFalse(run.out().contains("\u001b"), "no colours without a terminal");
    run.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help", "test --help", "explain --help", "diff --help"})
  void help_saysWhatExitCodesMean(String args) {
    String help = CommandRun.of((Object[]) args.split(" ", -1)).out();
    for (String code : List.of("\n  0   ", "\n  1   ", "\n  2   ")) {
      assertTrue(help.contains(code), help);
    }
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
