package io.accesstriage.ledger;

/**
 * Somebody else wrote the entry after it was read, or is writing it: read it and judge it again.
 */
public final class LedgerConflict extends RuntimeException {
  public LedgerConflict(String findingId) {
    super("the ledger entry of finding %s was written meanwhile".formatted(findingId));
  }
}
