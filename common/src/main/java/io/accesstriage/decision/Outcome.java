package io.accesstriage.decision;

/** What is to be done about a finding. */
public enum Outcome {
  ARCHIVE,
  UNARCHIVE,
  NOTIFY,
  /** Nothing is left to do. */
  IGNORE,
  /** Another execution is at work on the finding: wait, then look again. */
  BUSY
}
