package io.accesstriage.stateslanguage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operand of StringMatches, in which {@code *} stands for any characters or none.
 *
 * @param literals what stands before, between and after the wildcards, in order
 */
record StringPattern(List<String> literals) {
  StringPattern {
    literals = List.copyOf(literals);
  }

  /**
   * Reads a pattern; empty if a backslash stands before something other than a star or a backslash.
   */
  static Optional<StringPattern> parse(String text) {
    List<String> literals = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        literals.add(literal.toString());
        literal.setLength(0);
      } else if (c != '\\') {
        literal.append(c);
      } else if (i + 1 < text.length()
          && (text.charAt(i + 1) == '*' || text.charAt(i + 1) == '\\')) {
        i++;
        literal.append(text.charAt(i));
      } else {
        return Optional.empty();
      }
    }
    literals.add(literal.toString());
    return Optional.of(new StringPattern(literals));
  }

  boolean matches(String value) {
    String first = literals.get(0);
    String last = literals.get(literals.size() - 1);
    if (literals.size() == 1) {
      return value.equals(first);
    }
    if (!value.startsWith(first)
        || !value.endsWith(last)
        || value.length() < first.length() + last.length()) {
      return false;
    }
    int end = value.length() - last.length();
    int position = first.length();
    for (String literal : literals.subList(1, literals.size() - 1)) {
      int found = value.indexOf(literal, position);
      if (found < 0 || found + literal.length() > end) {
        return false;
      }
      position = found + literal.length();
    }
    return true;
  }
}
