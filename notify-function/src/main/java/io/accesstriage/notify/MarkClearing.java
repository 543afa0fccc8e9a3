package io.accesstriage.notify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
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

/**
 * Clears the marks that a digest told of. An entry that is not what was summarised any more keeps
 * its mark for the next one, and so does what could not be read or written.
 */
final class MarkClearing {
  private final Ledger ledger;
  private final int threads;

  /**
   * @param threads at work at a time: each mark is a call of its own; with 1 it is the caller's
   */
  MarkClearing(Ledger ledger, int threads) {
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
    Set<String> ids = new HashSet<>();
    page.forEach(mark -> ids.add(mark.findingId()));
    int cleared = 0;
    try {
      Map<String, LedgerEntry> entries = ledger.readAll(ids);
      for (DigestContents.Marked mark : page) {
        LedgerEntry entry = entries.get(mark.findingId());
        if (entry != null && entry.version() == mark.version() && wrote(told(entry))) {
          cleared++;
        }
      }
    } catch (AwsCallException e) {
      // The rest of the page is told again; to fail now would send all of it again at once.
    }
    return cleared;
  }

  private boolean wrote(LedgerEntry told) {
    try {
      ledger.write(told);
      return true;
    } catch (LedgerConflict e) {
      return false;
    }
  }

  private static LedgerEntry told(LedgerEntry entry) {
    Failure failure = entry.failure();
    return entry.withDigestDue(null).withFailure(failure == null ? null : failure.told());
  }
}
