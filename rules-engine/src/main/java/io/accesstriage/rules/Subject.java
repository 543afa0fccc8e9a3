package io.accesstriage.rules;

import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import java.time.Instant;

/** What rules are asked about: a finding, what is known of its resource, and the time. */
public record Subject(Finding finding, Facts facts, Instant now) {}
