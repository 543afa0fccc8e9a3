package io.accesstriage.finding;

/** What Access Analyzer says of a finding. */
public enum FindingStatus {
  ACTIVE,
  ARCHIVED,
  RESOLVED,
  /** Deleted, or unknown to the API: there is nothing left to archive. */
  GONE
}
