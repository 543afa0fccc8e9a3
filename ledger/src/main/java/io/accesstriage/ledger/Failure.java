package io.accesstriage.ledger;

import io.accesstriage.json.IfAbsent;
import java.time.Instant;

/**
 * The last failure of a step that was reported.
 *
 * @param cause step and error, by which the same failure is recognised
 * @param digestDue whether the next digest has to tell it, because no message of its own did
 */
public record Failure(String cause, Instant at, @IfAbsent("false") boolean digestDue) {
  /** The same, told. */
  public Failure told() {
    return new Failure(cause, at, false);
  }
}
