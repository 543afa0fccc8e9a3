package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestedRulesTest {
  private static final String RULES =
      """
      rules:
        - id: partner
          effect: notify
          owner: security@example.com
          reason: A partner reads it.
          when: principal.account == "444455556666"
      """;

  /** Of the text above, by sha256sum. */
  private static final String SHA256 =
      "8bbfad70707455df2e38247532a98d0dea44d2d1824e9c223dcff15879713096";

  private static final String OTHER =
      "0000000000000000000000000000000000000000000000000000000000000000";

  private static final String ADVICE =
      ". Test the rules, then write the checksums again (sha256sum *.yaml >rules.yaml.sha256) or"
          + " delete them";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE"})
  void read_withoutChecksums_areThose(String encoding) throws Exception {
    Files.write(folder.resolve("rules.yaml"), RULES.getBytes(encoding));

    assertEquals(RuleSet.parse("rules.yaml", RULES).version(), read().version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s  rules.yaml\n", "%s *rules.yaml\r\n", "%s"})
  void read_rulesOfTheChecksum_areTaken(String line) throws Exception {
    write("rules.yaml", RULES);
    write("rules.yaml.sha256", line.formatted(SHA256));

    assertEquals(RuleSet.parse("rules.yaml", RULES).version(), read().version());
  }

  /** Also where they mean the same: the checksum is of the file. */
  @ParameterizedTest
  @ValueSource(strings = {"", "# a comment\n"})
  void read_otherRulesThanOfTheChecksum_areRefused(String added) throws Exception {
    write("rules.yaml", RULES + added);
    write("rules.yaml.sha256", (added.isEmpty() ? OTHER : SHA256) + "  rules.yaml\n");

    String message = assertThrows(IllegalStateException.class, this::read).getMessage();

    assertEquals(
        "rules.yaml is not the file of rules.yaml.sha256: expected "
            + (added.isEmpty()
                ? OTHER + ", found " + SHA256
                : SHA256
                    + ", found "
                    + "71a09f9051d7fe22079539aea5e9699cca92bb4f6a968a9c718a57365615dcc3")
            + ". Test the rules, then write the checksums again"
            + " (sha256sum *.yaml >rules.yaml.sha256) or delete them",
        message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        """
        8bbfad70707455df2e38247532a98d0dea44d2d1824e9c223dcff15879713096
        8bbfad70707455df2e38247532a98d0dea44d2d1824e9c223dcff15879713096
        """,
        """
        8bbfad70707455df2e38247532a98d0dea44d2d1824e9c223dcff15879713096  rules.yaml
        0000000000000000000000000000000000000000000000000000000000000000  rules.yaml
        """
      })
  void read_checksumThatIsNone_isRefusedAndNotShown(String checksum) throws Exception {
    write("rules.yaml", RULES);
    write("rules.yaml.sha256", checksum);

    assertEquals(
        "rules.yaml.sha256: expected lines as of sha256sum *.yaml, found %d characters of something else"
            .formatted(checksum.length()),
        assertThrows(IllegalStateException.class, this::read).getMessage());
  }

  @Test
  void read_rulesWithAMistake_namesIt() throws Exception {
    write("rules.yaml", "rules: 7\n");

    assertThrows(InvalidFileException.class, this::read);
  }

  @Test
  void read_rulesThatAreNoText_saysSo() throws Exception {
    Files.write(folder.resolve("rules.yaml"), new byte[] {'a', (byte) 0xe9, 'b'});

    assertEquals(
        "rules.yaml is no text in UTF-8 or UTF-16",
        assertThrows(IllegalStateException.class, this::read).getMessage());
  }

  @Test
  void read_severalFiles_areReadInTheOrderOfTheirNames() throws Exception {
    String others = RULES.replace("id: partner", "id: others");
    write("b.yaml", RULES);
    write("a.yaml", others);
    write("a-test.yaml", "cases: []\n");
    write("rules.schema.json", "{}");

    assertEquals(
        RuleSet.parse(List.of(new RulesText("a.yaml", others), new RulesText("b.yaml", RULES)))
            .version(),
        read().version());
  }

  /** What another file adds is as little tested as what a changed one says. */
  @Test
  void read_filesOfChecksums_areAllOfThem() throws Exception {
    write("rules.yaml", RULES);
    String sums =
        SHA256 + "  rules.yaml\n" + OTHER + "  rules-test.yaml\n"; // which is not deployed
    write("rules.yaml.sha256", sums);
    assertEquals(RuleSet.parse("rules.yaml", RULES).version(), read().version());

    write("more.yaml", "rules: []\n");
    assertEquals("more.yaml is not in rules.yaml.sha256" + ADVICE, refusal());

    Files.delete(folder.resolve("more.yaml"));
    write("rules.yaml.sha256", sums + OTHER + "  more.yaml\n");
    assertEquals("more.yaml, which is in rules.yaml.sha256, is not deployed" + ADVICE, refusal());
  }

  @Test
  void read_ofSeveralFiles_aChecksumWithoutANameIsNone() throws Exception {
    write("rules.yaml", RULES);
    write("more.yaml", "rules: []\n");
    write("rules.yaml.sha256", SHA256 + "\n");

    assertEquals(
        "rules.yaml.sha256: expected lines as of sha256sum *.yaml, found 65 characters of"
            + " something else",
        refusal());
  }

  @Test
  void read_ruleOfTwoFiles_namesBoth() throws Exception {
    write("a.yaml", RULES);
    write("b.yaml", RULES);

    InvalidFileException refused = assertThrows(InvalidFileException.class, this::read);

    assertEquals(
        "b.yaml:2:9: the id \"partner\" is also in a.yaml",
        String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
  }

  private String refusal() {
    return String.valueOf(assertThrows(IllegalStateException.class, this::read).getMessage());
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text, StandardCharsets.UTF_8);
  }

  private RuleSet read() throws IOException {
    return TestedRules.read(RulesFolder.rules(folder));
  }
}
