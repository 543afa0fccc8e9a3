package io.accesstriage.messages.alert;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.GoldenTexts;
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
  private static final String UNREAD =
      "kms:ListResourceTags: AccessDeniedException: User is not authorized to perform that on this"
          + " resource because no identity-based policy allows it";

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

  /** With an account's name, three tags that {@code AlertTags} names, and nothing read of them. */
  @ParameterizedTest
  @MethodSource("names")
  void email_withTagsAndUnreadFacts_hasAtMost45Lines(String name) {
    ObjectNode request = SampleStates.request(name);
    if (request.has("failure")) {
      return;
    }
    ObjectNode state = (ObjectNode) request.get("state");
    state.putArray("alertTags").add("Owner").add("Team").add("Environment");
    ObjectNode facts = (ObjectNode) state.get("facts");
    facts
        .putObject("tags")
        .put("status", "DENIED")
        .put("reason", "The tags could not be read: " + UNREAD);
    facts
        .putObject("keyAliases")
        .put("status", "FAILED")
        .put("reason", "The key aliases could not be read: " + UNREAD + ". " + UNREAD);
    String email = SampleAlerts.of(request).bodies().get(AlertMessage.EMAIL);

    assertTrue(email.lines().count() + 2 <= 45, email);
    assertTrue(email.contains("Owner"), email);
  }

  private static AlertMessage message(String name) {
    return SampleAlerts.of(SampleStates.request(name));
  }
}
