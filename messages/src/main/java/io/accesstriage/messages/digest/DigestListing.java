package io.accesstriage.messages.digest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.ledger.Ledger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the ledger has to tell, all of it; made into one form or the other when asked. */
public final class DigestListing {
  /** What stands for the time before the first digest. */
  public static final String EVER = "ever";

  private final DigestContents contents;

  private DigestListing(DigestContents contents) {
    this.contents = contents;
  }

  /**
   * Lists all that waits for the next digest, all that is open, and what was archived since a time,
   * without sending or changing anything.
   *
   * @param since null for all that was ever archived
   */
  public static DigestListing of(Ledger ledger, @Nullable Instant since, Instant now) {
    DigestContents contents = new DigestContents(since, now, DigestContents.Limits.NONE);
    ledger.forEach(contents::add);
    ledger.health().ifPresent(contents::add);
    return new DigestListing(contents);
  }

  /** For a terminal. */
  public String text() {
    return DigestWords.subject(contents) + "\n\n" + DigestEmail.everything(contents);
  }

  /** The same for programs. */
  public ObjectNode json() {
    return DigestDocument.of(contents, DigestWords.subject(contents));
  }
}
