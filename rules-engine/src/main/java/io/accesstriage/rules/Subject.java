package io.accesstriage.rules;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import java.time.Instant;

/** What rules are asked about: a finding, what is known of its resource, and the time. */
public record Subject(Finding finding, Facts facts, Instant now) {
  /** The same, of whose tags and aliases nothing is known. */
  Subject withoutTags() {
    return new Subject(
        finding,
        new Facts(
            Fact.unread(Fact.Cause.UNSUPPORTED, "The tags are left out."),
            Fact.unread(Fact.Cause.UNSUPPORTED, "The key's aliases are left out."),
            facts.account(),
            facts.principalInOrganization()),
        now);
  }
}
