package io.accesstriage.cli.source;

import io.accesstriage.facts.Fact;

/**
 * Something about a finding that was asked for and not read.
 *
 * @param what in words, such as "tags"
 * @param cause DENIED is never "none": a rule that asks for it is undetermined
 * @param reason for a person: which call, which answer, what to do
 */
public record Unread(String what, Fact.Cause cause, String reason) {
  /** The finding itself, of which no more is known than that it is there. */
  public static final String FINDING = "finding";

  public static final String PRINCIPAL = "principal";
  public static final String ACTIONS = "actions";
  public static final String CONDITION = "condition";
  public static final String PUBLIC = "whether it is public";
  public static final String UNUSED = "what is unused";
  public static final String SOURCES = "sources";
  public static final String RESTRICTIONS = "restrictions";
  public static final String ANALYZER = "analyzer";
  public static final String OWNER = "owner";
}
