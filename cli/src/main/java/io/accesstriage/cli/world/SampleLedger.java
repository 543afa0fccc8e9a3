package io.accesstriage.cli.world;

import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.PublishedAlert;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
  public void countArchived(String rule, LocalDate day, String findingId) {
    calls.run("dynamodb:UpdateItem", () -> ledger.countArchived(rule, day, findingId));
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
  public Optional<Instant> markedAt(String mark) {
    return calls.make("dynamodb:GetItem", () -> ledger.markedAt(mark));
  }

  @Override
  public void mark(String mark, Instant at, @Nullable Instant forgottenAt) {
    calls.run("dynamodb:PutItem", () -> ledger.mark(mark, at, forgottenAt));
  }

  @Override
  public Optional<PublishedAlert> publishedAlert(String content) {
    return calls.make("dynamodb:GetItem", () -> ledger.publishedAlert(content));
  }

  @Override
  public void keepAlert(String content, PublishedAlert alert, Instant forgottenAt) {
    calls.run("dynamodb:PutItem", () -> ledger.keepAlert(content, alert, forgottenAt));
  }

  @Override
  public Optional<AccessBaseline> baseline(String access) {
    return calls.make("dynamodb:GetItem", () -> ledger.baseline(access));
  }

  @Override
  public void keep(String access, AccessBaseline baseline, Instant forgottenAt) {
    calls.run("dynamodb:PutItem", () -> ledger.keep(access, baseline, forgottenAt));
  }
}
