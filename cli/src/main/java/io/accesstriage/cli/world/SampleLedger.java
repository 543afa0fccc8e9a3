package io.accesstriage.cli.world;

import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import java.time.LocalDate;
import java.util.Optional;

/** A ledger whose calls can fail as DynamoDB's. */
final class SampleLedger implements Ledger {
  private final Ledger ledger = new InMemoryLedger();
  private final Calls calls;

  SampleLedger(Calls calls) {
    this.calls = calls;
  }

  @Override
  public Optional<LedgerEntry> read(String findingId) {
    return calls.make("dynamodb:GetItem", () -> ledger.read(findingId));
  }

  @Override
  public LedgerEntry write(LedgerEntry entry) {
    return calls.make("dynamodb:PutItem", () -> ledger.write(entry));
  }

  @Override
  public int archived(String rule, LocalDate day) {
    return calls.make("dynamodb:GetItem", () -> ledger.archived(rule, day));
  }

  @Override
  public void countArchived(String rule, LocalDate day) {
    calls.make(
        "dynamodb:UpdateItem",
        () -> {
          ledger.countArchived(rule, day);
          return true;
        });
  }
}
