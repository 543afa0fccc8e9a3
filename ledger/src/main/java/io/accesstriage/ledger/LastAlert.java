package io.accesstriage.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether people were alerted about a finding, which outlives what became of the finding since.
 *
 * @param since when the alert was first sent, or marked for the digest; null unless ALERTED.
 *     Further alerts about a finding that is still open keep the first
 * @param rule the notify rule of the last of these alerts; null for none
 */
public record LastAlert(Kind kind, @Nullable Instant since, @Nullable String rule) {
  public static final LastAlert NEVER = new LastAlert(Kind.NEVER, null, null);
  public static final LastAlert UNKNOWN = new LastAlert(Kind.UNKNOWN, null, null);

  /** What is known of it. */
  public enum Kind {
    ALERTED,
    NEVER,
    /** An older version wrote the entry, and it does not stand as alerted. */
    UNKNOWN
  }

  public LastAlert {
    if ((since == null) == (kind == Kind.ALERTED)) {
      throw new IllegalArgumentException("an alert has a time if, and only if, there was one");
    }
  }

  public static LastAlert alerted(Instant since, @Nullable String rule) {
    return new LastAlert(Kind.ALERTED, since, rule);
  }

  /** What a standing tells by itself; the other value where it is no alert. */
  public static LastAlert of(@Nullable Standing standing, LastAlert otherwise) {
    return standing != null && standing.isOpenAlert()
        ? alerted(standing.at(), standing.rule())
        : otherwise;
  }

  /** The last alert once a finding stands otherwise than before. */
  LastAlert then(@Nullable Standing before, Standing now) {
    if (!now.isOpenAlert()) {
      return this;
    }
    boolean isStillOpen = before != null && before.isOpenAlert() && since != null;
    return alerted(isStillOpen ? since : now.at(), now.rule());
  }
}
