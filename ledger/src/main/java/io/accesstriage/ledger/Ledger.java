package io.accesstriage.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where entries are kept, and the few other things that outlive an execution. Reads see every write
 * that ended before them. Implementations are thread-safe; calls that fail throw {@link
 * io.accesstriage.aws.AwsCallException}.
 */
public interface Ledger {
  /** How many entries {@link #readAll} reads at once. */
  int MOST_READ_AT_ONCE = 100;

  Optional<LedgerEntry> read(String findingId);

  /**
   * Reads the entries of a page of findings.
   *
   * @param findingIds at most {@link #MOST_READ_AT_ONCE}
   * @return those that exist, by finding id
   */
  Map<String, LedgerEntry> readAll(Set<String> findingIds);

  /**
   * Shows every entry once, in no order, holding only a page of them in memory. Entries that are
   * written meanwhile are shown as before or as after.
   */
  void forEach(Consumer<LedgerEntry> reader);

  /**
   * Stores the entry if nobody has written it since it was read.
   *
   * @return the entry as stored, with its new version
   * @throws LedgerConflict where somebody has
   */
  LedgerEntry write(LedgerEntry entry);

  /** How many findings the rule has archived on the day, in UTC. */
  int archived(String rule, LocalDate day);

  /**
   * Counts one more of them, unless it is the finding that was counted last: a step that is tried
   * again counts its finding once. If another finding was counted between two tries, it counts
   * twice, which errs on the side of the brake.
   */
  void countArchived(String rule, LocalDate day, String findingId);

  /**
   * Counts one more message to people.
   *
   * @param hour in which it is sent; whatever is finer is cut
   * @return how many that makes in the hour, this one included
   */
  int countMessage(Instant hour);

  /** When the mark of this name was last set, if it was and is not forgotten. */
  Optional<Instant> markedAt(String mark);

  /**
   * Sets a mark.
   *
   * @param forgottenAt when it may be forgotten; that takes days, so readers compare the time
   *     themselves. Null for never
   */
  void mark(String mark, Instant at, @Nullable Instant forgottenAt);

  /**
   * The last alert that said this, if it is not forgotten.
   *
   * @param content what an alert says, whichever finding it is about
   */
  Optional<PublishedAlert> publishedAlert(String content);

  /**
   * Keeps that an alert said this.
   *
   * @param forgottenAt as of {@link #mark}
   */
  void keepAlert(String content, PublishedAlert alert, Instant forgottenAt);

  /**
   * What was last accepted or alerted of an access, if that is not forgotten.
   *
   * @param access as {@link AccessBaseline#accessOf} names it
   */
  Optional<AccessBaseline> baseline(String access);

  /**
   * Keeps what was accepted or alerted of an access, in place of what was kept before.
   *
   * @param forgottenAt as of {@link #mark}
   */
  void keep(String access, AccessBaseline baseline, Instant forgottenAt);
}
