package io.accesstriage.state;

/** What made an execution look at a finding. */
public enum Origin {
  /** An event: something about the finding changed a moment ago. */
  EVENT,
  /** A reference, as the sweep gives it: the finding may be as it is since long. */
  REFERENCE
}
