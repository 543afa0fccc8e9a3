package io.accesstriage.cli.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.accesstriage.cli.CommandProcess;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.fixtures.ManyFindings;
import io.accesstriage.rules.RuleSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

/** Colours are for terminals, and for nobody who has set NO_COLOR. */
class ColoursTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Object[] PREVIEW = {
    "preview",
    "--from",
    CommandRun.HOME.resolve("docs/examples/list-findings.json"),
    "--account",
    CommandRun.HOME.resolve("events/sample-account.yaml")
  };

  private static final String BOLD = "\u001b[1m";
  private static final String YELLOW = "\u001b[33m";
  private static final String END = "\u001b[0m";

  @Test
  void table_withColours_isTheSameWithHeadingsInBoldAndWarningsInYellow() {
    List<String> plain = table(Ansi.OFF).lines().toList();

    List<String> coloured = table(Ansi.ON).lines().toList();

    assertEquals(plain, coloured.stream().map(ColoursTest::withoutEscapes).toList());
    assertEquals(
        List.of(
            BOLD + plain.get(3) + END,
            BOLD + "Severity of the alert" + END,
            BOLD + "Rule" + END,
            BOLD + "Finding type" + END,
            BOLD + "Resource type" + END,
            BOLD + "Account" + END,
            BOLD + "Look at this first" + END,
            "  " + YELLOW + "Protect the tags." + END),
        coloured.stream().filter(line -> line.contains("\u001b")).toList());
  }

  private static String table(Ansi ansi) {
    StringWriter text = new StringWriter();
    RuleSet rules = RuleSet.parse("rules.yaml", ManyFindings.rules());
    Preview preview = new Preview("findings.json", rules, ManyFindings.READ_AT);
    new TableOutput(new PrintWriter(text), ansi).end(preview, List.of("Protect the tags."));
    return text.toString();
  }

  /**
   * @param noColor the variable's value, null where it is not set
   */
  @ParameterizedTest
  @CsvSource({",true", "1,false"})
  void preview_inATerminal_hasColoursUnlessNoColorIsSet(String noColor, boolean hasColours)
      throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "script, which makes a terminal, is not there");
    ProcessBuilder process = CommandProcess.inTerminal(SCRIPT, PREVIEW);
    if (noColor != null) {
      process.environment().put("NO_COLOR", noColor);
    }

    List<String> lines = output(process);

    assertEquals(
        List.of(styled("Rule", hasColours)),
        lines.stream().filter(line -> withoutEscapes(line).equals("Rule")).toList());
  }

  @Test
  void preview_intoAPipe_hasNoColours() throws Exception {
    assertEquals(
        List.of("Rule"),
        output(CommandProcess.of(PREVIEW)).stream()
            .filter(line -> withoutEscapes(line).equals("Rule"))
            .toList());
  }

  private static String styled(String heading, boolean hasColours) {
    return hasColours ? BOLD + heading + END : heading;
  }

  private static String withoutEscapes(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  private static List<String> output(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().toList();
  }
}
