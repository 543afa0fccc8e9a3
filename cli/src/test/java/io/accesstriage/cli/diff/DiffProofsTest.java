package io.accesstriage.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What triage diff says of any finding there could be. */
class DiffProofsTest {
  private static final String BEFORE =
      """
      rules:
        - id: partners
          effect: archive
          owner: o@example.com
          reason: Partners read exports.
          when: >
            resource.account == "111122223333"
            && resource.arn == "arn:aws:s3:::amzn-s3-demo-exports" && principal.account == "444455556666"
            && access.actions == ["s3:GetObject"]
      """;

  private static final String AFTER =
      BEFORE.replace("principal.account == \"444455556666\"", "principal.account != \"\"");

  @TempDir private Path folder;
  private Path export;

  @BeforeEach
  void write() {
    export = EventText.write(folder.resolve("f.json"), "{\"findings\": []}");
  }

  private Path rules(String name, String text) {
    return EventText.write(folder.resolve(name), text);
  }

  private String proofs(String before, String after) {
    CommandRun run =
        CommandRun.of(
            "diff", rules("old.yaml", before), rules("new.yaml", after), "--from", export);
    assertEquals(0, run.exitCode(), run.err());
    return run.out().substring(run.out().indexOf("#### Of any finding there could be"));
  }

  @Test
  void diff_ofTheSameInOtherWords_isProvedToChangeNothing() {
    assertEquals(
        """
        #### Of any finding there could be

        - Proved: The new rules archive nothing that the old ones do not.
        - Proved: The old rules archive nothing that the new ones do not.

        """,
        proofs(BEFORE, BEFORE.replace("== \"4444", "in [\"4444").replace("6666\"", "6666\"]")));
  }

  @Test
  void diff_ofAWiderRule_saysWhatIsNotProvedOfIt() {
    String proofs = proofs(BEFORE, AFTER);
    assertTrue(
        proofs.startsWith(
            """
            #### Of any finding there could be

            - There are findings that are newly archived, such as one by `partners`, below.
            - Proved: The old rules archive nothing that the new ones do not.
            """),
        proofs);
    assertTrue(
        proofs.endsWith(
            """
            Not proved for added or changed rules:

            - `partners`, any-account: `It archives access of an account that neither it nor its lists name.`

            """),
        proofs);
  }

  @Test
  void diff_example_passesAsACaseAndIsArchivedByTheNewRulesOnly() {
    List<String> blocks = blocks(proofs(BEFORE, AFTER));
    Path tests = EventText.write(folder.resolve("new-test.yaml"), "cases:\n" + blocks.get(0));
    Path after = folder.resolve("new.yaml");
    CommandRun tested = CommandRun.of("test", "--rules", after, tests);
    assertTrue(tested.out().contains("1 passed, 0 failed"), blocks.get(0) + tested.out());

    Path event = EventText.write(folder.resolve("event.json"), blocks.get(1));
    Path account = EventText.write(folder.resolve("account.yaml"), blocks.get(2));
    assertEquals("ARCHIVE", outcome(after, event, account));
    assertEquals("NOTIFY", outcome(folder.resolve("old.yaml"), event, account));
  }

  private static String outcome(Path rules, Path event, Path account) {
    return CommandRun.json("--rules", rules, "--account", account, event)
        .result()
        .path("outcome")
        .asText();
  }

  @Test
  void diff_exampleOfWhatIsNoLongerArchived_isACaseThatTheNewRulesLeave() {
    List<String> blocks = blocks(proofs(/* before= */ AFTER, /* after= */ BEFORE));
    assertTrue(blocks.get(0).endsWith("  expect: {outcome: NOTIFY, rule: none}\n"), blocks.get(0));
  }

  /** Whatever a rule compares with cannot end the block. */
  @Test
  void diff_exampleOfHostileTexts_keepsThemInItsBlock() {
    String proofs =
        proofs(
            "rules: []\n",
            BEFORE.replace(
                "resource.arn == \"arn:aws:s3:::amzn-s3-demo-exports\"",
                "\"```\\\\n~~~\\\\n<img>\" in access.condition"));
    assertEquals(3, blocks(proofs).size(), proofs);
    assertEquals(6, proofs.lines().filter(line -> line.startsWith("~~~")).count(), proofs);
  }

  private static List<String> blocks(String markdown) {
    Matcher blocks = Pattern.compile("(?ms)^~~~(?:yaml|json)\n(.*?)^~~~\n").matcher(markdown);
    return blocks.results().map(block -> block.group(1)).toList();
  }
}
