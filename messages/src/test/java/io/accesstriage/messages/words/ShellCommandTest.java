package io.accesstriage.messages.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.finding.FindingStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellCommandTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/my.analyzer";

  @Test
  void update_ofFinding_namesItByItsId() {
    assertEquals(
        Optional.of(
            "aws accessanalyzer update-findings --region us-east-1 --analyzer-arn"
                + " arn:aws:access-analyzer:us-east-1:111122223333:analyzer/my.analyzer --ids"
                + " 0910eedb --status ARCHIVED"),
        ShellCommand.update(ANALYZER, "0910eedb", FindingStatus.ARCHIVED));
  }

  @Test
  void update_ofIdWithShellCharacters_quotesIt() {
    assertEquals(
        Optional.of(
            "aws accessanalyzer update-findings --region us-east-1 --analyzer-arn"
                + " arn:aws:access-analyzer:us-east-1:111122223333:analyzer/my.analyzer --ids 'x;"
                + " rm -rf $HOME '\\''' --status ACTIVE"),
        ShellCommand.update(ANALYZER, "x; rm -rf $HOME '", FindingStatus.ACTIVE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u202eb", "http://evil", "evil.com"})
  void update_ofIdThatCannotBeShown_isNotOffered(String id) {
    assertEquals(Optional.empty(), ShellCommand.update(ANALYZER, id, FindingStatus.ARCHIVED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "two words",
        "it's",
        "$(id)",
        "`id`",
        "a\\b",
        "\"",
        "*",
        "~",
        "!",
        "#x",
        "-x"
      })
  void word_inAShell_isOneWordAgain(String text) throws IOException {
    Process shell =
        new ProcessBuilder(List.of("sh", "-c", "printf %s " + ShellCommand.word(text))).start();

    assertEquals(text, new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void triageAgain_ofExecution_startsItsStateMachine() {
    assertEquals(
        Optional.of(
            "aws stepfunctions start-execution --region us-east-1"
                + " --state-machine-arn arn:aws:states:us-east-1:111122223333:stateMachine:triage"
                + " --input '{\"reference\":{\"analyzerArn\":\"arn:x\",\"findingId\":\"f-1\"}}'"),
        ShellCommand.triageAgain(
            "arn:aws:states:us-east-1:111122223333:execution:triage:name", "arn:x", "f-1"));
  }

  @Test
  void triageAgain_ofWhatIsNoExecution_isNotOffered() {
    assertEquals(Optional.empty(), ShellCommand.triageAgain("local-1", "arn:x", "f-1"));
  }
}
