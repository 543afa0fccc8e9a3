package io.accesstriage.messages.alert;

import io.accesstriage.decision.Severity;
import io.accesstriage.text.SafeText;
import java.util.Map;

/**
 * What subscriptions can filter by. A filter drops each message that lacks its attribute, so every
 * message has all of them.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Amazon SNS
 *     message attributes</a>
 */
final class MessageAttributes {
  private static final String UNKNOWN = "unknown";
  private static final int LONGEST_NAME = 100;

  /** A tag's value has at most 256 characters, an account's name fewer. */
  private static final int LONGEST_VALUE = 256;

  private static final String REPLACEMENT = "?";

  private MessageAttributes() {}

  static Map<String, String> of(
      Severity severity,
      String outcome,
      String resourceType,
      String findingType,
      Ownership ownership) {
    return Map.of(
        "severity", severity.label(),
        "outcome", outcome,
        "resourceType", name(resourceType),
        "findingType", name(findingType),
        "account", name(ownership.account()),
        "accountName", value(ownership.accountName()),
        "ou", value(ownership.ou()),
        "owner", value(ownership.owner()));
  }

  /** Programs compare it, so it is not defanged. */
  private static String name(String hostile) {
    return SafeText.isBlank(hostile) ? UNKNOWN : SafeText.ascii(hostile, LONGEST_NAME);
  }

  /**
   * As it is, so that a filter policy can name it; what no text should have becomes a question
   * mark.
   */
  private static String value(String hostile) {
    if (SafeText.isBlank(hostile)) {
      return UNKNOWN;
    }
    StringBuilder value = new StringBuilder();
    hostile
        .codePoints()
        .limit(LONGEST_VALUE)
        .mapToObj(c -> SafeText.isHarmless(c) ? Character.toString(c) : REPLACEMENT)
        .forEach(value::append);
    return value.toString();
  }
}
