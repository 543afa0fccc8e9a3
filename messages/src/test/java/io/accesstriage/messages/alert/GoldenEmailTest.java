package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.json.Fields;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.state.StepRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    AlertMessage message = message(name);
    String email =
        "Subject: %s\n\n%s".formatted(message.subject(), message.bodies().get(AlertMessage.EMAIL));
    Path actual = Files.createDirectories(Path.of("target/emails")).resolve(name + ".txt");
    Files.writeString(actual, email);

    assertEquals(
        Files.readString(EMAILS.resolve(name + ".txt")),
        email,
        () -> "where the new text is right, copy %s to %s".formatted(actual, EMAILS));
  }

  /** More than a person reads at night. */
  @ParameterizedTest
  @MethodSource("names")
  void email_ofRequest_hasAtMost45Lines(String name) throws IOException {
    long lines = Files.readString(EMAILS.resolve(name + ".txt")).lines().count();

    assertTrue(lines <= 45, () -> "%s has %d lines".formatted(name, lines));
  }

  private static AlertMessage message(String name) {
    Fields request = Fields.of(SampleStates.request(name), name);
    String execution = request.text("execution");
    return request.has("failure")
        ? AlertMessages.of(SampleStates.failure(request), execution)
        : AlertMessages.of(StepRequest.read(request).state(), execution);
  }
}
