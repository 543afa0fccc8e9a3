package io.accesstriage.prover;

import java.util.List;

/** What limits the value of one variable, or ties two of them together. */
sealed interface Constraint {
  /** The variable that it is about. */
  String variable();

  /** A text is one of a language. */
  record TextIn(String variable, Language language) implements Constraint {}

  /**
   * What is true, false or undetermined, is one of these.
   *
   * @param truths bits of {@link Truths}
   */
  record FlagIn(String variable, int truths) implements Constraint {}

  /** Every element of a list, and every key of a map, is one of a language. */
  record EachIn(String variable, Language language) implements Constraint {}

  /** An element of a list, or a key of a map, is one of a language. */
  record SomeIn(String variable, Language language) implements Constraint {}

  /** A list has so many elements. */
  record SizeIn(String variable, long least, long most) implements Constraint {}

  /** {@code variable - other <= most}; {@link Differences#ZERO} stands for no variable. */
  record AtMost(String variable, String other, long most) implements Constraint {}

  /**
   * A text stands, or does not, in a relation to a text that is made of variables.
   *
   * @param template not of constants only
   */
  record Related(String variable, Relation relation, List<TextPart> template, boolean positive)
      implements Constraint {}

  /** How a text relates to another one. */
  enum Relation {
    EQUALS,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS,
    MATCHES
  }
}
