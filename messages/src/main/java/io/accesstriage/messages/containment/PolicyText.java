package io.accesstriage.messages.containment;

import io.accesstriage.text.SafeText;
import java.util.regex.Pattern;

/**
 * A text that others wrote, such as a condition's value, in a sentence that says what to edit. A
 * reader of steps expects commands, so only a single plain word stands there, in quotes; anything
 * else the sentence names by where the alert shows it.
 */
final class PolicyText {
  private static final int LONGEST_KEY = 120;

  /** The longest ARN of a role, with a path, or a name of a principal's session. */
  private static final int LONGEST = 700;

  /** Neither a space nor what a shell reads, but for the wildcards of policies. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/:=.,@+!*?%~-]+");

  /** The only principal of AWS whose name has spaces. */
  private static final Pattern ORIGIN_ACCESS_IDENTITY =
      Pattern.compile(
          "arn:aws[a-z-]*:iam::cloudfront:user/CloudFront Origin Access Identity [A-Z0-9]{1,32}");

  private PolicyText() {}

  /** Such as {@code "999988887777"}, or {@code the value shown under Condition}. */
  static String value(String text) {
    return isPlain(text) ? quoted("value", text) : "the value shown under Condition";
  }

  /** Such as {@code the principal "*"}, or {@code the principal that the finding names}. */
  static String named(String noun, String text) {
    if (!isPlain(text)) {
      return "the %s that the finding names".formatted(noun);
    }
    String shown = quoted(noun, text);
    return shown.startsWith("\"") ? "the %s %s".formatted(noun, shown) : shown;
  }

  /** A condition's key, which in AWS is one word. */
  static String key(String text) {
    return Target.isSafe(text) && text.length() <= LONGEST_KEY
        ? text
        : "the key shown under Condition";
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() || ORIGIN_ACCESS_IDENTITY.matcher(text).matches();
  }

  /** Where it is cut, {@code the NOUN that begins with "..."}. */
  private static String quoted(String noun, String text) {
    String shown = SafeText.quoted(text, LONGEST);
    return shown.equals(SafeText.quoted(text, Integer.MAX_VALUE))
        ? shown
        : "the %s that begins with %s".formatted(noun, shown);
  }
}
