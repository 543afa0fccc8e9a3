package io.accesstriage.ledger;

/** Somebody else has written the entry since it was read, or does: read it again and judge anew. */
public final class LedgerConflict extends RuntimeException {
  public LedgerConflict(String findingId) {
    super("the ledger entry of finding %s was written meanwhile".formatted(findingId));
  }
}
