package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
