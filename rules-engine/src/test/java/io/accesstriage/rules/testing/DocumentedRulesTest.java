package io.accesstriage.rules.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Rules and rule tests that the documentation shows are what the product loads. */
class DocumentedRulesTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

  /** Other files in YAML: a workflow of GitHub, an account file, a template. */
  private static final Pattern OTHER_FILE = Pattern.compile("(?m)^(jobs|resources|Resources):");

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> example_ofRulesOrTheirTests_loadsAndPasses() throws IOException {
    List<DynamicTest> examples = new ArrayList<>();
    for (Path page : pages()) {
      examples.addAll(examples(page));
    }
    assertTrue(examples.size() > 30, "only " + examples.size() + " examples were found");
    return examples;
  }

  /** Cases are tests of the rules that the page shows before them. */
  private List<DynamicTest> examples(Path page) throws IOException {
    List<DynamicTest> examples = new ArrayList<>();
    String text = Files.readString(page);
    RuleSet[] last = new RuleSet[1];
    Matcher block = YAML.matcher(text);
    while (block.find()) {
      String yaml = block.group(1);
      if (OTHER_FILE.matcher(yaml).find()) {
        continue;
      }
      long line = text.substring(0, block.start()).lines().count() + 1;
      String name = "%s:%d".formatted(page.getFileName(), line);
      examples.add(
          DynamicTest.dynamicTest(
              name,
              () -> {
                if (yaml.startsWith("cases:")) {
                  run(yaml, last[0]);
                } else {
                  last[0] = RuleSet.parse(name, yaml);
                }
              }));
    }
    return examples;
  }

  private void run(String cases, RuleSet rules) throws IOException {
    Path file = Files.writeString(folder.resolve("example-test.yaml"), cases);
    RuleTestReport report = RuleTestFile.parse(file).run(rules);
    assertTrue(report.isPassed(), report.text());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
      return Stream.concat(Stream.of(HOME.resolve("README.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
