package io.accesstriage.rules;

import io.accesstriage.facts.Fact;

/**
 * Something that a rule or a risk factor asked for in vain, so that it could not be determined.
 *
 * @param name of the vocabulary, or {@link #TAGS}
 * @param isOfFinding whether the finding itself does not say it; else it was not read about it
 * @param cause in one word
 * @param reason for a person
 */
public record UnreadFact(String name, boolean isOfFinding, Fact.Cause cause, String reason) {
  /** All tags of the resource: none of them was read. */
  public static final String TAGS = "tags";
}
