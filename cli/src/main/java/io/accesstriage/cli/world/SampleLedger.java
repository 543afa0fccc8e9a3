package io.accesstriage.cli.world;

import io.accesstriage.health.HealthRecord;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Sought;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A ledger whose calls can fail as DynamoDB's. */
final class SampleLedger implements Ledger {
  private final Ledger ledger = new InMemoryLedger();
  private final Calls calls;

  SampleLedger(Calls calls) {
    this.calls = calls;
  }

  @Override
  public Reading read(String findingId, Sought sought) {
    return calls.make(
        sought.equals(Sought.NOTHING) ? "dynamodb:GetItem" : "dynamodb:BatchGetItem",
        () -> ledger.read(findingId, sought));
  }

  @Override
  public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
    return calls.make(
        kept.isEmpty() ? "dynamodb:PutItem" : "dynamodb:TransactWriteItems",
        () -> ledger.write(entry, kept));
  }

  @Override
  public Map<String, LedgerEntry> readAll(Set<String> findingIds) {
    return calls.make("dynamodb:BatchGetItem", () -> ledger.readAll(findingIds));
  }

  @Override
  public void forEach(Consumer<LedgerEntry> reader) {
    calls.run("dynamodb:Scan", () -> ledger.forEach(reader));
  }

  @Override
  public int countMessage(Instant hour) {
    return calls.make("dynamodb:UpdateItem", () -> ledger.countMessage(hour));
  }

  @Override
  public Optional<Mark> mark(String name) {
    return calls.make("dynamodb:GetItem", () -> ledger.mark(name));
  }

  @Override
  public void keep(Kept.Marked mark) {
    calls.run("dynamodb:PutItem", () -> ledger.keep(mark));
  }

  @Override
  public Optional<HealthRecord> health() {
    return calls.make("dynamodb:GetItem", ledger::health);
  }

  @Override
  public void keepHealth(HealthRecord health) {
    calls.run("dynamodb:PutItem", () -> ledger.keepHealth(health));
  }
}
