package io.accesstriage.notify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.messages.digest.DigestContents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records that a digest was sent: clears the marks of what it reported. An entry that is not what
 * was summarised any more keeps its mark for the next one, and so does what could not be read or
 * written.
 */
final class DigestAcknowledgement {
  /**
   * After so many failures in a row the ledger counts as unusable: going on would take longer than
   * the function may run.
   */
  private static final int MOST_FAILURES_IN_A_ROW = 10;

  /** A page is a hundred marks, too many to tell again because of one call. */
  private static final int READ_ATTEMPTS = 3;

  private final Ledger ledger;
  private final int threads;
  private final AtomicInteger failuresInARow = new AtomicInteger();

  /**
   * @param threads at work at a time: each mark is a call of its own; with 1 it is the caller's
   */
  DigestAcknowledgement(Ledger ledger, int threads) {
    this.ledger = ledger;
    this.threads = threads;
  }

  /**
   * @return how many were cleared
   */
  int clear(List<DigestContents.Marked> marked) {
    List<List<DigestContents.Marked>> pages = new ArrayList<>();
    for (int from = 0; from < marked.size(); from += Ledger.MOST_READ_AT_ONCE) {
      int to = Math.min(marked.size(), from + Ledger.MOST_READ_AT_ONCE);
      pages.add(marked.subList(from, to));
    }
    return threads > 1 ? clearTogether(pages) : pages.stream().mapToInt(this::clearPage).sum();
  }

  private int clearTogether(List<List<DigestContents.Marked>> pages) {
    List<Callable<Integer>> tasks = new ArrayList<>();
    pages.forEach(page -> tasks.add(() -> clearPage(page)));
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      int cleared = 0;
      for (Future<Integer> page : executor.invokeAll(tasks)) {
        cleared += page.get();
      }
      return cleared;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted while marks were cleared");
    } catch (ExecutionException e) {
      throw new IllegalStateException("marks could not be cleared", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private int clearPage(List<DigestContents.Marked> page) {
    Map<String, LedgerEntry> entries = read(page);
    int cleared = 0;
    for (DigestContents.Marked mark : page) {
      LedgerEntry entry = entries.get(mark.findingId());
      if (entry != null && entry.version() == mark.version() && !isUnusable() && wrote(entry)) {
        cleared++;
      }
    }
    return cleared;
  }

  private Map<String, LedgerEntry> read(List<DigestContents.Marked> page) {
    Set<String> ids = new HashSet<>();
    page.forEach(mark -> ids.add(mark.findingId()));
    for (int attempt = 1; attempt <= READ_ATTEMPTS && !isUnusable(); attempt++) {
      try {
        Map<String, LedgerEntry> entries = ledger.readAll(ids);
        failuresInARow.set(0);
        return entries;
      } catch (AwsCallException e) {
        failuresInARow.incrementAndGet();
      }
    }
    return Map.of();
  }

  /** What fails here is told again; to throw it would send the whole digest again at once. */
  private boolean wrote(LedgerEntry entry) {
    try {
      ledger.write(told(entry));
      failuresInARow.set(0);
      return true;
    } catch (LedgerConflict e) {
      return false;
    } catch (AwsCallException e) {
      failuresInARow.incrementAndGet();
      return false;
    }
  }

  private boolean isUnusable() {
    return failuresInARow.get() >= MOST_FAILURES_IN_A_ROW;
  }

  private static LedgerEntry told(LedgerEntry entry) {
    Failure failure = entry.failure();
    LedgerEntry told = entry.isSettledUntold() ? entry.withAlert(LastAlert.NEVER) : entry;
    return told.withDigestDue(null).withFailure(failure == null ? null : failure.told());
  }
}
