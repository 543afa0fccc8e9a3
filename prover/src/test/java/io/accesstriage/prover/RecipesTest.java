package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that are shipped, and the recipes of the cookbook: what of each is not proved. */
class RecipesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Path RULES = Path.of("../rules");

  @Test
  void answers_shippedRulesAndRecipes_areThese() throws IOException {
    StringBuilder refuted = new StringBuilder(line(RULES.resolve("rules.yaml")));
    try (Stream<Path> files = Files.list(RULES.resolve("cookbook"))) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".yaml") && !file.toString().endsWith("-test.yaml")) {
          refuted.append(line(file));
        }
      }
    }
    assertEquals(Files.readString(Path.of("src/test/resources/recipes.txt")), refuted.toString());
  }

  /** A recipe that only alerts promises it beside a rule that archives everything. */
  @ParameterizedTest
  @MethodSource("promises")
  void answers_recipe_isProvedToKeepWhatItsTextPromises(String recipe, String promise)
      throws IOException {
    String text = Files.readString(RULES.resolve("cookbook/" + recipe + ".yaml"));
    boolean archives = text.contains("effect: archive") || text.contains("archiveBelow: 3");
    String whole =
        text
            + (archives
                ? ""
                : "  - {id: all, effect: archive, owner: o, reason: r, allowPublic: true,"
                    + " when: 'resource.arn != \"\"'}\n")
            + "properties:\n  - {id: promise, when: '"
            + promise
            + "'}\n";
    List<Answer> answers = new Prover(RuleSet.parse(recipe, whole), type -> true, NOW).properties();
    assertFalse(answers.isEmpty());
    for (Answer answer : answers) {
      assertEquals(Verdict.PROVED, answer.verdict(), answer::toString);
    }
  }

  static Stream<Arguments> promises() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/promises.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arguments.of((Object[]) line.split(": ", 2)));
  }

  @Test
  void promises_areThereOfEveryRecipe() throws IOException {
    Set<String> promised =
        promises().map(promise -> promise.get()[0] + ".yaml").collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(RULES.resolve("cookbook"))) {
      assertEquals(
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".yaml") && !name.endsWith("-test.yaml"))
              .collect(Collectors.toSet()),
          promised);
    }
  }

  private static String line(Path file) throws IOException {
    RuleSet rules = RuleSet.parse(file.toString(), Files.readString(file));
    List<Answer> answers = new Prover(rules, type -> true, NOW).answers();
    return file.getFileName()
        + ": "
        + answers.stream()
            .filter(answer -> answer.verdict() != Verdict.PROVED)
            .map(answer -> answer.question() + " " + answer.verdict().label())
            .collect(Collectors.joining(", "))
        + "\n";
  }
}
