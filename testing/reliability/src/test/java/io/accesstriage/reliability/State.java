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
    GONE
  }

  /**
   * @param revision another one for any change
   * @param partner the account that has access; "*" for anyone, empty where the family has none
   * @param failed whether Access Analyzer could not analyze the resource
   */
  record Content(int revision, String partner, boolean failed) {
    /** A number of its own, below zero for a resource that could not be analyzed. */
    int identity() {
      return failed ? -revision : revision;
    }

    /** Whether who was told of that number knows this: errors cannot be told from each other. */
    boolean isKnownBy(int identity) {
      return identity() == identity || (failed && identity < 0);
    }

    boolean isPublic() {
      return partner.equals("*") && !failed;
    }
  }

  State with(Status newStatus, Instant at) {
    return new State(content, newStatus, at);
  }

  State with(Content newContent, Instant at) {
    return new State(newContent, status, at);
  }
}
