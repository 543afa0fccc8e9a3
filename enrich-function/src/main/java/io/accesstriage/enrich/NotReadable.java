package io.accesstriage.enrich;

import io.accesstriage.facts.Fact;

/**
 * Something that cannot be read for another reason than a call that failed just now. The message
 * tells a person what to deploy or to set.
 */
final class NotReadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Fact.Cause cause;

  NotReadable(Fact.Cause cause, String message) {
    super(message);
    this.cause = cause;
  }

  Fact.Cause factCause() {
    return cause;
  }
}
