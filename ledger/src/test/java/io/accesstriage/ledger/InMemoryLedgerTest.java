package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class InMemoryLedgerTest extends LedgerContract {
  private static final int WRITERS = 4;

  private final InMemoryLedger ledger = new InMemoryLedger();

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Test
  void write_severalFirstWritersAtOnce_oneWins() throws Exception {
    for (int round = 0; round < 100; round++) {
      assertOneWins(LedgerEntry.first("finding-" + round, "analyzer"));
    }
  }

  @Test
  void write_severalWritersOfOneVersionAtOnce_oneWins() throws Exception {
    for (int round = 0; round < 100; round++) {
      assertOneWins(ledger.write(LedgerEntry.first("finding-" + round, "analyzer")));
    }
  }

  @Test
  void archived_countedAtOnce_losesNone() throws Exception {
    LocalDate day = LocalDate.parse("2026-11-24");

    atOnce(
        writer -> {
          for (int i = 0; i < 1_000; i++) {
            Stored.count(ledger, "rule", day, writer + "-" + i);
          }
          return writer;
        });

    assertEquals(1_000 * WRITERS, Stored.archived(ledger, "rule", day));
  }

  private void assertOneWins(LedgerEntry read) throws Exception {
    List<Optional<LedgerEntry>> written =
        atOnce(
            writer -> {
              try {
                return Optional.of(
                    ledger.write(
                        read.withFailure(new Failure("writer " + writer, Instant.EPOCH, false))));
              } catch (LedgerConflict e) {
                return Optional.empty();
              }
            });

    List<LedgerEntry> winners = written.stream().flatMap(Optional::stream).toList();
    assertEquals(1, winners.size(), winners.toString());
    assertEquals(Optional.of(winners.get(0)), ledger.read(read.findingId()));
  }

  private interface Writer<T> {
    T write(int number);
  }

  private static <T> List<T> atOnce(Writer<T> writer)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      CyclicBarrier start = new CyclicBarrier(WRITERS);
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        tasks.add(
            () -> {
              start.await();
              return writer.write(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
