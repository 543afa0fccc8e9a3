package io.accesstriage.state;

/** What the archive step did. */
public enum ArchiveOutcome {
  ARCHIVED,
  UNARCHIVED,
  /** It was archived already, under this execution's claim. */
  ALREADY_ARCHIVED,
  /** Resolved or gone: there is nothing to archive. */
  RESOLVED,
  /** Not what was judged any more: judge it anew. */
  CHANGED,
  /** Mode is observe: everything was done but the update. */
  OBSERVED
}
