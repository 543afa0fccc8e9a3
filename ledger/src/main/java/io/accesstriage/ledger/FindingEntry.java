package io.accesstriage.ledger;

import io.accesstriage.failure.TransientFailure;
import java.util.function.UnaryOperator;

/**
 * What a ledger has of one finding, at any time. Calls that fail throw {@link
 * io.accesstriage.aws.AwsCallException}.
 *
 * @param analyzerArn of the finding, should nothing be stored of it yet
 */
public record FindingEntry(Ledger ledger, String findingId, String analyzerArn) {
  /** Others write an entry seldom, so that a second conflict in a row is rare. */
  private static final int WRITE_ATTEMPTS = 5;

  /** The entry, or the first one of a finding that was never seen. */
  public LedgerEntry read() {
    return ledger.read(findingId).orElseGet(() -> LedgerEntry.first(findingId, analyzerArn));
  }

  /**
   * Changes the entry. Where somebody writes it meanwhile, the change is made anew on what is there
   * then.
   *
   * @param change returns the entry itself where there is nothing to change
   * @return the entry as it is then
   * @throws TransientFailure where others write it again and again
   */
  public LedgerEntry change(UnaryOperator<LedgerEntry> change) {
    for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      LedgerEntry entry = read();
      LedgerEntry changed = change.apply(entry);
      if (changed.equals(entry)) {
        return entry;
      }
      try {
        return ledger.write(changed);
      } catch (LedgerConflict e) {
        // What they wrote may make the change another one.
      }
    }
    throw new TransientFailure(
        "the ledger entry of finding %s was written by others %d times in a row"
            .formatted(findingId, WRITE_ATTEMPTS));
  }
}
