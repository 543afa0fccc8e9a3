package io.accesstriage.rules;

import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;

/** Subjects for tests, at the time of the fixtures. */
final class Subjects {
  private Subjects() {}

  static Subject subject(Finding finding) {
    return subject(finding, Findings.noFacts());
  }

  static Subject subject(Finding finding, Facts facts) {
    return new Subject(finding, facts, Findings.NOW);
  }
}
