package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.messages.AlertMessage;

/**
 * What became of a message.
 *
 * @param why a sentence, where it was not published
 */
record Sending(Kind kind, String why) {
  static final String AS_DECIDED = "It was left for the digest.";
  static final String OVER_THE_LIMIT =
      "As many messages as MaxImmediateAlertsPerHour allows were sent, or tried, this hour.";
  static final String TRIED_ENOUGH =
      "Two attempts got no answer, so it may have arrived; the digest repeats it.";

  static final Sending PUBLISHED = new Sending(Kind.PUBLISHED, "");
  static final Sending TO_NOBODY =
      new Sending(Kind.TO_NOBODY, "The alert topic has no confirmed subscription.");

  enum Kind {
    PUBLISHED,
    /** Waits for the digest. */
    LATER,
    /** Waits for the digest, which waits for a reader. */
    TO_NOBODY,
    /** Somebody was told the same before. */
    SPARED
  }

  static Sending later(String why) {
    return new Sending(Kind.LATER, why);
  }

  static Sending spared(String why) {
    return new Sending(Kind.SPARED, why);
  }

  boolean isPublished() {
    return kind == Kind.PUBLISHED;
  }

  boolean isLater() {
    return kind == Kind.LATER || kind == Kind.TO_NOBODY;
  }

  /** What the step answers. */
  ObjectNode json(String subject) {
    ObjectNode json = Json.object().put("published", isPublished()).put("subject", subject);
    switch (kind) {
      case PUBLISHED -> {}
      case LATER, SPARED -> json.put("why", why);
      case TO_NOBODY -> json.put("why", why).put("listening", false);
    }
    return json;
  }

  /** What the step answers where no topic is configured: the whole message, for whoever asks so. */
  static ObjectNode toNoTopic(AlertMessage message) {
    ObjectNode json = Json.object().put("published", false).put("subject", message.subject());
    ObjectNode content = json.putObject("message");
    content.set("bodies", Json.object(message.bodies()));
    content.set("attributes", Json.object(message.attributes()));
    return json;
  }
}
