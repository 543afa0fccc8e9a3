package io.accesstriage.ledger;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Where entries are kept. Reads see every write that ended before them. Implementations are
 * thread-safe; calls that fail throw {@link io.accesstriage.aws.AwsCallException}.
 */
public interface Ledger {
  Optional<LedgerEntry> read(String findingId);

  /**
   * Stores the entry if nobody has written it since it was read.
   *
   * @return the entry as stored, with its new version
   * @throws LedgerConflict where somebody has
   */
  LedgerEntry write(LedgerEntry entry);

  /** How many findings the rule has archived on the day, in UTC. */
  int archived(String rule, LocalDate day);

  /** Counts one more of them. */
  void countArchived(String rule, LocalDate day);
}
