package io.accesstriage.finding;

/** Where a finding's content was read. */
public enum ReadFrom {
  /** GetFindingV2: the finding as it is. */
  API,
  /** Only the event that announced it, which may be old: no rule can archive it. */
  EVENT
}
