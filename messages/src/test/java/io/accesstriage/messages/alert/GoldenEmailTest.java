package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.json.Fields;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.GoldenTexts;
import io.accesstriage.state.StepRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code emails/NAME.json} is a request as the state machine makes it; {@code NAME.txt} beside
 * it is the whole email, its subject first.
 */
final class GoldenEmailTest {
  private static final GoldenTexts EMAILS = new GoldenTexts("emails");

  static List<String> names() throws IOException {
    return EMAILS.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void email_ofRequest_isTheTextBesideIt(String name) throws IOException {
    AlertMessage message = message(name);
    String email =
        "Subject: %s\n\n%s".formatted(message.subject(), message.bodies().get(AlertMessage.EMAIL));

    EMAILS.assertText(name, email);
  }

  /** More than a person reads at night. */
  @ParameterizedTest
  @MethodSource("names")
  void email_ofRequest_hasAtMost45Lines(String name) throws IOException {
    long lines = Files.readString(EMAILS.folder().resolve(name + ".txt")).lines().count();

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
