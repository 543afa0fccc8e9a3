package io.accesstriage.ledger;

import io.accesstriage.health.HealthRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where entries are kept, and the few other things that outlive an execution. Reads see every write
 * that ended before them. Implementations are thread-safe; calls that fail throw {@link
 * io.accesstriage.aws.AwsCallException}.
 */
public interface Ledger {
  /** How many entries {@link #readAll} reads at once. */
  int MOST_READ_AT_ONCE = 100;

  /** The finding's entry, if there is one. */
  default Optional<LedgerEntry> read(String findingId) {
    return read(findingId, Sought.NOTHING).entry();
  }

  /** Reads the finding's entry and what else is sought, in one call. */
  Reading read(String findingId, Sought sought);

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
   * Stores the entry if nobody has written it since it was read, and what is kept with it: all of
   * it or nothing.
   *
   * @param kept nothing twice
   * @return the entry as stored, with its new version
   * @throws LedgerConflict where somebody has, or just now writes something of it
   */
  LedgerEntry write(LedgerEntry entry, List<Kept> kept);

  /** Stores the entry alone. */
  default LedgerEntry write(LedgerEntry entry) {
    return write(entry, List.of());
  }

  /**
   * Counts one more message to people.
   *
   * @param hour in which it is sent; whatever is finer is cut
   * @return how many that makes in the hour, this one included
   */
  int countMessage(Instant hour);

  /** The mark of this name, if it was set and is not forgotten. */
  Optional<Mark> mark(String name);

  /** Sets a mark without an entry. */
  void keep(Kept.Marked mark);

  /**
   * What the last look at the analyzers left; {@link HealthRecord#UNREADABLE} where another version
   * left it in a way that this one does not understand.
   */
  Optional<HealthRecord> health();

  /** Keeps it in place of what was kept before. */
  void keepHealth(HealthRecord health);
}
