package io.accesstriage.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a ledger keeps beside the entries of findings. */
public sealed interface Kept {
  /**
   * In place of the mark that had this name.
   *
   * @param forgottenAt when it may be forgotten; that takes days, so readers compare the time
   *     themselves. Null for never
   */
  record Marked(String name, Mark mark, @Nullable Instant forgottenAt) implements Kept {}

  /**
   * What was accepted or alerted of an access, in place of what was kept before.
   *
   * @param access as {@link AccessBaseline#accessOf} names it
   * @param forgottenAt as of a mark
   */
  record Baseline(String access, AccessBaseline baseline, Instant forgottenAt) implements Kept {}

  /** One more finding that a rule has archived on a day. */
  record Counted(ArchiveCount count) implements Kept {}
}
