package io.accesstriage.ledger;

import io.accesstriage.json.IfAbsent;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last failure of a step that was reported.
 *
 * @param cause step and error, by which the same failure is recognised
 * @param digestDue whether the next digest has to tell it, because no message of its own did
 * @param earlier other causes that were reported since the finding was last decided about, newest
 *     first: executions that fail in turns are reported once each
 */
public record Failure(
    String cause, Instant at, @IfAbsent("false") boolean digestDue, List<String> earlier) {
  private static final int MOST_EARLIER = 4;

  public Failure {
    earlier = List.copyOf(earlier);
  }

  /** A failure before which none was reported. */
  public Failure(String cause, Instant at, boolean digestDue) {
    this(cause, at, digestDue, List.of());
  }

  /** Whether a failure of this cause was reported. */
  public boolean isOf(String other) {
    return cause.equals(other) || earlier.contains(other);
  }

  /** With the causes reported before it; still due in the digest if the earlier one was. */
  public Failure after(@Nullable Failure before) {
    return before == null
        ? this
        : new Failure(
            cause,
            at,
            digestDue || before.digestDue,
            Stream.concat(Stream.of(before.cause), before.earlier.stream())
                .filter(other -> !other.equals(cause))
                .limit(MOST_EARLIER)
                .toList());
  }

  /** The same, told. */
  public Failure told() {
    return new Failure(cause, at, false, earlier);
  }
}
