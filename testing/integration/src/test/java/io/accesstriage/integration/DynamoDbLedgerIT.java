package io.accesstriage.integration;

import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerContract;

/** What every ledger promises, kept by the real client against moto's DynamoDB. */
final class DynamoDbLedgerIT extends LedgerContract {
  private static final Ledger LEDGER = TriageOnMoto.deployed().ledger();

  @Override
  protected Ledger ledger() {
    return LEDGER;
  }
}
