package io.accesstriage.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One message, in the form that each kind of subscriber reads best.
 *
 * @param subject at most {@value #LONGEST_SUBJECT} printable ASCII characters, as SNS asks for
 * @param bodies by SNS protocol: default, email, https, sqs, lambda
 * @param attributes that subscriptions can filter by: at most {@value #MOST_ATTRIBUTES}, none empty
 */
public record AlertMessage(
    String subject, Map<String, String> bodies, Map<String, String> attributes) {
  /** SNS accepts fewer than 100. */
  public static final int LONGEST_SUBJECT = 99;

  /**
   * Raw delivery to a queue drops a message that has more.
   *
   * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Amazon SNS
   *     message attributes</a>
   */
  public static final int MOST_ATTRIBUTES = 10;

  private static final Pattern SUBJECT = Pattern.compile("[ -~]{1," + LONGEST_SUBJECT + "}");

  public static final String EMAIL = "email";
  public static final String DEFAULT = "default";
  public static final String CHAT = "https";
  public static final String QUEUE = "sqs";
  public static final String FUNCTION = "lambda";

  public AlertMessage {
    if (!SUBJECT.matcher(subject).matches()) {
      throw new IllegalArgumentException(
          "an alert's subject has to have 1 to %d printable ASCII characters: %s"
              .formatted(LONGEST_SUBJECT, subject));
    }
    if (!bodies.containsKey(DEFAULT)) {
      throw new IllegalArgumentException("an alert needs a body for protocol " + DEFAULT);
    }
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "an alert has at most %d attributes: %s".formatted(MOST_ATTRIBUTES, attributes.keySet()));
    }
    attributes.forEach(
        (name, value) -> {
          if (name.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException(
                "SNS refuses an attribute without a name or a value: " + name);
          }
        });
    bodies = Collections.unmodifiableMap(new TreeMap<>(bodies));
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** The bodies as SNS takes them with {@code MessageStructure} json. */
  public ObjectNode structure() {
    return Json.object(bodies);
  }
}
