package io.accesstriage.sweep;

/** What became of the wish to start a triage. */
public enum TriageStart {
  STARTED,
  /** This sweep has started it before. */
  STARTED_BEFORE
}
