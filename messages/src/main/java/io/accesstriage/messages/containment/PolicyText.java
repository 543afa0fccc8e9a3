package io.accesstriage.messages.containment;

import io.accesstriage.text.SafeText;
import java.util.regex.Pattern;

/**
 * A text that others wrote, such as a condition's value, in a sentence that says what to edit. It
 * stands in quotes and cannot look as if they ended, or as a line of its own: quotes and
 * backslashes are escaped as JSON does it, and so is every space but a single ordinary one.
 */
final class PolicyText {
  private static final int LONGEST = 120;

  /** The longest ARN of a role, with a path, or a name of a principal's session. */
  private static final int LONGEST_WORD = 700;

  private static final Pattern SPACE = Pattern.compile("(?<= ) |[\\p{Z}\\s&&[^ ]]");

  private PolicyText() {}

  /** Such as {@code "999988887777"}; where it is cut, {@code the NOUN that begins with "..."}. */
  static String of(String noun, String text) {
    String whole = SafeText.quoted(text, Integer.MAX_VALUE);
    String quoted = SafeText.quoted(text, Target.isSafe(text) ? LONGEST_WORD : LONGEST);
    String shown =
        SPACE
            .matcher(quoted)
            .replaceAll(space -> "\\\\u%04x".formatted((int) space.group().charAt(0)));
    return quoted.equals(whole) ? shown : "the %s that begins with %s".formatted(noun, shown);
  }

  /** Such as {@code the principal "*"}. */
  static String named(String noun, String text) {
    String shown = of(noun, text);
    return shown.startsWith("\"") ? "the %s %s".formatted(noun, shown) : shown;
  }

  /** A condition's key, in quotes only where it is none that AWS has. */
  static String key(String text) {
    return Target.isSafe(text) && text.length() <= LONGEST ? text : of("key", text);
  }
}
