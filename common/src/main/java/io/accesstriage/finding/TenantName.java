package io.accesstriage.finding;

import java.util.Optional;

/**
 * Where values of a condition key name a customer, such as the organization in {@code
 * repo:ORGANIZATION/REPOSITORY:ref:...}: after the prefix and before the end.
 *
 * @param prefix what comes before the name; may be empty
 * @param end what comes right after it; empty where the name is the rest of the value
 */
public record TenantName(String prefix, String end) {

  /** A value that is nothing but a name. */
  static final TenantName WHOLE_VALUE = new TenantName("", "");

  /** A pattern that leaves open only what follows the name, such as {@code repo:YOURS/*}. */
  String example() {
    return prefix + "YOURS" + (end.isEmpty() ? "" : end + "*");
  }

  /** The part of a pattern before its first wildcard. */
  private static String literalHead(String pattern) {
    int wildcard = 0;
    while (wildcard < pattern.length() && "*?".indexOf(pattern.charAt(wildcard)) < 0) {
      wildcard++;
    }
    return pattern.substring(0, wildcard);
  }

  /**
   * Whether a pattern leaves the name open, wholly or in part. Of {@code repo:octo*} anyone may
   * register a matching name. A pattern of another form does not.
   */
  boolean isLeftOpenBy(String pattern) {
    String head = literalHead(pattern);
    if (head.length() == pattern.length()) {
      return false;
    }
    if (!head.startsWith(prefix)) {
      return prefix.startsWith(head);
    }
    return end.isEmpty() || head.indexOf(end, prefix.length()) <= prefix.length();
  }

  /** Whom a pattern names; nothing where it is of another form or leaves the name open. */
  Optional<String> in(String pattern) {
    if (!pattern.startsWith(prefix) || isLeftOpenBy(pattern)) {
      return Optional.empty();
    }
    String rest = pattern.substring(prefix.length());
    int length = end.isEmpty() ? -1 : rest.indexOf(end);
    String name = length < 0 ? rest : rest.substring(0, length);
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}
