package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code emails/NAME.json} is a request as the state machine makes it; {@code NAME.txt} beside
 * it is the whole email, its subject first.
 */
final class GoldenEmailTest {
  private static final Path EMAILS = Path.of("src/test/resources/emails");

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(EMAILS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void email_ofRequest_isTheTextBesideIt(String name) throws IOException {
    JsonNode message = answer(name).path("notification");
    String email =
        "Subject: %s\n\n%s"
            .formatted(
                message.path("subject").textValue(),
                message.path("message").path("bodies").path("email").textValue());
    Path actual = Files.createDirectories(Path.of("target/emails")).resolve(name + ".txt");
    Files.writeString(actual, email);

    assertEquals(
        Files.readString(EMAILS.resolve(name + ".txt")),
        email,
        () -> "where the new text is right, copy %s to %s".formatted(actual, EMAILS));
  }

  private static JsonNode answer(String name) throws IOException {
    NotifyHandler handler =
        new NotifyHandler(
            new Notifier(
                topic -> {
                  throw new AssertionError("published to " + topic);
                },
                table -> {
                  throw new AssertionError("asked for ledger " + table);
                },
                Clock.fixed(Instant.parse("2026-11-24T03:00:10Z"), ZoneOffset.UTC)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(Files.readAllBytes(EMAILS.resolve(name + ".json"))),
        out,
        new SilentContext());
    return Json.read(out.toByteArray(), "answer");
  }
}
