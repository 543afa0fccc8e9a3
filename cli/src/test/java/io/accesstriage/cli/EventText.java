package io.accesstriage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes events that differ from a sample event. */
public final class EventText {
  /** A key that no rule archives. */
  public static final String NOTIFIED = "external/kms-key-shared-with-account.json";

  /** A key that the rule development-key-sharing archives. */
  public static final String ARCHIVED = "external/kms-development-key-shared-with-account.json";

  /** A bucket, public and confidential. */
  public static final String BUCKET = "external/s3-bucket-public-confidential.json";

  private final ObjectNode event;

  private EventText(ObjectNode event) {
    this.event = event;
  }

  public static EventText of(String sample) {
    try {
      JsonNode json = Json.read(Files.readAllBytes(CommandRun.EVENTS.resolve(sample)), sample);
      return new EventText((ObjectNode) json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String id() {
    return event.path("detail").path("id").textValue();
  }

  /** The event with other content of its detail. */
  public EventText detail(Consumer<ObjectNode> change) {
    change.accept((ObjectNode) event.path("detail"));
    return this;
  }

  /** The event with other content around its detail. */
  public EventText envelope(Consumer<ObjectNode> change) {
    change.accept(event);
    return this;
  }

  public String text() {
    return Json.text(event);
  }

  public Path in(Path folder, String name) {
    return write(folder.resolve(name), text());
  }

  /** Writes a file, and the folders that it is in. */
  public static Path write(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
