package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents about rules tell what the product does. */
class RulesDocumentTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME_ROW =
      Pattern.compile("^\\| `([a-zA-Z.]+)` \\| ([a-z(), ]+) \\|", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"../docs/rules.md", "../README.md"})
  void yamlExamples_ofADocument_load(String document) throws IOException {
    Matcher example = YAML.matcher(Files.readString(Path.of(document)));
    List<String> examples = new ArrayList<>();
    while (example.find()) {
      examples.add(example.group(1));
    }
    assertFalse(examples.isEmpty(), () -> document + " has no example");
    examples.forEach(rules -> RuleSet.parse(document, rules));
  }

  @Test
  void namesTable_ofTheReference_isTheVocabulary() throws IOException {
    String document = Files.readString(Path.of("../docs/rules.md"));
    String names = document.substring(document.indexOf("## Names"));
    Map<String, String> told = new TreeMap<>();
    Matcher row = NAME_ROW.matcher(names.substring(0, names.indexOf("## What could not be read")));
    while (row.find()) {
      told.put(row.group(1), row.group(2));
    }
    Map<String, String> known = new TreeMap<>();
    for (Vocabulary.Name name : Vocabulary.NAMES) {
      known.put(name.name(), type(name));
    }
    known.put(Vocabulary.RISK, "int");
    assertEquals(known, told);
  }

  private static String type(Vocabulary.Name name) {
    return switch (name.type().kind()) {
      case LIST -> "list(string)";
      case MAP -> "map(string, string)";
      case TIMESTAMP -> "timestamp";
      default -> name.type().name();
    };
  }
}
