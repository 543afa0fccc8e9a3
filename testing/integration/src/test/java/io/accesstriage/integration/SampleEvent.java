package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file of the folder events. */
record SampleEvent(Path file) {
  /** The finding events. */
  static List<SampleEvent> all() {
    return Stream.of("external", "internal", "unused").flatMap(SampleEvent::in).toList();
  }

  /** The files that are no finding events. */
  static List<SampleEvent> malformed() {
    return in("malformed").toList();
  }

  static SampleEvent of(String path) {
    return new SampleEvent(Local.events().resolve(path));
  }

  /** Events of open findings about resources of a type; at least one. */
  static List<SampleEvent> ofType(String resourceType) {
    List<SampleEvent> events =
        all().stream()
            .filter(
                event -> {
                  JsonNode detail = event.json().path("detail");
                  return detail.path("resourceType").asText().equals(resourceType)
                      && detail.path("status").asText().equals("ACTIVE")
                      && !event.isDeletion();
                })
            .toList();
    if (events.isEmpty()) {
      throw new IllegalStateException("no sample event about a " + resourceType);
    }
    return events;
  }

  JsonNode json() {
    return Local.json(file);
  }

  String analyzerArn() {
    return json().path("resources").path(0).asText();
  }

  String findingId() {
    JsonNode detail = json().path("detail");
    return detail.path("id").asText(detail.path("findingId").asText());
  }

  /** As the sweep names the finding. */
  ObjectNode reference() {
    ObjectNode input = Json.object();
    input.putObject("reference").put("analyzerArn", analyzerArn()).put("findingId", findingId());
    return input;
  }

  boolean isDeletion() {
    return json().path("detail").path("isDeleted").asBoolean();
  }

  @Override
  public String toString() {
    return Local.events().relativize(file).toString();
  }

  private static Stream<SampleEvent> in(String folder) {
    try (Stream<Path> files = Files.list(Local.events().resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted(Comparator.comparing(Path::toString))
          .map(SampleEvent::new)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
