package io.accesstriage.integration;

import io.accesstriage.fixtures.ledger.LedgerContract;
import io.accesstriage.ledger.Ledger;

/** What every ledger promises, kept by the real client against moto's DynamoDB. */
final class DynamoDbLedgerIT extends LedgerContract {
  private static final Ledger LEDGER = TriageOnMoto.deployed().ledger();

  @Override
  protected Ledger ledger() {
    return LEDGER;
  }
}
