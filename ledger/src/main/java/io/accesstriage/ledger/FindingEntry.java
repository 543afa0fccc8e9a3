package io.accesstriage.ledger;

import io.accesstriage.failure.TransientFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger has of one finding, during one step. It remembers what it read or wrote last, so
 * that a change costs a further read only where somebody else wrote in between. Calls that fail
 * throw {@link io.accesstriage.aws.AwsCallException}. Not thread-safe.
 */
public final class FindingEntry {
  /** Others write an entry seldom, so that a second conflict in a row is rare. */
  private static final int WRITE_ATTEMPTS = 5;

  private final Ledger ledger;
  private final String findingId;
  private final String analyzerArn;
  private @Nullable LedgerEntry last;

  /**
   * @param analyzerArn of the finding, should nothing be stored of it yet
   */
  public FindingEntry(Ledger ledger, String findingId, String analyzerArn) {
    this.ledger = ledger;
    this.findingId = findingId;
    this.analyzerArn = analyzerArn;
  }

  /** A change of the entry, with what is kept in the same write. */
  public record Change(LedgerEntry entry, List<Kept> kept) {
    public Change {
      kept = List.copyOf(kept);
    }

    public Change(LedgerEntry entry) {
      this(entry, List.of());
    }

    /** The same, with something else to keep. */
    public Change keeping(Optional<? extends Kept> more) {
      return more.map(
              one -> new Change(entry, Stream.concat(kept.stream(), Stream.of(one)).toList()))
          .orElse(this);
    }
  }

  /** The entry as it is now, or the first one of a finding that was never seen. */
  public LedgerEntry read() {
    read(Sought.NOTHING);
    return last();
  }

  /** The entry as it is now, with what else is sought. */
  public Reading read(Sought sought) {
    Reading reading = ledger.read(findingId, sought);
    last = reading.entry().orElseGet(() -> LedgerEntry.first(findingId, analyzerArn));
    return reading;
  }

  /** The entry as it was last read or written here; read now if it never was. */
  public LedgerEntry last() {
    return last == null ? read() : last;
  }

  /**
   * Changes the entry. Where somebody has written it meanwhile, the change is made on what is there
   * then.
   *
   * @param change returns the entry itself where there is nothing to change
   * @return the entry as it is then
   * @throws TransientFailure where others write it again and again
   */
  public LedgerEntry change(UnaryOperator<LedgerEntry> change) {
    return write(entry -> new Change(change.apply(entry)));
  }

  /** Changes the entry as {@link #change} does, and keeps something with it. */
  public LedgerEntry write(Function<LedgerEntry, Change> change) {
    return writeIf(entry -> true, change).orElseThrow();
  }

  /**
   * Changes the entry if, and as long as, it fulfils a condition, and keeps something with it.
   *
   * @return nothing where it does not, and nothing was written
   * @throws TransientFailure where others write it again and again
   */
  public Optional<LedgerEntry> writeIf(
      Predicate<LedgerEntry> condition, Function<LedgerEntry, Change> change) {
    boolean isFresh = last == null;
    LedgerEntry entry = last();
    for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      boolean holds = condition.test(entry);
      Change changed = holds ? change.apply(entry) : new Change(entry);
      if (!changed.entry().equals(entry) || !changed.kept().isEmpty()) {
        try {
          last = ledger.write(changed.entry(), changed.kept());
          return Optional.of(last);
        } catch (LedgerConflict e) {
          // What others wrote may make the change another one, or the condition false.
        }
      } else if (isFresh) {
        return holds ? Optional.of(entry) : Optional.empty();
      }
      entry = read();
      isFresh = true;
    }
    throw new TransientFailure(
        "the ledger entry of finding %s was written by others %d times in a row"
            .formatted(findingId, WRITE_ATTEMPTS));
  }
}
