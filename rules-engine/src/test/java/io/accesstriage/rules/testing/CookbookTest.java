package io.accesstriage.rules.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Outcome;
import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/cookbook.md shows the recipes as they are in rules/cookbook, where {@link ShippedRulesTest}
 * tests them, and what it says they do and don't are their cases.
 */
class CookbookTest {
  private static final Path PAGE = Path.of("..", "docs", "cookbook.md");
  private static final Path FOLDER = Path.of("..", "rules", "cookbook");
  private static final String SCHEMA = "# yaml-language-server: $schema=../rules.schema.json\n";
  private static final Pattern SECTION = Pattern.compile("(?ms)^## (.*?)(?=^## |\\z)");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
  private static final Pattern FILE = Pattern.compile("\\.\\./rules/cookbook/([a-z-]+)\\.yaml\\)");
  private static final Pattern CASE = Pattern.compile("(?s)(?<!\\*)\\*([^*]+)\\*(?!\\*)");

  /** A section of the page with the rules file that it links first. */
  private record Recipe(String file, String text) {
    String rules() {
      Matcher yaml = YAML.matcher(text);
      assertTrue(yaml.find(), file + " shows no rule");
      String rules = yaml.group(1);
      assertFalse(yaml.find(), file + " shows two");
      return rules;
    }

    /** Names of cases in the paragraph that begins with this word. */
    List<String> cases(String word) {
      Matcher paragraph =
          Pattern.compile("(?ms)^" + word + ": (.*?)(?=^[A-Z][a-z' ]+: |^$)").matcher(text);
      assertTrue(paragraph.find(), "%s: nothing begins with \"%s:\"".formatted(file, word));
      return CASE.matcher(paragraph.group(1))
          .results()
          .map(result -> result.group(1).replace('\n', ' '))
          .toList();
    }

    @Override
    public String toString() {
      return file;
    }
  }

  @Test
  void page_showsEveryRecipeAsItIsTested() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.filter(f -> !f.toString().endsWith("-test.yaml")).toList()) {
        String text = Files.readString(file);
        assertTrue(text.startsWith(SCHEMA), file + " does not begin with its schema");
        files.put(
            String.valueOf(file.getFileName()).replace(".yaml", ""),
            text.substring(SCHEMA.length()));
      }
    }
    Map<String, String> shown = new TreeMap<>();
    for (Recipe recipe : recipes()) {
      shown.put(recipe.file(), recipe.rules());
    }

    assertEquals(files, shown);
    assertTrue(files.size() >= 20, "only " + files.size() + " recipes");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void recipe_saysWhenItFitsAndWhatItDoesNotCover(Recipe recipe) {
    for (String word : List.of("When: ", "Not covered: ")) {
      assertTrue(recipe.text().contains("\n" + word), "nothing begins with \"%s\"".formatted(word));
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void recipe_whatItDoesNot_areItsCases(Recipe recipe) throws IOException {
    RuleSet rules = RuleSet.parse(recipe.file(), recipe.rules());
    boolean archives = !rules.archiveRules().isEmpty() || rules.hasRiskThreshold();
    RuleTestFile tests = RuleTestFile.parse(FOLDER.resolve(recipe.file() + "-test.yaml"));

    List<String> doesNot = recipe.cases(archives ? "Doesn't archive" : "Doesn't alert");

    assertFalse(doesNot.isEmpty(), "no case that it does not apply to");
    doesNot.forEach(name -> assertFalse(applies(tests, name, archives), name + " is one"));
  }

  private static boolean applies(RuleTestFile tests, String name, boolean archives) {
    Optional<Expectation> expected =
        tests.cases().stream()
            .filter(test -> test.name().equals(name))
            .map(RuleTestCase::expected)
            .findFirst();
    assertTrue(expected.isPresent(), "there is no case \"%s\"".formatted(name));
    return archives
        ? expected.orElseThrow().outcome() == Outcome.ARCHIVE
        : !expected.orElseThrow().rule().equals(Expectation.NO_RULE);
  }

  static List<Recipe> recipes() throws IOException {
    return SECTION
        .matcher(Files.readString(PAGE))
        .results()
        .map(section -> section.group(1))
        .filter(text -> FILE.matcher(text).find())
        .map(text -> new Recipe(file(text), text))
        .toList();
  }

  private static String file(String text) {
    Matcher file = FILE.matcher(text);
    assertTrue(file.find(), text);
    return file.group(1);
  }
}
