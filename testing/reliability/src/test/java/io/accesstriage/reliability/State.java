package io.accesstriage.reliability;

import java.time.Instant;

/**
 * What is true of a finding at a time.
 *
 * @param content what is shared, with whom and how
 * @param updatedAt moves with content and status
 */
record State(Content content, Status status, Instant updatedAt) {
  /** A finding's status; GONE where Access Analyzer does not know it any more. */
  enum Status {
    ACTIVE,
    ARCHIVED,
    RESOLVED,
    GONE;

    boolean isOpen() {
      return this == ACTIVE || this == ARCHIVED;
    }
  }

  State with(Status newStatus, Instant at) {
    return new State(content, newStatus, at);
  }

  State with(Content newContent, Instant at) {
    return new State(newContent, status, at);
  }
}
