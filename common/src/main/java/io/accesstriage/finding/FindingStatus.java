package io.accesstriage.finding;

/** What Access Analyzer says of a finding. */
public enum FindingStatus {
  ACTIVE,
  ARCHIVED,
  RESOLVED,
  /** Deleted: there is nothing left to archive. */
  GONE,
  /**
   * Reported as active or archived, and unknown to the API. It may be deleted, or the API may not
   * know it yet: a second look tells.
   */
  NOT_FOUND
}
