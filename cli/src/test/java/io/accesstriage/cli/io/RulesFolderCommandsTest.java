package io.accesstriage.cli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that reads rules reads a folder of them. */
class RulesFolderCommandsTest {
  private static final Path KEY =
      CommandRun.EVENTS.resolve("external/kms-key-shared-with-account.json");

  @TempDir private Path temp;
  private Path rules;
  private Path one;

  @BeforeEach
  void writeFolder() throws IOException {
    rules = Files.createDirectory(temp.resolve("rules"));
    String partners =
        """
          - id: partners
            effect: archive
            owner: o@example.com
            reason: Partners use keys.
            when: principal.account in lists.partners && resource.account == "111122223333"
        """;
    String isPublic =
        """
          - id: public
            effect: notify
            when: finding.isPublic
        """;
    String lists =
        """
        lists:
          partners: ["444455556666"]
        """;
    Files.writeString(rules.resolve("partners.yaml"), "rules:\n" + partners);
    Files.writeString(
        rules.resolve("partners-test.yaml"),
        """
        cases:
          - name: a partner
            finding: {}
            expect: {outcome: ARCHIVE, rule: partners}
          - name: a stranger
            finding: {principal: {value: "999988887777"}}
            expect: {outcome: NOTIFY, rule: none}
            leaves: [partners]
        """);
    Files.writeString(rules.resolve("shared.yaml"), lists + "rules:\n" + isPublic);
    Files.writeString(
        rules.resolve("shared-test.yaml"),
        """
        cases:
          - name: public
            finding: {isPublic: true}
            expect: {outcome: NOTIFY, rule: public}
        """);
    one = Files.writeString(temp.resolve("one.yaml"), lists + "rules:\n" + partners + isPublic);
  }

  private CommandRun of(String command, Object... args) {
    List<Object> all = new ArrayList<>(List.of(command, "--rules", rules));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray());
  }

  @Test
  void test_ofAFolder_runsTheTestsBesideEachFile() {
    CommandRun run = of("test");

    assertEquals("rules/*-test.yaml: 3 cases, 3 passed, 0 failed, 0 missing\n", run.out());
    assertEquals(0, run.exitCode());
    assertTrue(
        run.err()
            .startsWith(rules.resolve("partners.yaml") + ":2:9: warning: rule partners, any-act"),
        run::err);
    assertEquals(
        "partners-test.yaml: 2 cases, 2 passed, 0 failed, 1 missing\n",
        of("test", rules.resolve("partners-test.yaml")).out().replaceFirst("UNTESTED.*\n", ""));
    assertEquals(
        "rules/*-test.yaml: 1 case, 1 passed, 0 failed, 0 missing\n",
        of("test", "--case", "public").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"prove", "lint"})
  void command_ofAFolder_saysWhatItSaysOfOneFile(String command) {
    CommandRun run = of(command);
    CommandRun ofOne = CommandRun.of(command, "--rules", one);

    assertEquals(
        ofOne.out().replace(one + ":4:", rules + "/partners.yaml:2:").replace("" + one, "" + rules),
        run.out());
    assertEquals(ofOne.exitCode(), run.exitCode());
  }

  @Test
  void explain_andRun_decideByAllFiles() {
    assertEquals("partners", of("explain", "--json", KEY).result().path("rule").textValue());
    assertEquals("partners", of("run", "--json", KEY).result().path("rule").textValue());
    assertEquals(
        CommandRun.of("explain", "--json", "--rules", one, KEY).result(),
        of("explain", "--json", KEY).result());
  }

  @Test
  void previewAndSuggest_readAllFiles() {
    Path export = CommandRun.HOME.resolve("docs/examples/findings.json");
    String preview = of("preview", "--from", export, "--json").out();

    assertTrue(preview.contains("\"rule\":\"partners\""), preview);
    assertEquals(
        CommandRun.of("suggest", "--rules", one, "--from", export).out(),
        of("suggest", "--from", export).out());
  }

  @Test
  void diff_ofAFileAndAFolder_isEmptyWhereTheyAreTheSame() throws IOException {
    CommandRun same = CommandRun.of("diff", one, rules);
    assertEquals(0, same.exitCode(), same::err);
    assertEquals(CommandRun.of("diff", one, one).out(), same.out());

    Files.delete(rules.resolve("partners.yaml"));
    assertTrue(CommandRun.of("diff", one, rules).out().contains("partners"));
  }

  @Test
  void ruleOfTwoFiles_isWrongUseThatNamesBoth() throws IOException {
    Files.copy(rules.resolve("partners.yaml"), rules.resolve("other.yaml"));

    assertEquals(
        "%1$s/partners.yaml:2:9: the id \"partners\" is also in %1$s/other.yaml".formatted(rules),
        of("lint").assertWrongUse().err().lines().findFirst().orElse(""));
  }

  @Test
  void listOfTwoFiles_isWrongUseThatNamesBoth() throws IOException {
    Files.writeString(
        rules.resolve("vendors.yaml"), "lists:\n  partners: [\"777788889999\"]\nrules: []\n");

    assertEquals(
        "%1$s/vendors.yaml:2:3: the list \"partners\" is also in %1$s/shared.yaml: keep one"
            .formatted(rules),
        of("test").assertWrongUse().err().lines().findFirst().orElse(""));
  }

  @Test
  void folderWithoutRules_isWrongUse() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    Files.writeString(empty.resolve("a-test.yaml"), "cases: []\n");

    assertEquals(
        empty + ": the folder has no rules (*.yaml)\n",
        CommandRun.of("prove", "--rules", empty).assertWrongUse().err());
  }

  @Test
  void folderWithoutTests_isWrongUse() throws IOException {
    Path untested = Files.createDirectory(temp.resolve("untested"));
    Files.writeString(untested.resolve("a.yaml"), "rules: []\n");

    assertEquals(
        untested + ": the folder has no tests (*-test.yaml) beside its rules\n",
        CommandRun.of("test", "--rules", untested).assertWrongUse().err());
  }

  /** What cannot be read is not left out. */
  @Test
  void fileThatCannotBeRead_isWrongUse() throws IOException {
    Path broken =
        Files.createSymbolicLink(rules.resolve("zone.yaml"), temp.resolve("nowhere.yaml"));

    assertEquals(broken + ": there is no such rules file\n", of("prove").assertWrongUse().err());

    Files.delete(broken);
    Files.write(broken, new byte[] {'a', (byte) 0xe9, 'b'});
    assertEquals(
        broken + ": the rules file could not be read: it is no text in UTF-8 or UTF-16\n",
        of("prove").assertWrongUse().err());
  }

  @Test
  void theRecipes_copiedBesideOthers_areReadWithThem() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("copied"));
    Path shipped = CommandRun.HOME.resolve("rules");
    for (String name : List.of("rules.yaml", "rules-test.yaml")) {
      Files.copy(shipped.resolve(name), folder.resolve(name));
    }
    for (String name :
        List.of("partner-reads-exchange-buckets", "partner-reads-exchange-buckets-test")) {
      Files.copy(shipped.resolve("cookbook/" + name + ".yaml"), folder.resolve(name + ".yaml"));
    }
    String text =
        Files.readString(folder.resolve("rules-test.yaml")).replace("../events", "EVENTS");
    Files.writeString(
        folder.resolve("rules-test.yaml"), text.replace("EVENTS", CommandRun.EVENTS.toString()));

    CommandRun run = CommandRun.of("test", "--rules", folder);

    assertEquals(0, run.exitCode(), () -> run.out() + run.err());
  }
}
