package io.accesstriage.rules;

import io.accesstriage.text.SafeText;

/** The signs * and ?, which stand for any others in policies and archive rules, and not in CEL. */
final class Wildcards {
  private Wildcards() {}

  static boolean areIn(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** That they are nothing special in a text that has some, and how to say what they may mean. */
  static String warning(String text) {
    return "%s is compared as it is, and * and ? are no wildcards in it; did you mean %s?"
        .formatted(SafeText.quoted(text, 100), inCel(text));
  }

  private static String inCel(String text) {
    String fixed = text.replaceAll("^\\*+|\\*+$", "");
    if (areIn(fixed) || fixed.isEmpty()) {
      return call("matches", pattern(text));
    }
    return text.startsWith("*")
        ? call(text.endsWith("*") ? "contains" : "endsWith", fixed)
        : call("startsWith", fixed);
  }

  private static String call(String function, String text) {
    return "%s(%s)".formatted(function, SafeText.quoted(text, 150));
  }

  private static String pattern(String text) {
    return "^"
        + text.replaceAll("[.+^$|(){}\\[\\]\\\\]", "[$0]").replace("*", ".*").replace("?", ".")
        + "$";
  }
}
