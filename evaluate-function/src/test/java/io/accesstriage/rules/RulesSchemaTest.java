package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.accesstriage.json.Json;
import io.accesstriage.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema that editors complete rules files by says no more and no less than the loader can. */
class RulesSchemaTest {
  private static final Path RULES = Path.of("..", "rules");
  private static final JsonNode SCHEMA = schema();

  private static final String GOOD =
      """
      lists: {a: ["1"]}
      rules:
        - {id: n, effect: notify, severity: high, reason: A., owner: o, when: finding.isPublic}
        - {id: a, effect: archive, reason: A., owner: o, expires: 2027-12-31, allowPublic: true, trustTags: true, when: "true"}
      risk: {factors: [{id: f, points: 5, when: finding.isPublic}], archiveBelow: 1}
      """;

  @ParameterizedTest
  @MethodSource("rulesFiles")
  void validate_everyRulesFile_isAccepted(Path file) throws IOException {
    assertEquals(Set.of(), validate(Files.readString(file)));
  }

  @Test
  void validate_everyFieldAtOnce_isAcceptedByBoth() {
    RuleSet.parse("rules.yaml", GOOD);
    assertEquals(Set.of(), validate(GOOD));
  }

  @Test
  void validate_emptyRules_isAcceptedByBoth() {
    RuleSet.parse("rules.yaml", "rules: []");
    assertEquals(Set.of(), validate("rules: []"));
  }

  /** Each is GOOD with one thing replaced. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules: => rulez:",
        "rules: => rule: 1\nrules:",
        "[\"1\"] => [1]",
        "[\"1\"] => one",
        "{a: [ => {in: [",
        "{a: [ => {1a: [",
        "id: n => id: 5",
        "id: n => id: a b",
        "id: n => id: risk",
        "id: n, => ''",
        "effect: notify, => ''",
        "effect: notify => effect: alert",
        "severity: high => severity: urgent",
        "severity: high => expires: 2027-12-31",
        "severity: high => allowPublic: true",
        "severity: high => trustTags: false",
        "severity: high => severty: high",
        "reason: A., owner: o, expires => owner: o, expires",
        "reason: A., owner: o, expires => reason: A., expires",
        "reason: A., owner: o, expires => reason: ' ', owner: o, expires",
        "reason: A., owner: o, expires => reason: 5, owner: o, expires",
        "expires: 2027-12-31 => severity: high",
        "expires: 2027-12-31 => expires: 2027-13-31",
        "expires: 2027-12-31 => expires: tomorrow",
        "expires: 2027-12-31 => expires: 2027",
        "allowPublic: true => allowPublic: yes",
        "trustTags: true => trustTags: 1",
        "when: \"true\" => when: true",
        ", when: \"true\" => ''",
        "points: 5 => points: 1.5",
        "points: 5 => points: 1001",
        "points: 5 => points: many",
        "points: 5, => ''",
        "{id: f, => {",
        "archiveBelow: 1 => archiveBelow: -1",
        "archiveBelow: 1 => archivebelow: 1",
      })
  void validate_mistake_isRefusedByBoth(String change) {
    int arrow = change.indexOf(" => ");
    String replacement = change.substring(arrow + 4);
    String file =
        GOOD.replace(change.substring(0, arrow), replacement.equals("''") ? "" : replacement);

    assertFalse(file.equals(GOOD), "the replacement did nothing");
    assertThrows(InvalidFileException.class, () -> RuleSet.parse("rules.yaml", file), file);
    assertFalse(validate(file).isEmpty(), file);
  }

  @Test
  void schema_fieldsOfARule_areThoseOfTheLoader() {
    Set<String> fields = new HashSet<>();
    SCHEMA.at("/$defs/rule/properties").fieldNames().forEachRemaining(fields::add);

    assertEquals(Set.copyOf(RulesFile.RULE_FIELDS), fields);
  }

  static List<Path> rulesFiles() throws IOException {
    try (Stream<Path> files = Files.walk(RULES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith("-test.yaml"))
          .sorted()
          .toList();
    }
  }

  private static Set<ValidationMessage> validate(String yaml) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return schema.validate(new ObjectMapper().valueToTree(loaded));
  }

  private static JsonNode schema() {
    try {
      return Json.read(Files.readAllBytes(RULES.resolve("rules.schema.json")), "rules.schema.json");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
