package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.services.accessanalyzer.model.ResourceType;

/** The sample events do what events/README.md says of them. */
class SampleEventsTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([^`]+\\.json)` \\|(.*)\\|$");

  @Test
  void run_ofAllSampleEvents_doesWhatTheReadmeSays() throws IOException {
    CommandRun run = CommandRun.json(CommandRun.EVENTS);

    Map<String, String> expected = new LinkedHashMap<>();
    rows(5).forEach((file, cells) -> expected.put(file, String.join(" | ", cells.subList(1, 4))));
    Map<String, String> actual = new LinkedHashMap<>();
    for (JsonNode result : run.results()) {
      actual.put(
          CommandRun.EVENTS.relativize(Path.of(result.path("event").textValue())).toString(),
          "%s | %s | %s"
              .formatted(
                  result.path("outcome").textValue(),
                  result.path("rule").isNull()
                      ? "-"
                      : "`%s`".formatted(result.path("rule").textValue()),
                  severity(result)));
      assertEquals("SUCCEEDED", result.path("status").textValue(), result::toString);
    }
    assertEquals(
        new TreeMap<>(expected).toString().replace(", ", ",\n"),
        new TreeMap<>(actual).toString().replace(", ", ",\n"));
    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
  }

  /** Those that the service model knows, so that a new one is not missed. */
  @ParameterizedTest
  @EnumSource(value = ResourceType.class, names = "UNKNOWN_TO_SDK_VERSION", mode = Mode.EXCLUDE)
  void events_ofEveryResourceType_areThereWithTheirResourceAndAreTriaged(ResourceType type)
      throws IOException {
    String family = type == ResourceType.AWS_IAM_USER ? "unused" : "external";
    List<Path> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(CommandRun.EVENTS.resolve(family))) {
      for (Path file : files.sorted().toList()) {
        JsonNode detail = Json.read(Files.readAllBytes(file), "event").path("detail");
        if (detail.path("resourceType").asText().equals(type.toString())
            && detail.path("status").asText().equals("ACTIVE")
            && !detail.path("isDeleted").asBoolean()
            && !detail.has("error")) {
          events.add(file);
        }
      }
    }
    assertFalse(events.isEmpty(), "events/%s has no event about a %s".formatted(family, type));

    Set<String> tags = new TreeSet<>();
    String account = Files.readString(CommandRun.EVENTS.resolve("sample-account.yaml"));
    for (JsonNode result : CommandRun.json(events.toArray()).results()) {
      assertEquals("SUCCEEDED", result.path("status").asText(), result::toString);
      assertEquals(
          List.of("Enrich finding", "Evaluate rules", "Archive or notify?"),
          CommandRun.texts(result.path("states")).subList(0, 3));
      JsonNode resource = result.path("output").path("finding").path("resource");
      assertEquals(type.toString(), resource.path("type").asText());
      String status = result.path("output").path("facts").path("tags").path("status").asText();
      tags.add(status);
      assertTrue(
          status.equals("FAILED") || account.contains("arn: " + resource.path("arn").asText()),
          () -> "events/sample-account.yaml lacks " + resource);
    }
    assertTrue(
        tags.contains(type == ResourceType.AWS_LAMBDA_LAYER_VERSION ? "UNSUPPORTED" : "FOUND"),
        () -> "no %s has tags that were read: %s".formatted(type, tags));
  }

  @Test
  void run_ofMalformedEvents_failsEachAndNamesTheField() throws IOException {
    CommandRun run = CommandRun.json(CommandRun.EVENTS.resolve("malformed"));

    Map<String, List<String>> rows = rows(3);
    List<String> seen = new ArrayList<>();
    int executions = 0;
    for (JsonNode result : run.results()) {
      String file =
          CommandRun.EVENTS.relativize(Path.of(result.path("event").textValue())).toString();
      seen.add(file);
      if (!result.path("states").isEmpty()) {
        String execution = ":event-" + ++executions + "\\n";
        assertTrue(result.toString().contains(execution), () -> result + " lacks " + execution);
      }
      List<String> cells = rows.getOrDefault(file, List.of("", "the README lacks the file"));
      assertFailure(file, cells.get(1).replace("`", ""), result);
    }
    assertEquals(List.copyOf(rows.keySet().stream().sorted().toList()), seen);
    assertEquals(1, run.exitCode());
  }

  private static void assertFailure(String file, String field, JsonNode result) {
    assertEquals("FAILED", result.path("status").textValue(), file);
    assertTrue(result.path("outcome").isNull(), file);
    assertTrue(result.path("output").isNull(), file);
    if (field.equals("-")) {
      assertEquals(List.of(), CommandRun.texts(result.path("states")), file);
      assertTrue(result.path("error").path("state").isNull(), file);
      assertTrue(result.path("findingId").isNull(), file);
      assertEquals(0, result.path("alerts").size(), file);
      return;
    }
    assertEquals(
        List.of("Enrich finding", "Report failure", "Failed"),
        CommandRun.texts(result.path("states")),
        file);
    assertEquals("Enrich finding", result.path("error").path("state").textValue(), file);
    assertEquals(
        "io.accesstriage.json.MalformedInput",
        result.path("error").path("error").textValue(),
        file);
    String cause = result.path("error").path("cause").textValue();
    assertTrue(
        Pattern.compile("\\." + field + "\\b").matcher(cause).find(),
        () -> "%s: expected the field %s in: %s".formatted(file, field, cause));
    assertEquals(1, result.path("alerts").size(), file);
    String alert = result.path("alerts").get(0).path("message").textValue();
    assertTrue(alert.contains(field), () -> "%s: expected %s in: %s".formatted(file, field, alert));
  }

  @Test
  void readme_namesEveryEventFile() throws IOException {
    TreeSet<String> described = new TreeSet<>(rows(5).keySet());
    described.addAll(rows(3).keySet());
    assertEquals(
        String.join("\n", eventFiles()),
        String.join("\n", described),
        "files and rows of the README");
  }

  private static Set<String> eventFiles() throws IOException {
    try (Stream<Path> files = Files.walk(CommandRun.EVENTS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> CommandRun.EVENTS.relativize(file).toString())
          .filter(file -> !file.startsWith("functions/"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String severity(JsonNode result) {
    return result.path("alerts").isEmpty()
        ? "-"
        : result.path("alerts").get(0).path("attributes").path("severity").textValue();
  }

  /** The rows of the table with so many columns: file to its other cells. */
  private static Map<String, List<String>> rows(int columns) throws IOException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(CommandRun.EVENTS.resolve("README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        List<String> cells = Stream.of(row.group(2).split("\\|")).map(String::strip).toList();
        if (cells.size() == columns - 1) {
          rows.put(row.group(1), cells);
        }
      }
    }
    assertTrue(rows.size() > 20, () -> "rows of the README with %d columns".formatted(columns));
    return rows;
  }
}
