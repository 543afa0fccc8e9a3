package io.accesstriage.cli.source;

import io.accesstriage.facts.Fact;

/**
 * Something about a finding that was asked for and not read.
 *
 * @param what in words, such as "tags"
 * @param cause DENIED is never "none": a rule that asks for it is undetermined
 * @param reason for a person: which call, which answer, what to do
 */
public record Unread(String what, Fact.Cause cause, String reason) {}
