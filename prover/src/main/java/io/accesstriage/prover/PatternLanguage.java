package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.BasicOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts in which a pattern of RE2 is found, exactly; a pattern with anything else than what is
 * read here is left alone.
 *
 * <p>Where a text begins and ends is written as characters of its own around it, so that {@code ^}
 * and {@code $} may stand anywhere in a pattern; they are taken away again in the end.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2's syntax</a>
 */
final class PatternLanguage {
  /** Noncharacters, which no text has. */
  private static final char BEGIN = Utf16.FIRST_NONCHARACTER;

  private static final char END = Utf16.FIRST_NONCHARACTER + 1;

  /** Where a value of a variable stands in a pattern: this character, and the next ones. */
  static final char FIRST_VALUE = Utf16.FIRST_NONCHARACTER + 2;

  private static final int LAST = 0x10ffff;
  private static final int MOST_REPETITIONS = 1_000;
  private static final int MOST_REPEATED_STATES = 1_000;
  private static final int MOST_TRANSITIONS = 10_000;

  private final String pattern;
  private final List<Language> values;
  private int at;

  private PatternLanguage(String pattern, List<Language> values) {
    this.pattern = pattern;
    this.values = values;
  }

  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsupported(String what) {
      super(what, null, false, false);
    }
  }

  static Optional<Language> of(String pattern) {
    return of(pattern, List.of());
  }

  /**
   * The same of a pattern with places for values.
   *
   * @param values of which {@link #FIRST_VALUE} is the first
   */
  static Optional<Language> of(String pattern, List<Language> values) {
    try {
      PatternLanguage parser = new PatternLanguage(pattern, values);
      Automaton found = parser.alternatives();
      if (parser.at < pattern.length()) {
        return Optional.empty();
      }
      Automaton anything = BasicAutomata.makeAnyString();
      Automaton all = BasicOperations.concatenate(List.of(anything, found, anything));
      return Optional.of(Language.unmarked(all, BEGIN, END));
    } catch (Unsupported | Language.TooLarge e) {
      return Optional.empty();
    }
  }

  private Automaton alternatives() {
    List<Automaton> alternatives = new ArrayList<>();
    alternatives.add(sequence());
    while (isNext('|')) {
      at++;
      alternatives.add(sequence());
    }
    return alternatives.size() == 1 ? alternatives.get(0) : BasicOperations.union(alternatives);
  }

  private Automaton sequence() {
    List<Automaton> parts = new ArrayList<>();
    while (at < pattern.length() && !isNext('|') && !isNext(')')) {
      parts.add(repeated());
    }
    return parts.isEmpty() ? BasicAutomata.makeEmptyString() : BasicOperations.concatenate(parts);
  }

  private Automaton repeated() {
    Automaton one = atom();
    if (at >= pattern.length()) {
      return one;
    }
    Automaton many;
    switch (pattern.charAt(at)) {
      case '*' -> many = one.repeat();
      case '+' -> many = one.repeat(1);
      case '?' -> many = one.optional();
      case '{' -> {
        return counted(one);
      }
      default -> {
        return one;
      }
    }
    at++;
    return notRepeatedAgain(many);
  }

  private Automaton counted(Automaton one) {
    int close = pattern.indexOf('}', at);
    String[] counts = close < 0 ? new String[0] : pattern.substring(at + 1, close).split(",", -1);
    boolean isCount =
        counts.length >= 1
            && counts.length <= 2
            && counts[0].matches("[0-9]{1,4}")
            && (counts.length == 1 || counts[1].matches("[0-9]{0,4}"));
    if (!isCount) {
      throw new Unsupported("a brace that counts nothing");
    }
    at = close + 1;
    int least = Integer.parseInt(counts[0]);
    if (counts.length == 2 && counts[1].isEmpty()) {
      checked(one, least);
      return notRepeatedAgain(one.repeat(least));
    }
    int most = counts.length == 1 ? least : Integer.parseInt(counts[1]);
    checked(one, most);
    return notRepeatedAgain(one.repeat(least, most));
  }

  private static void checked(Automaton one, int count) {
    if (count > MOST_REPETITIONS || (long) count * one.getNumberOfStates() > MOST_REPEATED_STATES) {
      throw new Unsupported("so many repetitions");
    }
  }

  /** How greedily it repeats does not change whether a pattern is found. */
  private Automaton notRepeatedAgain(Automaton many) {
    if (many.getNumberOfTransitions() > MOST_TRANSITIONS) {
      throw new Unsupported("so many ways to go on");
    }
    if (isNext('?')) {
      at++;
    }
    if (isNext('*') || isNext('+') || isNext('?') || isNext('{')) {
      throw new Unsupported("a repetition of a repetition");
    }
    return many;
  }

  private Automaton atom() {
    char c = pattern.charAt(at);
    switch (c) {
      case '(' -> {
        return group();
      }
      case '[' -> {
        return ranges(characterClass());
      }
      case '.' -> {
        at++;
        Ranges any = new Ranges();
        any.add('\n', '\n');
        return ranges(any.negated());
      }
      case '^' -> {
        at++;
        return BasicAutomata.makeChar(BEGIN);
      }
      case '$' -> {
        at++;
        return BasicAutomata.makeChar(END);
      }
      case '\\' -> {
        return escaped();
      }
      case '*', '+', '?', '{', '}' -> throw new Unsupported("a repetition of nothing");
      default -> {
        int value = c - FIRST_VALUE;
        if (value >= 0 && value < values.size()) {
          at++;
          if (isNext('*') || isNext('+') || isNext('?') || isNext('{')) {
            throw new Unsupported("a repetition of a value's last character");
          }
          return values.get(value).automaton();
        }
        return BasicAutomata.makeString(Character.toString(next()));
      }
    }
  }

  private Automaton group() {
    at++;
    if (isNext('?')) {
      if (pattern.startsWith("?:", at)) {
        at += 2;
      } else if (pattern.startsWith("?P<", at) && pattern.indexOf('>', at) > 0) {
        at = pattern.indexOf('>', at) + 1;
      } else {
        throw new Unsupported("a flag");
      }
    }
    Automaton inside = alternatives();
    if (!isNext(')')) {
      throw new Unsupported("an open group");
    }
    at++;
    return inside;
  }

  private Automaton escaped() {
    at++;
    if (at >= pattern.length()) {
      throw new Unsupported("a backslash at the end");
    }
    char c = pattern.charAt(at);
    if (c == 'A') {
      at++;
      return BasicAutomata.makeChar(BEGIN);
    }
    if (c == 'z') {
      at++;
      return BasicAutomata.makeChar(END);
    }
    return ranges(escapedRanges());
  }

  /** What stands after a backslash, also in a class. */
  private Ranges escapedRanges() {
    char c = pattern.charAt(at++);
    Ranges ranges = new Ranges();
    switch (c) {
      case 'd', 'D' -> ranges.add('0', '9');
      case 's', 'S' -> {
        ranges.add('\t', '\n');
        ranges.add('\f', '\r');
        ranges.add(' ', ' ');
      }
      case 'w', 'W' -> {
        ranges.add('0', '9');
        ranges.add('A', 'Z');
        ranges.add('_', '_');
        ranges.add('a', 'z');
      }
      case 'n' -> ranges.add('\n', '\n');
      case 't' -> ranges.add('\t', '\t');
      case 'r' -> ranges.add('\r', '\r');
      default -> {
        if (c >= 0x80 || Character.isLetterOrDigit(c)) {
          throw new Unsupported("such an escape");
        }
        ranges.add(c, c);
      }
    }
    return c == 'D' || c == 'S' || c == 'W' ? ranges.negated() : ranges;
  }

  private Ranges characterClass() {
    at++;
    boolean isNegated = isNext('^');
    if (isNegated) {
      at++;
    }
    Ranges ranges = new Ranges();
    boolean isFirst = true;
    while (isFirst || !isNext(']')) {
      if (at >= pattern.length() || pattern.startsWith("[:", at)) {
        throw new Unsupported("such a class");
      }
      isFirst = false;
      if (isNext('\\')) {
        at++;
        if (at >= pattern.length()) {
          throw new Unsupported("a backslash at the end");
        }
        Ranges escaped = escapedRanges();
        ranges.addAll(escaped);
        if (isNext('-') && !pattern.startsWith("-]", at)) {
          throw new Unsupported("a range from an escape");
        }
        continue;
      }
      int low = next();
      int high = low;
      if (isNext('-') && !pattern.startsWith("-]", at)) {
        at++;
        if (at >= pattern.length() || isNext('\\') || isNext('[')) {
          throw new Unsupported("a range to an escape");
        }
        high = next();
      }
      if (high < low) {
        throw new Unsupported("a range that is none");
      }
      ranges.add(low, high);
    }
    at++;
    return isNegated ? ranges.negated() : ranges;
  }

  private int next() {
    int point = pattern.codePointAt(at);
    at += Character.charCount(point);
    if (Utf16.isNoncharacter(point)) {
      throw new Unsupported("a character that stands for something here");
    }
    return point;
  }

  private boolean isNext(char c) {
    return at < pattern.length() && pattern.charAt(at) == c;
  }

  private static Automaton ranges(Ranges ranges) {
    List<Automaton> all = new ArrayList<>();
    ranges.sorted.forEach((low, high) -> Utf16.addRange(low, high, all));
    return all.isEmpty() ? BasicAutomata.makeEmpty() : BasicOperations.union(all);
  }

  /** Characters of Unicode, as ranges that neither touch nor overlap. */
  private static final class Ranges {
    private final TreeMap<Integer, Integer> sorted = new TreeMap<>();

    void add(int from, int to) {
      int low = from;
      int high = to;
      Map.Entry<Integer, Integer> before = sorted.floorEntry(high + 1);
      while (before != null && before.getValue() >= low - 1) {
        low = Math.min(low, before.getKey());
        high = Math.max(high, before.getValue());
        sorted.remove(before.getKey());
        before = sorted.floorEntry(high + 1);
      }
      sorted.put(low, high);
    }

    void addAll(Ranges others) {
      others.sorted.forEach(this::add);
    }

    Ranges negated() {
      Ranges others = new Ranges();
      int low = 0;
      for (Map.Entry<Integer, Integer> range : sorted.entrySet()) {
        if (low < range.getKey()) {
          others.add(low, range.getKey() - 1);
        }
        low = range.getValue() + 1;
      }
      if (low <= LAST) {
        others.add(low, LAST);
      }
      return others;
    }
  }
}
