package io.accesstriage.rules.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the tests of every rules file in the repository, as {@code triage test} does. */
class ShippedRulesTest {
  private static final Path RULES = Path.of("..", "rules");

  @ParameterizedTest
  @MethodSource("rulesFiles")
  void everyRulesFile_itsTests_pass(Path rules) throws IOException {
    RuleTestReport report = RuleTestFile.parse(testsOf(rules)).run(parse(rules));

    assertTrue(report.isPassed(), report.text());
    assertFalse(report.results().isEmpty(), "no case at all");
  }

  @Test
  void shippedRules_theirTests_coverEverything() throws IOException {
    Path rules = RULES.resolve("rules.yaml");
    RuleCoverage coverage = RuleTestFile.parse(testsOf(rules)).coverage(parse(rules));

    assertTrue(coverage.isComplete(), coverage.text());
  }

  @Test
  void rulesFolder_everyTestFile_belongsToARulesFile() throws IOException {
    List<Path> tests = files().filter(ShippedRulesTest::isTestFile).sorted().toList();

    assertEquals(rulesFiles().stream().map(ShippedRulesTest::testsOf).sorted().toList(), tests);
  }

  static List<Path> rulesFiles() throws IOException {
    return files().filter(file -> !isTestFile(file)).sorted().toList();
  }

  private static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(RULES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  private static boolean isTestFile(Path file) {
    return file.toString().endsWith("-test.yaml");
  }

  private static Path testsOf(Path rules) {
    return rules.resolveSibling(String.valueOf(rules.getFileName()).replace(".yaml", "-test.yaml"));
  }

  private static RuleSet parse(Path rules) throws IOException {
    return RuleSet.parse(String.valueOf(rules.getFileName()), Files.readString(rules));
  }
}
