package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema that editors complete rules by agrees with what the product loads. */
class RulesSchemaTest {
  private static final Path RULES = Path.of("..", "rules");

  static List<Path> rulesFiles() throws IOException {
    try (Stream<Path> files = Files.walk(RULES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith("-test.yaml"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rulesFiles")
  void validate_shippedRules_haveNoMistake(Path file) throws IOException {
    assertEquals(Set.of(), mistakes(Files.readString(file)));
  }

  @Test
  void rulesFiles_ofTheRepository_areFound() throws IOException {
    assertTrue(rulesFiles().size() > 3, () -> "found only some of the rules files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lists: {}",
        "rules: []\nrule: []",
        "rules: [{id: a, effect: notify}]",
        "rules: [{id: a b, effect: notify, when: 'true'}]",
        "rules: [{id: risk, effect: notify, when: 'true'}]",
        "rules: [{id: a, effect: alert, when: 'true'}]",
        "rules: [{id: a, effect: notify, severity: urgent, when: 'true'}]",
        "rules: [{id: a, effect: notify, expires: 2027-12-31, when: 'true'}]",
        "rules: [{id: a, effect: notify, allowPublic: true, when: 'true'}]",
        "rules: [{id: a, effect: archive, owner: me, when: 'true'}]",
        "rules: [{id: a, effect: archive, reason: r, when: 'true'}]",
        "rules: [{id: a, effect: archive, owner: me, reason: ' ', when: 'true'}]",
        "rules: [{id: a, effect: archive, owner: me, reason: r, severity: low, when: 'true'}]",
        "rules: [{id: a, effect: archive, owner: me, reason: r, expires: soon, when: 'true'}]",
        "rules: [{id: a, effect: archive, owner: me, reason: r, trustTags: 'yes', when: 'true'}]",
        "rules: []\nlists: {accounts: [111122223333]}",
        "rules: []\nlists: {1a: []}",
        "rules: []\naccounts: []",
        "rules: []\naccounts: {\"12\": Partner}",
        "rules: []\naccounts: {\"444455556666\": ' '}",
        "rules: []\naccounts: {\"444455556666\": 7}",
        "rules: []\nrisk: {factors: [{id: a, points: 1001, when: 'true'}]}",
        "rules: []\nrisk: {archiveBelow: low}",
        "rules: []\nrisk: {trustTags: 'yes'}",
      })
  void validate_mistakeThatASchemaCanKnow_isFoundAsByTheLoader(String rules) {
    assertFalse(mistakes(rules).isEmpty(), () -> "the schema accepts " + rules);
    assertThrows(InvalidFileException.class, () -> RuleSet.parse("rules.yaml", rules));
  }

  private static Set<ValidationMessage> mistakes(String yaml) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    JsonNode node = new ObjectMapper().valueToTree(value);
    return schema().validate(node);
  }

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(RULES.resolve("rules.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
