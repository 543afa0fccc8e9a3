package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.accesstriage.finding.AccessLevel;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule reference says what is so. */
class RulesDocumentationTest {
  private static final String TEXT = read();

  @Test
  void names_areThoseOfTheVocabularyWithTheirTypes() {
    Map<String, String> expected = new LinkedHashMap<>();
    for (Vocabulary.Name name : Vocabulary.NAMES) {
      expected.put(name.name(), type(name.type()));
    }
    expected.put("lists.NAME", "list of strings");
    expected.put("risk", "int");

    Map<String, String> documented = new LinkedHashMap<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `([^`]+)` \\| ([a-z ]+) \\|").matcher(section("### Names"));
    while (rows.find()) {
      documented.put(rows.group(1), rows.group(2));
    }
    assertEquals(expected, documented);
  }

  @Test
  void functions_areAllThere() {
    String functions = section("### Functions");
    for (String function : Vocabulary.FUNCTIONS) {
      assertTrue(
          Pattern.compile("\\b" + function + "\\(").matcher(functions).find(),
          function + " is not documented");
    }
  }

  @Test
  void fields_areThoseOfTheLoader() {
    List<String> documented = new ArrayList<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `([a-zA-Z]+)` \\| (?:both|archive|notify) \\|")
            .matcher(section("## Fields"));
    while (rows.find()) {
      documented.add(rows.group(1));
    }
    assertEquals(
        RulesFile.RULE_FIELDS.stream().sorted().toList(), documented.stream().sorted().toList());
  }

  @ParameterizedTest
  @EnumSource(PrincipalKind.class)
  void principalKinds_areAllThere(PrincipalKind kind) {
    assertTrue(section("### Names").contains("`" + kind.label() + "`"), kind.label());
  }

  @ParameterizedTest
  @EnumSource(AccessLevel.class)
  void accessLevels_areAllThere(AccessLevel level) {
    assertTrue(section("### Names").contains("`" + level.label() + "`"), level.label());
  }

  @Test
  void policy_isAServiceControlPolicyThatFits() {
    JsonNode policy = Json.read(blocks("json").get(0), "the documented policy");

    assertTrue(Json.bytes(policy).length < 5_120, "larger than Organizations allows");
    policy
        .get("Statement")
        .forEach(
            statement -> {
              assertEquals("Deny", statement.get("Effect").asText());
              assertTrue(
                  statement.at("/Condition/ArnNotLike").has("aws:PrincipalArn"),
                  "nobody is left who may: " + statement);
            });
  }

  private static String type(CelType type) {
    Map<CelType, String> words =
        Map.of(
            SimpleType.STRING,
            "string",
            SimpleType.BOOL,
            "bool",
            SimpleType.INT,
            "int",
            SimpleType.TIMESTAMP,
            "timestamp",
            ListType.create(SimpleType.STRING),
            "list of strings",
            MapType.create(SimpleType.STRING, SimpleType.STRING),
            "map of strings");
    return words.getOrDefault(type, type + ", which has no word yet");
  }

  private static List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(TEXT);
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  /** From a heading to the next of the same or a higher level. */
  private static String section(String heading) {
    int start = TEXT.indexOf("\n" + heading + "\n");
    assertTrue(start >= 0, "there is no section " + heading);
    String rest = TEXT.substring(start + heading.length() + 2);
    Matcher next = Pattern.compile("(?m)^#{1," + heading.indexOf(' ') + "} ").matcher(rest);
    return next.find() ? rest.substring(0, next.start()) : rest;
  }

  private static String read() {
    try {
      return Files.readString(Path.of("..", "docs", "rules.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
