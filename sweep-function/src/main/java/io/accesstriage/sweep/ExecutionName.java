package io.accesstriage.sweep;

import io.accesstriage.text.Sha256;
import java.util.regex.Pattern;

/**
 * Names of executions: at most 80 characters, and only those that work everywhere. The same parts
 * give the same name, others another.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Quotas on
 *     names</a>
 */
final class ExecutionName {
  private static final int LONGEST = 80;

  /** Of a part that is replaced by its hash, which has 16 characters. */
  private static final int LONGEST_PART = (LONGEST - 1) / 2;

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]+");

  private ExecutionName() {}

  /**
   * The name of a finding's triage in one sweep. A closed execution's name cannot be used again for
   * 90 days, so it is never made of the finding alone.
   */
  static String of(String findingId, String sweep) {
    String name = findingId + "-" + sweep;
    return name.length() <= LONGEST && HARMLESS.matcher(name).matches()
        ? name
        : part(findingId) + "-" + part(sweep);
  }

  /** The name of the execution that goes on with a sweep. */
  static String ofPart(String sweep, int part) {
    return of(sweep, Integer.toString(part));
  }

  private static String part(String text) {
    return text.length() <= LONGEST_PART && HARMLESS.matcher(text).matches() ? text : hash(text);
  }

  private static String hash(String text) {
    return Sha256.hex(text).substring(0, 16);
  }
}
