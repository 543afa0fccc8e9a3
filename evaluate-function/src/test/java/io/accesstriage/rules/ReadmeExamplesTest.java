package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows of rules is what the product loads. */
class ReadmeExamplesTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void yamlExamples_ofTheReadme_load() throws IOException {
    Matcher example = YAML.matcher(Files.readString(README));
    List<String> examples = new ArrayList<>();
    while (example.find()) {
      examples.add(example.group(1));
    }
    assertFalse(examples.isEmpty(), "the README shows no rule");
    examples.forEach(rules -> RuleSet.parse("README.md", rules));
  }
}
