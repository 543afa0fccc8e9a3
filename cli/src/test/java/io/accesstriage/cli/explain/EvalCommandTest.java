package io.accesstriage.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalCommandTest {
  private static final Path BUCKET = CommandRun.EVENTS.resolve("external/s3-bucket-public.json");
  private static final Path EXPORT = CommandRun.HOME.resolve("docs/examples/list-findings.json");
  private static final String ID = "9b27dbdf-e0a3-491f-a346-cc13fc27ed12";

  @TempDir private Path temp;

  private static CommandRun eval(Object... args) {
    Object[] all = new Object[args.length + 1];
    all[0] = "eval";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandRun.of(all);
  }

  @Test
  void eval_ofASampleEvent_showsEveryValueThatItReads() {
    CommandRun run =
        eval("finding.isPublic && (tag(\"Owner\") == \"x\" || risk > 90) && access.open", BUCKET);

    assertEquals(
        """
        false
          true         finding.isPublic
                       finding.isPublic is true
          false        tag("Owner") == "x" || risk > 90
                       tag("Owner") is not there
                       risk is 65
          false        access.open
                       access.open is false
        """,
        run.out());
    assertEquals("", run.err());
    assertEquals(0, run.exitCode());
  }

  @Test
  void eval_ofTheRulesLists_showsThem() {
    Path rules =
        EventText.write(
            temp.resolve("r.yaml"), "lists:\n  partners: [\"444455556666\"]\nrules: []\n");

    assertEquals(
        """
        false
          false        principal.account in lists.partners
                       principal.account is ""
                       lists.partners is "444455556666"
        """,
        eval("--rules", rules, "principal.account in lists.partners", BUCKET).out());
  }

  /** Of three values: what was not read is none of two. */
  @Test
  void eval_ofWhatWasNotRead_isUndetermined() {
    assertEquals(
        """
        undetermined
          undetermined tag("Owner") == "" || principal.inOrganization
                       the tags were not read
                       the principal's account was not looked up
        """,
        eval("tag(\"Owner\") == \"\" || principal.inOrganization", "--from", EXPORT, "--id", ID)
            .out());
    assertEquals(
        """
        true
          true         !hasTag("Owner") || resource.type == "AWS::KMS::Key"
                       the tags were not read
                       resource.type is "AWS::KMS::Key"
        """,
        eval("!hasTag(\"Owner\") || resource.type == \"AWS::KMS::Key\"", "--from", EXPORT, ID)
            .out());
  }

  @Test
  void eval_thatCannotHaveAValue_saysWhy() {
    assertEquals(
        """
        undetermined
          undetermined access.condition["aws:SourceArn"] == "x"
                       access.condition is empty
                       access.condition["aws:SourceArn"] == "x": there is no such key
        """,
        eval("access.condition[\"aws:SourceArn\"] == \"x\"", BUCKET).out());
  }

  @Test
  void eval_ofHostileTags_keepsTheTerminalSafe() {
    CommandRun run =
        eval(
            "tag(\"Environment\") == \"\" && size(keyAliases) > 0",
            CommandRun.EVENTS.resolve("external/kms-key-with-hostile-tags-and-aliases.json"));
    assertEquals(0, run.exitCode(), run::err);
    assertFalse(run.out().chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)), run::out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "finding.isPublik|condition:1:1: unknown name \"finding.isPublik\"; did you mean"
            + " \"finding.isPublic\"?",
        "resource.arn|condition:1:9: a condition is true or false, but this is a text",
        "principal.account in lists.partners|condition:1:22: unknown name \"lists.partners\"",
      })
  void eval_ofACondition_thatDoesNotLoad_saysWhere(String condition, String message) {
    String err = eval(condition, BUCKET).assertWrongUse().err();
    assertEquals(message, err.lines().findFirst().orElse("").substring(0, message.length()));
  }

  @Test
  void eval_withoutAFinding_isWrongUse() {
    assertEquals(
        "expected an event file, --analyzer-arn ARN FINDING_ID, or --from FILE --id ID\n",
        eval("finding.isPublic").assertWrongUse().err());
  }
}
