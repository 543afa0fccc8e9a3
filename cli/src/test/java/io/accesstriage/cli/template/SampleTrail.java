package io.accesstriage.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files in event-patterns: events as EventBridge delivers them, and the identities of the
 * CloudTrail User Guide that can stand behind a call. The stack's names are in them as {@code
 * ${LogicalId}}.
 */
final class SampleTrail {
  private static final Path FOLDER = Path.of("src/test/resources/event-patterns");

  private SampleTrail() {}

  /** Identities by file name: of "anybody", or of a "deployment". */
  static Map<String, JsonNode> identities(String kind) {
    return files(FOLDER.resolve("identities").resolve(kind), text -> text);
  }

  /** Events that a rule tells of, by file name. */
  static Map<String, JsonNode> told(String rule, Template template) {
    return files(FOLDER.resolve(rule).resolve("told"), template::substituted);
  }

  /** Events that resemble them and that no rule tells of. */
  static Map<String, JsonNode> untold(String rule, Template template) {
    return files(FOLDER.resolve(rule).resolve("untold"), template::substituted);
  }

  /** The event, had somebody else called. */
  static JsonNode by(JsonNode identity, JsonNode event) {
    ObjectNode copy = event.deepCopy();
    ((ObjectNode) copy.path("detail")).set("userIdentity", identity);
    return copy;
  }

  static boolean isOfCloudTrail(JsonNode event) {
    return event.path("detail").has("userIdentity");
  }

  private interface Substitution {
    String of(String text);
  }

  private static Map<String, JsonNode> files(Path folder, Substitution substitution) {
    Map<String, JsonNode> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        files.put(
            folder.getParent().getFileName() + "/" + path.getFileName(),
            Json.read(substitution.of(Files.readString(path)), path.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
